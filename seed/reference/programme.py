"""Counties with their dated flags and the indicators of the maturity assessment."""

from dataclasses import dataclass
from functools import cache

from seed.reference.files import DATA_DIR, read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """One of the 90 county-level divisions of Zhejiang.

    The mountain lists carry the year in which they were published: 26 names in 2022,
    25 mountain and island counties since August 2024.
    """

    code: str
    name: str
    kind: str
    city_code: str
    city: str
    mountain26_2022: bool
    mountain_island25_2024: bool
    island: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A scored indicator of the 2024 maturity assessment; weights in per cent of the level above."""

    dimension: str
    dimension_weight: float
    group: str
    group_weight: float
    name: str
    weight: float
    multiple: bool
    max_points: float
    options: str


@cache
def load_counties() -> tuple[County, ...]:
    """Return the counties in the order of their codes; raises SeedDataError."""
    return tuple(
        County(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            city_code=row["prefecture_code"],
            city=row["prefecture"],
            mountain26_2022=row["mountain26_2022"] == "1",
            mountain_island25_2024=row["mountain_island25_2024"] == "1",
            island=row["island_county"] == "1",
            note=row["note"],
        )
        for row in read_csv(DATA_DIR / "counties.csv")
    )


@cache
def load_indicators() -> tuple[Indicator, ...]:
    """Return the 15 scored indicators of the 2024 edition, 100 points in all; raises SeedDataError."""
    return tuple(
        Indicator(
            dimension=row["dimension"],
            dimension_weight=float(row["dim_weight"]),
            group=row["sub"],
            group_weight=float(row["sub_weight"]),
            name=row["indicator"],
            weight=float(row["ind_weight"]),
            multiple=row["single_or_multi"] == "multi",
            max_points=float(row["max_points"]),
            options=row["options_and_points"],
        )
        for row in read_csv(DATA_DIR / "eval2024.csv")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A maturity level: the points it needs and how many scenes must stand at it or above.

    The rule is as public tools code it; the official text was not read.
    """

    edition: str
    level: int
    name: str
    min_score: int
    scenes: int
    binding_scenes: int


@cache
def load_levels() -> tuple[Level, ...]:
    """Return the levels of the assessment, lowest first; raises SeedDataError."""
    return tuple(
        Level(
            edition=row["edition"],
            level=int(row["level"]),
            name=row["name"],
            min_score=int(row["min_score"]),
            scenes=int(row["scenes_at_level"]),
            binding_scenes=int(row["binding_scenes_at_level"]),
        )
        for row in read_csv(DATA_DIR / "eval2024_levels.csv")
    )
