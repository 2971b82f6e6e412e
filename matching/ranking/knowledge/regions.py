"""Where a provider serves and where a plant stands, over the gazetteer."""

from collections import defaultdict
from collections.abc import Iterable

from matching.library import Region

NATION = "全国"


class Gazetteer:
    """Every place with the larger places that contain it."""

    def __init__(self, regions: Iterable[Region]) -> None:
        """Invert the members of each region; names and aliases mean the same place."""
        places = tuple(regions)
        self.column = {region.name: number for number, region in enumerate(places)}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, set[str]] = defaultdict(set)
        for region in places:
            for name in (region.name, *region.aliases):
                self._names[name].add(region.name)
        for region in places:
            for member in region.members:
                for place in self._names.get(member, {member}):
                    self._above[place].add(region.name)

    def resolve(self, name: str) -> frozenset[str]:
        """Return the places that a name may mean; empty when it is unknown."""
        return frozenset(self._names.get(name.strip(), ()))

    def containing(self, *, county: str, city: str) -> frozenset[str]:
        """Return the place itself and every region that contains it; empty when it is unknown."""
        start = self.resolve(f"{city}/{county}") if county and city else frozenset()
        start = start or (self.resolve(city) if city else frozenset()) or self.resolve(county)
        found, open_places = set(start), list(start)
        while open_places:
            for above in self._above.get(open_places.pop(), ()):
                if above not in found:
                    found.add(above)
                    open_places.append(above)
        return frozenset(found | {NATION}) if found else frozenset()

    def served(self, *, regions: Iterable[str], city: str) -> frozenset[str]:
        """Return the places that a provider serves: its regions and its own city; unknown names serve nobody."""
        places: set[str] = set()
        for name in regions:
            places |= self.resolve(name)
        return frozenset(places | (self.resolve(city) if city and places else set()))
