"""Turn evidence for codes into shares of catalogue entries; where entries nest the more exact one leads."""

from collections import defaultdict
from collections.abc import Iterable

from matching.library import CatalogEntry

# The most exact entry that contains a code takes all of its weight, wider ones a share that keeps them in sight.
SHARES = (1.0, 0.35, 0.2, 0.1)
# A broad code (38 for 电器) hints at the entries inside it.
INSIDE = 0.15


class CatalogScorer:
    """The nesting of catalogue entries, computed from their GB/T prefixes."""

    def __init__(self, catalog: Iterable[CatalogEntry]) -> None:
        """Keep each entry's prefixes."""
        self._prefixes = tuple(
            (entry.catalog_no, prefix) for entry in sorted(catalog, key=_number) for prefix in entry.gbt_prefixes
        )

    def containing(self, code: str) -> tuple[int, ...]:
        """Return the entries that contain ``code``, the most exact first."""
        found = [(-len(prefix), number) for number, prefix in self._prefixes if code.startswith(prefix)]
        return tuple(dict.fromkeys(number for _, number in sorted(found)))

    def inside(self, code: str) -> tuple[int, ...]:
        """Return the entries that lie wholly inside ``code``."""
        found = [number for number, prefix in self._prefixes if prefix.startswith(code) and prefix != code]
        return tuple(dict.fromkeys(found))

    def score(self, masses: dict[str, float]) -> tuple[dict[int, float], float]:
        """Return the mass of each entry and the mass that no entry contains."""
        entries: dict[int, float] = defaultdict(float)
        outside = 0.0
        for code, mass in masses.items():
            containing = self.containing(code)
            for share, number in zip(SHARES, containing, strict=False):
                entries[number] += share * mass
            if not containing:
                outside += mass
            inside = [number for number in self.inside(code) if number not in containing]
            for number in inside:
                entries[number] += INSIDE * mass / len(inside) ** 0.5
        return dict(entries), outside


def _number(entry: CatalogEntry) -> int:
    return entry.catalog_no
