"""An index of registered names that finds the few worth comparing with a query."""

from collections import defaultdict
from collections.abc import Iterable

from matching.names.knowledge import NameKnowledge
from matching.names.parsing import NameParser, ParsedName
from matching.names.spelling import sound_key

MOST_COMPARED = 150
# 有限公司 aside, pairs such as 机械 occur in thousands of names and tell nothing.
RARE_PAIRS = 5


class RegistryIndex:
    """Registered names taken apart and indexed by body, sound and character pairs; build once, share."""

    def __init__(self, names: Iterable[str], *, knowledge: NameKnowledge) -> None:
        """Index ``names`` in their order; repeated names are kept once. 60,000 names take some ten seconds."""
        self.parser = NameParser(knowledge)
        self.names = tuple(dict.fromkeys(names))
        self.parsed: tuple[ParsedName, ...] = tuple(map(self.parser.parse, self.names))
        self._plain: dict[str, list[int]] = defaultdict(list)
        self._bodies: dict[str, list[int]] = defaultdict(list)
        self._sounds: dict[str, list[int]] = defaultdict(list)
        self._pairs: dict[str, list[int]] = defaultdict(list)
        for number, parsed in enumerate(self.parsed):
            self._plain[parsed.plain].append(number)
            self._bodies[parsed.body].append(number)
            for key in {sound_key(parsed.body), sound_key(parsed.stem)}:
                self._sounds[key].append(number)
            for pair in _pairs(parsed.body):
                self._pairs[pair].append(number)

    def candidates(self, query: ParsedName) -> list[int]:
        """Return the numbers of at most a few hundred names worth comparing, in order."""
        found: set[int] = set(self._plain.get(query.plain, ()))
        found.update(self._bodies.get(query.body, ())[:MOST_COMPARED])
        for key in {sound_key(query.body), sound_key(query.stem)}:
            found.update(self._sounds.get(key, ())[:MOST_COMPARED])
        found.update(self._sharing(query.body))
        return sorted(found)

    def _sharing(self, body: str) -> list[int]:
        """Return the names that share the rarest character pairs with ``body``, those that share most first."""
        known = sorted((pair for pair in _pairs(body) if pair in self._pairs), key=self._how_common)
        shared: dict[int, int] = defaultdict(int)
        brand = {pair for pair in (body[:2],) if pair in self._pairs}
        for pair in [*brand, *known[:RARE_PAIRS]]:
            for number in self._pairs[pair][: MOST_COMPARED * 5]:
                shared[number] += 1
        return sorted(shared, key=lambda number: (-shared[number], number))[:MOST_COMPARED]

    def _how_common(self, pair: str) -> tuple[int, str]:
        return len(self._pairs[pair]), pair


def _pairs(body: str) -> set[str]:
    return {body[place : place + 2] for place in range(len(body) - 1)} or {body}
