"""Zhejiang's divisions as the reader needs them: handed in by the caller, who knows the reference data."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

SUFFIXES = ("畲族自治县", "自治县", "区", "县", "市")
SUGGEST_FROM = 60.0  # rapidfuzz points of 100: one wrong character of three in a name still finds it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One county-level division: six-digit code, its name and the name of its city (设区市)."""

    code: str
    county: str
    city: str


class Places:
    """The divisions an enterprise may name, and optionally the names of regions that a provider may serve.

    ``regions`` is the gazetteer; when it is empty, names of regions are not checked.
    """

    def __init__(self, places: Iterable[Place], *, regions: Iterable[str] = ()) -> None:
        self._by_code: dict[str, Place] = {}
        self._by_name: dict[tuple[str, str], Place] = {}
        self._cities: dict[str, str] = {}
        self.regions = frozenset(regions)
        for place in places:
            self._add(place)

    def _add(self, place: Place) -> None:
        self._by_code[place.code] = place
        for city in {place.city, _stem(place.city)}:
            self._cities[city] = place.city
        for county in {place.county, _stem(place.county)}:
            self._by_name[county, place.city] = place

    def by_code(self, code: str) -> Place | None:
        """Find a division by its six digits."""
        return self._by_code.get(code)

    def city(self, name: str) -> str:
        """Return the official name of a Zhejiang city (绍兴, 浙江省绍兴市 → 绍兴市), or an empty string."""
        return self._cities.get(name.removeprefix("浙江省").removeprefix("浙江"), "")

    def by_name(self, county: str, *, city: str) -> Place | None:
        """Find a division by its name together with that of its city; both may lack 区, 县 or 市."""
        official = self.city(city)
        return self._by_name.get((county.removeprefix("浙江省").removeprefix(official), official))

    def resolve(self, county: str, *, city: str) -> Place | None:
        """Find a division by code in ``county``, or by both names; None when there is none or they disagree."""
        place = self.by_code(county) or self.by_name(county, city=city)
        return place if place and (not city or self.city(city) == place.city) else None

    def suggest(self, county: str, *, city: str) -> Place | None:
        """Find the division that was probably meant: one of the same name elsewhere, or one that is written alike.

        Under the name of a city outside the province nothing is meant that we know.
        """
        official = self.city(city)
        same = [self._by_name[county, place] for place in self.cities_with(county)]
        if same or (city and not official):
            return same[0] if len(same) == 1 else None
        choices = {code: place.county for code, place in self._by_code.items() if official in ("", place.city)}
        best = process.extractOne(county, choices, scorer=fuzz.ratio, score_cutoff=SUGGEST_FROM)
        return self._by_code[best[2]] if best else None

    def cities_with(self, county: str) -> tuple[str, ...]:
        """List the cities that have a division of this name."""
        return tuple(dict.fromkeys(city for name, city in self._by_name if name == county))


def _stem(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:  # noqa: PLR2004  a stem has two characters
            return name.removesuffix(suffix)
    return name
