"""How a count grew: the kept rows of the same weekday, twelve weeks back, and today's."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from marketplace.insights.labels import Measure
from marketplace.insights.models import ProgressDay
from marketplace.insights.progress.keeping import column_of

WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A count of a day."""

    day: date
    value: int


def load_trend(
    session: Session, *, prefix: str, industry: int | None, measure: Measure, today: date, value: int
) -> tuple[Point, ...]:
    """Return up to twelve kept weeks and today; nights that were missed are left out."""
    days = [today - timedelta(weeks=back) for back in range(1, WEEKS + 1)]
    statement = (
        select(col(ProgressDay.day), func.sum(getattr(ProgressDay, column_of(measure))))
        .where(col(ProgressDay.day).in_(days), col(ProgressDay.county_code).startswith(prefix))
        .group_by(col(ProgressDay.day))
        .order_by(col(ProgressDay.day))
    )
    if industry is not None:
        statement = statement.where(ProgressDay.catalog_no == industry)
    kept = tuple(Point(day=day, value=int(total)) for day, total in session.exec(statement))
    return (*kept, Point(day=today, value=value))
