"""Choices that several pages of figures offer: regions grouped by city, and industries."""

from collections.abc import Sequence

from marketplace.insights.queries import OUTSIDE
from marketplace.insights.regions import PROVINCE, Regions
from marketplace.taxonomy.models import Industry

RegionOption = tuple[str, str | list[tuple[str, str]]]


def region_options(tree: Regions) -> list[RegionOption]:
    """Return the province, then each city with its counties."""
    options: list[RegionOption] = [(PROVINCE, tree.names[PROVINCE])]
    for city in sorted({tree.parents[code] for code in tree.counties}):
        inside = [(code, tree.names[code]) for code in sorted(tree.counties) if tree.parents[code] == city]
        options.append((tree.names[city], [(city, f"{tree.names[city]}全市"), *inside]))
    return options


def industry_options(industries: Sequence[Industry]) -> list[tuple[int, str]]:
    """Return the catalogue's entries, and what is outside it."""
    return [*((one.catalog_no, one.level2) for one in industries), (0, OUTSIDE)]
