"""Tables of surveys: the market on a day, counted so that figures can be read without ranking again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field, SQLModel

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.insights.labels import Measure, Scope


class MarketSurvey(SQLModel, table=True):
    """A pass over all enterprises under one set of editions; pages read the newest that is finished.

    ``reached_id`` is the last enterprise done, so that a piece of work that is done twice is noticed.
    """

    __tablename__ = "market_survey"

    id: int | None = Field(default=None, primary_key=True)
    started_at: datetime = Field(sa_type=UTC_DATETIME)
    finished_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME, index=True)
    reached_id: int = 0
    enterprises: int = 0
    providers: int = 0
    engine_version: str = Field(max_length=40)
    weights_edition: str = Field(max_length=60)
    library_edition: str = Field(max_length=60)
    statistics_edition: str = Field(max_length=64)
    index_digest: str = Field(max_length=64)


class DemandRow(SQLModel, table=True):
    """A scenario that an enterprise needs; ``catalog_no`` is 0 outside the catalogue."""

    __tablename__ = "demand_row"

    survey_id: int = Field(primary_key=True, foreign_key="market_survey.id", ondelete="CASCADE")
    enterprise_id: int = Field(primary_key=True, foreign_key="enterprise.organisation_id")
    scenario_code: str = Field(primary_key=True, max_length=40, index=True)
    county_code: str = Field(max_length=6)
    catalog_no: int
    solved: bool


class ExposureRow(SQLModel, table=True):
    """A place that a provider has for an enterprise, the first twenty alone."""

    __tablename__ = "exposure_row"
    __table_args__ = (Index(None, "provider_id", "survey_id"),)

    survey_id: int = Field(primary_key=True, foreign_key="market_survey.id", ondelete="CASCADE")
    enterprise_id: int = Field(primary_key=True, foreign_key="enterprise.organisation_id")
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    provider_id: int = Field(foreign_key="provider.organisation_id")
    county_code: str = Field(max_length=6)
    catalog_no: int


class DemandCount(SQLModel, table=True):
    """Firms of a region and an industry that need a scenario; only ``shown`` ones may leave the house.

    ``catalog_no`` is -1 for all industries together; ``unsolved`` of the firms have no good answer yet.
    """

    __tablename__ = "demand_count"
    __table_args__ = (Index(None, "survey_id", "region_code", "catalog_no"),)

    survey_id: int = Field(primary_key=True, foreign_key="market_survey.id", ondelete="CASCADE")
    scenario_code: str = Field(primary_key=True, max_length=40)
    region_code: str = Field(primary_key=True, max_length=6)
    catalog_no: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    firms: int
    unsolved: int
    shown: bool


class Concentration(SQLModel, table=True):
    """How the first places of a region or an industry are shared out among providers.

    ``appearances`` counts first places, ``first_three_ratio`` is the share of the three providers that have most of
    them, ``gini`` is 0 when all are equal; ``providers`` reach the first twenty at least once.
    """

    __tablename__ = "concentration"

    survey_id: int = Field(primary_key=True, foreign_key="market_survey.id", ondelete="CASCADE")
    scope: Scope = Field(sa_type=enum_column(Scope), primary_key=True)
    code: str = Field(primary_key=True, max_length=6)
    enterprises: int
    providers: int
    appearances: int
    first_three_ratio: float
    gini: float


class ProviderPosition(SQLModel, table=True):
    """Where a provider stands and what would help, as the worker computed it when it was asked."""

    __tablename__ = "provider_position"

    provider_id: int = Field(primary_key=True, foreign_key="provider.organisation_id")
    asked_at: datetime = Field(sa_type=UTC_DATETIME)
    computed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    digest: str = Field(default="", max_length=64)


class ProgressDay(SQLModel, table=True):
    """What was counted of a county's firms in an industry on a day; industry 0 is outside the catalogue.

    The columns are the members of :class:`Measure`; every night adds a row for each county and industry with firms.
    """

    __tablename__ = "progress_day"

    day: date = Field(primary_key=True)
    county_code: str = Field(primary_key=True, max_length=6)
    catalog_no: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    firms: int = 0
    assessed: int = 0
    good_level: int = 0
    contracted: int = 0
    renovated: int = 0
    selected: int = 0
    samples: int = 0
    copies: int = 0
    spent_fen: int = Field(default=0, sa_type=BigInteger)


class ProgressShown(SQLModel, table=True):
    """A count of the newest day that everybody may see, by region and industry; -1 is all industries together."""

    __tablename__ = "progress_shown"

    region_code: str = Field(primary_key=True, max_length=6)
    catalog_no: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    measure: Measure = Field(sa_type=enum_column(Measure), primary_key=True)
    day: date
    firms: int
