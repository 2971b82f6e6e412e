"""The province, its cities and its counties as a tree of codes."""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.taxonomy.models import County

PROVINCE = "330000"
PROVINCE_NAME = "浙江省"
PROVINCE_PREFIX = "33"
NOWHERE = "000000"  # Firms whose county nobody stated; they count in the province alone.


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """Names and parents by code, in the order of the codes."""

    names: dict[str, str]
    parents: dict[str, str]
    counties: frozenset[str]

    def county(self, code: str) -> str:
        """Return the code under which a firm of a county is counted."""
        return code if code in self.counties else NOWHERE

    def inside(self, region: str) -> list[str]:
        """Return the regions one step below: cities of the province, counties of a city, none of a county."""
        return sorted(code for code, around in self.parents.items() if around == region and code in self.names)

    def counties_of(self, region: str) -> list[str]:
        """Return the counties inside a region; a county holds itself."""
        return [code for code in sorted(self.counties) if region in {code, self.parents[code], PROVINCE}]

    def full_name(self, region: str) -> str:
        """Return a county's name with its city's in front."""
        around = self.parents.get(region, PROVINCE)
        return self.names[region] if around == PROVINCE else f"{self.names[around]}{self.names[region]}"


def prefix_of(region: str, *, regions: Regions) -> str:
    """Return the digits with which the counties of a region begin; the province needs none."""
    if region == PROVINCE:
        return ""
    return region if region in regions.counties else region[:4]


def region_tree(counties: Iterable[County]) -> Regions:
    """Return the tree of the divisions."""
    names, parents, codes = {PROVINCE: PROVINCE_NAME}, {NOWHERE: PROVINCE}, set[str]()
    for county in counties:
        names |= {county.city_code: county.city, county.code: county.name}
        parents |= {county.code: county.city_code, county.city_code: PROVINCE}
        codes.add(county.code)
    return Regions(names=names, parents=parents, counties=frozenset(codes))
