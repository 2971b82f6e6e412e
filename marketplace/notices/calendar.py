"""Working days by the official calendar, moved days included; every day is a day in Asia/Shanghai.

The State Council's office publishes each year which days are off and which days at weekends are worked instead; both
are data of a year. A year without data has no working days that one could rely on, so counting into it is refused.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marketplace.core.clock import SHANGHAI, shanghai_day
from marketplace.core.errors import ConflictError

SATURDAY = 5
MAX_DAYS = 60


class CalendarMissingError(ConflictError):
    """The days of a year are needed and its official calendar was not entered."""

    code = "calendar.missing"
    default_message = "还没有录入这一年的放假和调休安排，无法计算工作日。请先在“工作日历”里录入。"

    def __init__(self, year: int) -> None:
        super().__init__(
            f"还没有录入 {year} 年的放假和调休安排，公示期和答复期限会算到那一年，现在不能开始。"
            f"请省级部门或平台运营人员在“工作日历”（/operator/calendar/{year}）里粘贴国务院办公厅的通知，录入以后再办。"
        )
        self.year = year


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Years with data, days off (``off``) and weekend days that are worked (``worked``)."""

    years: frozenset[int]
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work; raises CalendarMissingError for a year without data."""
        if day.year not in self.years:
            raise CalendarMissingError(day.year)
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A notice's days: it is open from publication until ``ends_at``, which is 24:00 of ``last_on``."""

    first_on: date
    last_on: date
    ends_at: datetime


def add_working_days(calendar: WorkCalendar, day: date, *, days: int) -> date:
    """Return the n-th working day after a day; 0 gives the day itself. Raises ValueError for negative numbers."""
    if days < 0:
        raise ValueError("working days are counted forwards")
    current = day
    for _ in range(days):
        current += timedelta(days=1)
        while not calendar.is_working_day(current):
            current += timedelta(days=1)
    return current


def count_working_days(calendar: WorkCalendar, *, after: date, until: date) -> int:
    """Return how many working days lie after one day up to and including another; 0 when the other is not later."""
    span = (until - after).days
    return sum(calendar.is_working_day(after + timedelta(days=offset)) for offset in range(1, span + 1))


def day_end(day: date) -> datetime:
    """Return 24:00 of a day in Asia/Shanghai: the first moment that no longer belongs to it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)


def notice_period(calendar: WorkCalendar, *, published_at: datetime, days: int) -> Period:
    """Return the days of a notice of n working days; the first is the working day after publication.

    Raises ValueError unless 1 ≤ days ≤ 60, CalendarMissingError when the period reaches a year without data.
    """
    if not 1 <= days <= MAX_DAYS:
        raise ValueError(f"a notice takes 1 to {MAX_DAYS} working days")
    published_on = shanghai_day(published_at)
    last_on = add_working_days(calendar, published_on, days=days)
    return Period(first_on=add_working_days(calendar, published_on, days=1), last_on=last_on, ends_at=day_end(last_on))
