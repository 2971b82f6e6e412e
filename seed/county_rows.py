"""The 90 divisions as rows of the database, with the days between which each is on the dated lists."""

from datetime import date

from marketplace.taxonomy.models import County
from seed.reference import load_counties
from seed.reference.programme import County as Division

# The first day that the programme asks about: the notice is of 2022, and the list of 26 mountain counties was in force.
FIRST_DAY = date(2022, 1, 1)
# In August 2024 a list of 25 mountain and island counties took its place.
NEW_LIST = date(2024, 8, 1)


def county_rows() -> list[County]:
    """Return every division of the reference data; raises SeedDataError."""
    return [_row(division) for division in load_counties()]


def _row(division: Division) -> County:
    listed_2022, listed_2024 = division.mountain26_2022, division.mountain_island25_2024 and not division.island
    return County(
        code=division.code,
        name=division.name,
        kind=division.kind,
        city_code=division.city_code,
        city=division.city,
        mountain_from=FIRST_DAY if listed_2022 else NEW_LIST if listed_2024 else None,
        mountain_until=NEW_LIST if listed_2022 and not division.mountain_island25_2024 else None,
        island_from=FIRST_DAY if division.island else None,
    )
