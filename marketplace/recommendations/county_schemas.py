"""A county's table of first threes, as programs read it."""

from pydantic import BaseModel, Field

from marketplace.web.api import CursorQuery


class CountyFirstsQuery(CursorQuery):
    """Which part of the table; everybody is ranked anew for each row, so that parts are small."""

    limit: int = Field(default=20, ge=1, le=50, description="Rows wanted")
    county: str = Field(default="", pattern=r"^(\d{2}|\d{4}|\d{6})?$", description="Code of a county or a city")


class FirstPlaceOut(BaseModel):
    """One of an enterprise's first three with a short reason; ``over`` says that it costs more than was to be spent."""

    rank: int
    provider_id: int
    name: str
    reason: str
    is_tied: bool
    first_year_wan: float | None
    over: str


class CountyFirstsOut(BaseModel):
    """An enterprise with its first three; ``unanswered`` of its ``needs`` rows no provider answers."""

    enterprise_id: int
    name: str
    about: str
    needs: int
    unanswered: int
    firsts: list[FirstPlaceOut]
