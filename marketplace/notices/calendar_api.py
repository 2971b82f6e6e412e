"""The calendar of working days for programs of those who enter it; running notices keep the days they were given."""

from datetime import date
from typing import Annotated

from flask import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find_locked
from marketplace.notices.models import CalendarYear
from marketplace.notices.queries import load_calendar_years
from marketplace.notices.schemas import DayRow, Line
from marketplace.notices.services import FIRST_YEAR, LAST_YEAR, store_calendar_year
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("calendar", tag="公示")
EXAMPLE: JsonDict = {"day": "2026-10-01", "is_working": False, "name": "国庆节"}


class YearPath(BaseModel):
    """A year in the address."""

    year: int


class SpecialDay(BaseModel, extra="forbid"):
    """A day that differs from its weekday: off, or worked at a weekend."""

    day: date
    is_working: bool
    name: Annotated[str, StringConstraints(max_length=40)] = ""


class CalendarBody(BaseModel):
    """A year's special days as a whole, with the paper that they come from."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"source": "放假安排的通知", "days": [EXAMPLE], "version": 0}]},
    )

    source: Line
    days: list[SpecialDay] = Field(max_length=366)
    version: int = Field(ge=0, description="`version` of the last answer, 0 for a new year")


class CalendarOut(BaseModel):
    """A year's special days; ``version`` is 0 before the year was entered."""

    year: int
    source: str
    days: list[SpecialDay]
    version: int


@bp.get("/working-days/<int:year>", summary="一年的工作日安排", responses={200: CalendarOut})
@requires(Permission.EDIT_CALENDAR)
def get_year(path: YearPath) -> Response:
    """Return a year's special days."""
    return answer(_year(read_session(), path.year))


@bp.put("/working-days/<int:year>", summary="录入一年的工作日安排", responses={200: CalendarOut})
@requires(Permission.EDIT_CALENDAR)
def put_year(path: YearPath, body: CalendarBody) -> Response:
    """Replace a year's special days."""
    with transaction() as session:
        _hold(session, path.year)
        store_calendar_year(
            session,
            actor=actor(),
            year=path.year,
            days=[DayRow(**dict(one)) for one in body.days],
            source=body.source,
            seen_version=body.version,
            now=now(),
        )
    return answer(_year(read_session(), path.year))


def _hold(session: Session, year: int) -> None:
    """Hold a year that the request names a state of, and refuse when it is in another; a year beyond does not exist."""
    _require_year(year)
    if is_conditional():
        find_locked(session, CalendarYear, year)
        require_match(_year(session, year))


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFoundError


def _year(session: Session, year: int) -> CalendarOut:
    _require_year(year)
    for row, days in load_calendar_years(session):
        if row.year == year:
            shown = [SpecialDay.model_validate(one, from_attributes=True) for one in days]
            return CalendarOut(year=year, source=row.source, days=shown, version=row.version)
    return CalendarOut(year=year, source="", days=[], version=0)
