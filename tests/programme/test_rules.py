"""Rules as data: lists in force on a day, thresholds, tilt, and criteria as they are typed."""

from datetime import date

import pytest
from pydantic import ValidationError

from marketplace.programme.rules import CountyFlags, flags_on, threshold_yi, tilt_of, tilt_text
from marketplace.programme.services.listing import last_day
from marketplace.taxonomy.models import County
from tests.programme.world import round_in

RULES = round_in().rules(catalog_edition="2026-01")
DAY = date(2026, 11, 1)


def county(**days: date) -> County:
    return County(code="339901", name="某县", kind="县", city_code="339900", city="某市", **days)


@pytest.mark.parametrize(
    ("day", "label"),
    [(date(2021, 12, 31), ""), (date(2022, 1, 1), "山区县"), (date(2024, 7, 31), "山区县"), (date(2024, 8, 1), "")],
)
def test_mountain_list_holds_from_its_first_day_until_the_next_list(day: date, label: str) -> None:
    left = county(mountain_from=date(2022, 1, 1), mountain_until=date(2024, 8, 1))

    assert flags_on(left, day=day).label == label


@pytest.mark.parametrize(("flags", "least"), [(CountyFlags(), 100), (CountyFlags(is_mountain=True), 50)])
def test_threshold_is_lower_for_mountain_counties(flags: CountyFlags, least: int) -> None:
    assert threshold_yi(RULES, flags) == least


def test_island_alone_does_not_lower_the_threshold() -> None:
    assert threshold_yi(RULES, CountyFlags(is_island=True)) == 100


@pytest.mark.parametrize(
    ("flags", "tilt"),
    [
        (CountyFlags(), 0),
        (CountyFlags(is_mountain=True), 30),
        (CountyFlags(is_island=True), 20),
        (CountyFlags(is_mountain=True, is_island=True), 30),
    ],
)
def test_tilt_is_the_higher_of_both(flags: CountyFlags, tilt: int) -> None:
    assert tilt_of(RULES, flags) == tilt


def test_formula_says_points_and_day() -> None:
    text = tilt_text(RULES, day=DAY)

    assert "山区县倾斜 3 分，海岛县倾斜 2 分" in text
    assert "2026年11月1日有效" in text


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"label": "基", "points": 10}, "label"),
        ({"label": "基础"}, "points"),
        ({"label": "基础", "points": 0}, "points"),
        ({"label": "基础", "points": 1001}, "points"),
        ({"label": "基础", "points": 10, "minimum": 11}, "minimum"),
        ({"label": "基础", "points": 10, "minimum": -1}, "minimum"),
    ],
)
def test_fault_of_a_criterion_names_row_and_cell(row: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as told:
        round_in(criteria=[{"label": "目标", "points": 60}, row])

    assert [error["loc"] for error in told.value.errors()] == [("criteria", 1, field)]


@pytest.mark.parametrize("count", [0, 21])
def test_round_has_one_criterion_to_twenty(count: int) -> None:
    with pytest.raises(ValidationError, match="criteria"):
        round_in(criteria=[{"label": "目标", "points": 60}] * count)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 12, 1), date(2028, 11, 30)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2027, 12, 31)),
    ],
)
def test_two_years_end_on_the_day_before(first: date, last: date) -> None:
    assert last_day(first, years=2) == last
