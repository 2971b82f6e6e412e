"""What ratings say of a provider: a mean drawn towards the middle while cases are few, and nothing below a minimum."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.ratings import LEAST_CASES, drawn_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Ratings in short; ``mean_tenths`` is the plain mean, ``shrunk_tenths`` the one drawn to the middle (stars × 10).

    ``is_shown`` is false below the minimum count; then no figure is shown, only the number of cases.
    """

    cases: int
    mean_tenths: int
    shrunk_tenths: int

    @property
    def is_shown(self) -> bool:
        return self.cases >= LEAST_CASES


def standing_of(stars: Sequence[int]) -> Standing:
    """Return the standing that ratings of 1 to 5 stars give."""
    cases, total = len(stars), sum(stars)
    mean = 10 * total / cases if cases else 0
    shrunk = 10 * drawn_mean(cases=cases, stars=total)
    return Standing(cases=cases, mean_tenths=round(mean), shrunk_tenths=round(shrunk))
