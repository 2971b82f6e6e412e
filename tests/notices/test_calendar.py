"""Working days by the official calendar, the moved ones included; every date below was counted by hand."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.clock import shanghai_day
from marketplace.notices.calendar import (
    CalendarMissingError,
    WorkCalendar,
    add_working_days,
    count_working_days,
    notice_period,
)
from seed.reference_holidays import load_holidays

YEARS = load_holidays()
CALENDAR = WorkCalendar(
    years=frozenset(year.year for year in YEARS),
    off=frozenset(row.day for year in YEARS for row in year.days if not row.is_working),
    worked=frozenset(row.day for year in YEARS for row in year.days if row.is_working),
)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 2, 13), True),  # Friday
        (date(2026, 2, 14), True),  # Saturday, worked for 春节
        (date(2026, 2, 15), False),  # 春节 begins
        (date(2026, 2, 23), False),  # Monday, 春节 ends
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # Saturday, worked
        (date(2026, 9, 20), True),  # Sunday, worked for 国庆节
        (date(2026, 9, 25), False),  # Friday, 中秋节
        (date(2026, 10, 8), True),
        (date(2025, 10, 8), False),  # 2025's holiday is one day longer
        (date(2025, 10, 11), True),  # Saturday, worked
    ],
)
def test_official_calendar_knows_days_off_and_moved_days(day: date, *, is_working: bool) -> None:
    assert CALENDAR.is_working_day(day) is is_working


@pytest.mark.parametrize(("year", "working_days"), [(2025, 248), (2026, 248)])
def test_official_calendar_has_the_working_days_of_the_year(year: int, working_days: int) -> None:
    assert count_working_days(CALENDAR, after=date(year, 1, 1), until=date(year, 12, 31)) == working_days


@pytest.mark.parametrize(
    ("published_at", "days", "first_on", "last_on"),
    [
        # A Sunday noon in Shanghai: Monday counts first.
        (datetime(2026, 11, 22, 4, tzinfo=UTC), 5, date(2026, 11, 23), date(2026, 11, 27)),
        # Monday 23:59 in Shanghai still is Monday: Tuesday counts first.
        (datetime(2026, 11, 23, 15, 59, tzinfo=UTC), 5, date(2026, 11, 24), date(2026, 11, 30)),
        # One minute later it is Tuesday there: Wednesday counts first.
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), 5, date(2026, 11, 25), date(2026, 12, 1)),
        # Over 春节 2026: Friday 13th, the worked Saturday 14th, then nine days off.
        (datetime(2026, 2, 12, 4, tzinfo=UTC), 5, date(2026, 2, 13), date(2026, 2, 26)),
        # Over 国庆节 2026, with the worked Saturday, 10 October.
        (datetime(2026, 9, 29, 4, tzinfo=UTC), 5, date(2026, 9, 30), date(2026, 10, 12)),
        # Over 中秋节 2026, with the worked Sunday before it.
        (datetime(2026, 9, 18, 4, tzinfo=UTC), 7, date(2026, 9, 20), date(2026, 9, 29)),
        # Over the end of 2025.
        (datetime(2025, 12, 30, 4, tzinfo=UTC), 3, date(2025, 12, 31), date(2026, 1, 5)),
    ],
)
def test_notice_is_open_for_its_working_days(published_at: datetime, days: int, first_on: date, last_on: date) -> None:
    period = notice_period(CALENDAR, published_at=published_at, days=days)

    assert (period.first_on, period.last_on) == (first_on, last_on)


def test_last_day_of_a_notice_ends_at_midnight_in_shanghai() -> None:
    period = notice_period(CALENDAR, published_at=datetime(2026, 11, 22, 4, tzinfo=UTC), days=5)

    assert period.ends_at == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)


def test_period_that_reaches_a_year_without_data_is_refused() -> None:
    with pytest.raises(CalendarMissingError) as caught:
        notice_period(CALENDAR, published_at=datetime(2026, 12, 30, 4, tzinfo=UTC), days=5)

    assert caught.value.year == 2027


@pytest.mark.parametrize("days", [0, -1, 61])
def test_notice_of_too_few_or_too_many_days_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        notice_period(CALENDAR, published_at=datetime(2026, 11, 22, 4, tzinfo=UTC), days=days)


@given(
    published_at=st.datetimes(datetime(2025, 1, 1), datetime(2026, 9, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    days=st.integers(1, 60),
)
def test_period_holds_exactly_its_working_days(published_at: datetime, days: int) -> None:
    period = notice_period(CALENDAR, published_at=published_at, days=days)

    assert count_working_days(CALENDAR, after=shanghai_day(published_at), until=period.last_on) == days
    assert CALENDAR.is_working_day(period.first_on)
    assert CALENDAR.is_working_day(period.last_on)
    assert shanghai_day(published_at) < period.first_on <= period.last_on


@given(start=st.dates(date(2025, 1, 1), date(2026, 6, 1)), first=st.integers(0, 40), then=st.integers(0, 40))
def test_working_days_add_up(start: date, first: int, then: int) -> None:
    middle = add_working_days(CALENDAR, start, days=first)

    assert add_working_days(CALENDAR, middle, days=then) == add_working_days(CALENDAR, start, days=first + then)
