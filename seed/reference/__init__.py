"""Reference data: the knowledge that matching reads, the counties and the maturity assessment."""

from seed.reference.build import load_library
from seed.reference.errors import SeedDataError
from seed.reference.programme import (
    County,
    Indicator,
    Level,
    load_counties,
    load_indicators,
    load_levels,
)

__all__ = [
    "County",
    "Indicator",
    "Level",
    "SeedDataError",
    "load_counties",
    "load_indicators",
    "load_levels",
    "load_library",
]
