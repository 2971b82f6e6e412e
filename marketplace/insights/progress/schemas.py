"""What is asked of the picture of the programme, and what programs read of it."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field, field_validator

from marketplace.insights.labels import Measure
from marketplace.insights.regions import PROVINCE
from marketplace.insights.schemas import INDUSTRIES


class ProgressQuery(BaseModel):
    """Filters of the address: a region, an industry of the catalogue, and what the map is coloured by."""

    region: str = Field(default=PROVINCE, pattern=r"^\d{6}$")
    industry: int | None = Field(default=None, ge=0, le=INDUSTRIES)
    measure: Measure = Measure.RENOVATED

    @field_validator("*", mode="before")
    @classmethod
    def empty_means_all(cls, value: Any, info: Any) -> Any:
        """Take an empty choice of the page for none."""
        return cls.model_fields[info.field_name].default if value == "" else value


class ProgressPlaceOut(BaseModel):
    """A county with its counts of firms; a hidden one is null."""

    code: str
    name: str
    counts: dict[str, int | None]


class ProgressEntryOut(BaseModel):
    """An industry of the catalogue, 0 for what lies outside of it, with its pilot counties and modules."""

    catalog_no: int
    name: str
    pilots: int
    modules: int
    counts: dict[str, int | None]


class ProgressFiguresOut(BaseModel):
    """How far the programme is in a region; ``counted_on`` is null before anything was counted."""

    counted_on: date | None
    region: str
    industry: int | None
    totals: dict[str, int | None]
    counties: list[ProgressPlaceOut]
    industries: list[ProgressEntryOut]


class CountJobOut(BaseModel):
    """What will be counted as soon as a worker has time."""

    kind: str
    asked_at: datetime
