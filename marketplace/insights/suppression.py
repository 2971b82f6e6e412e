"""Which counts may be shown so that no small one can be computed: cell suppression with complements.

Counts of firms by county and industry add up along two ways: industries to all industries, counties to cities to the
province. Such a table is a network in which every count is a flow from one equation to another. A hidden count can be
computed from the shown ones exactly when no circle of hidden flows runs through it along which all of them could be
one firm larger or smaller. So small counts are hidden, and wherever one could still be computed, the cheapest circle
of further counts is hidden with it.

Nobody is told which counts are empty, yet the guarantee holds even for a reader who knows: every hidden count is then
known to be one at least, and has two possible values all the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

LEAST = 3
EVERY_INDUSTRY = -1
Key = tuple[str, int]
"""A region's code and an industry's number."""
Node = tuple[str, str, int]
_ROOT: Node = ("root", "", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count of firms, and whether it may be shown."""

    firms: int
    shown: bool


@dataclass(frozen=True, slots=True)
class _Arc:
    """A count as a flow between two equations."""

    key: Key
    start: Node
    end: Node
    firms: int


def protect(counties: Mapping[Key, int], *, parents: Mapping[str, str], least: int = LEAST) -> dict[Key, Count]:
    """Return every count above nothing: by county, city and province, by industry and for all industries.

    ``counties`` holds the counts of the smallest regions, ``parents`` leads from each region to the one around it;
    one region has none. Counts below ``least`` are hidden, and what would tell them.
    """
    counts = _summed(counties, parents=parents)
    wide = frozenset(parents.values())
    arcs = {key: _arc(key, firms, parents=parents, wide=wide) for key, firms in counts.items()}
    return _hide(counts, arcs, least)


def protect_margins(counties: Mapping[Key, int], *, parents: Mapping[str, str], least: int = LEAST) -> dict[Key, Count]:
    """Return every region's count of all industries, and every industry's of the whole; no cell of both is told.

    Far fewer counts have to be hidden for it than for the whole table. ``counties`` and ``parents`` as for the table.
    """
    wide = frozenset(parents.values())
    counts = {
        (region, number): firms
        for (region, number), firms in _summed(counties, parents=parents).items()
        if number == EVERY_INDUSTRY or region not in parents
    }
    return _hide(
        counts, {key: _margin_arc(key, firms, parents=parents, wide=wide) for key, firms in counts.items()}, least
    )


def _margin_arc(key: Key, firms: int, *, parents: Mapping[str, str], wide: frozenset[str]) -> "_Arc":
    # Firms run from the ground by industry to the whole, from there down the regions, and back to the ground.
    region, industry = key
    industries: Node = ("industries", "", 0)
    if industry != EVERY_INDUSTRY:
        return _Arc(key, _ROOT, industries, firms)
    inside: Node = ("sum", region, 0) if region in wide else _ROOT
    return _Arc(key, ("sum", parents[region], 0) if region in parents else industries, inside, firms)


def _hide(counts: Mapping[Key, int], arcs: Mapping[Key, "_Arc"], least: int) -> dict[Key, Count]:
    hidden = {key for key, firms in counts.items() if firms < least}
    network = _Network(arcs.values())
    while open_keys := [key for key in sorted(hidden) if not network.is_safe(arcs[key], hidden=hidden)]:
        # One at a time: what is hidden for the first often covers the next.
        hidden |= network.cover(arcs[open_keys[0]], hidden=hidden)
    return {key: Count(firms=firms, shown=key not in hidden) for key, firms in counts.items()}


def _summed(counties: Mapping[Key, int], *, parents: Mapping[str, str]) -> dict[Key, int]:
    counts: dict[Key, int] = {}
    for (region, industry), firms in counties.items():
        for place in (region, *around(region, parents=parents)):
            for number in (industry, EVERY_INDUSTRY):
                if firms:
                    counts[place, number] = counts.get((place, number), 0) + firms
    return counts


def around(region: str, *, parents: Mapping[str, str]) -> Iterator[str]:
    """Give the regions around one, from the nearest outwards."""
    while region in parents:
        region = parents[region]
        yield region


def _arc(key: Key, firms: int, *, parents: Mapping[str, str], wide: frozenset[str]) -> _Arc:
    region, industry = key
    inside: Node = ("sum", region, industry) if region in wide else ("row", region, 0)
    outside: Node = ("sum", parents[region], industry) if region in parents else _ROOT
    # Firms run from the province down to the counties by industry, and back up as all industries together.
    if industry == EVERY_INDUSTRY:
        return _Arc(key, inside, outside, firms)
    return _Arc(key, outside, inside, firms)


class _Network:
    """The counts of one table; steps run along a count (one firm more) or against it (one firm less)."""

    def __init__(self, arcs: Iterable[_Arc]) -> None:
        self._at: dict[Node, list[tuple[_Arc, Node]]] = {}
        for arc in arcs:
            self._at.setdefault(arc.start, []).append((arc, arc.end))
            if arc.firms > 1:
                self._at.setdefault(arc.end, []).append((arc, arc.start))

    def is_safe(self, arc: _Arc, *, hidden: set[Key]) -> bool:
        """Say whether a hidden count could be another one, as far as the shown ones tell."""
        if self._leads(arc.end, arc.start, without=arc, hidden=hidden):
            return True
        return arc.firms > 1 and self._leads(arc.start, arc.end, without=arc, hidden=hidden)

    def _leads(self, start: Node, goal: Node, *, without: _Arc, hidden: set[Key]) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            if node == goal:
                return True
            for arc, other in self._at.get(node, ()):
                if arc.key in hidden and arc is not without and other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return False

    def cover(self, arc: _Arc, *, hidden: set[Key]) -> set[Key]:
        """Return the cheapest counts to hide so that a hidden one is safe; small counts are cheap."""
        ways = [self._cheapest(arc.end, arc.start, without=arc, hidden=hidden)]
        if arc.firms > 1:
            ways.append(self._cheapest(arc.start, arc.end, without=arc, hidden=hidden))
        _, keys = min((way for way in ways if way is not None), key=lambda way: (way[0], sorted(way[1])))
        return keys

    def _cheapest(self, start: Node, goal: Node, *, without: _Arc, hidden: set[Key]) -> tuple[int, set[Key]] | None:
        best, came = {start: 0}, dict[Node, tuple[Node, Key]]()
        waiting = [(0, start)]
        while waiting:
            cost, node = heappop(waiting)
            if node == goal:
                return cost, set(_keys_on_the_way(came, start=start, goal=goal))
            if cost > best[node]:
                continue
            for arc, other in self._at.get(node, ()):
                further = cost + (0 if arc.key in hidden else arc.firms)
                if arc is not without and further < best.get(other, further + 1):
                    best[other], came[other] = further, (node, arc.key)
                    heappush(waiting, (further, other))
        return None


def _keys_on_the_way(came: Mapping[Node, tuple[Node, Key]], *, start: Node, goal: Node) -> Iterator[Key]:
    while goal != start:
        goal, key = came[goal]
        yield key
