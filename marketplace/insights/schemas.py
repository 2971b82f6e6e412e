"""What is asked of figures, and figures as the API gives them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field, field_validator

from marketplace.insights.labels import SupplyGap
from marketplace.insights.regions import PROVINCE

INDUSTRIES = 39


class Columns(StrEnum):
    """What the columns of the demand table are."""

    INDUSTRY = "industry"
    REGION = "region"


COLUMNS_LABELS: dict[Columns, str] = {Columns.INDUSTRY: "细分行业", Columns.REGION: "地区"}


class DemandQuery(BaseModel):
    """What the demand table is narrowed down by."""

    region: str = Field(default=PROVINCE, pattern=r"^\d{6}$", description="Code of a county, a city or 330000")
    industry: int | None = Field(
        default=None, ge=0, le=INDUSTRIES, description="Catalogue number, 0 for firms outside it"
    )
    scene: str = Field(default="", max_length=40, description="Code of a national scene")
    columns: Columns = Field(default=Columns.INDUSTRY, description="What the columns are")

    @field_validator("*", mode="before")
    @classmethod
    def empty_means_all(cls, value: Any, info: Any) -> Any:
        """Take an empty choice of the page for none."""
        return cls.model_fields[info.field_name].default if value == "" else value


class DemandLineOut(BaseModel):
    """A scenario's counts of firms; null where fewer than three firms need it or a shown count would tell one.

    ``modules`` and ``providers`` offer it now; ``gap`` says how many of the firms have no good answer yet.
    """

    scenario: str
    name: str
    firms: int | None
    cells: list[int | None]
    gap: SupplyGap | None
    modules: int
    providers: int


class SurveyOut(BaseModel):
    """The survey that figures come from, null before the first one."""

    finished_at: datetime
    engine_version: str
    weights_edition: str
    library_edition: str
    statistics_edition: str
    index_digest: str


class DemandOut(BaseModel):
    """Demand by scenario and industry or region, most needed first."""

    survey: SurveyOut | None
    region: str
    industry: int | None
    columns: list[str] = Field(description="Catalogue numbers or codes of regions, in the order of the cells")
    items: list[DemandLineOut]


class ConcentrationLineOut(BaseModel):
    """How first places are shared out; both measures run from 0 to 1."""

    code: str
    name: str
    providers: int
    first_three_ratio: float
    gini: float


class ConcentrationOut(BaseModel):
    """Concentration by region and by industry."""

    survey: SurveyOut | None
    regions: list[ConcentrationLineOut]
    industries: list[ConcentrationLineOut]
