"""Tables of reference data; each carries enough to rebuild the library value that the engine reads."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.exchange.labels import NeedKind
from marketplace.taxonomy.labels import KnowledgeKind, ProposalState


class Industry(SQLModel, table=True):
    """One of the 39 entries of the programme's catalogue."""

    __tablename__ = "industry"

    catalog_no: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    level1: str = Field(max_length=40)
    level2: str = Field(max_length=60)
    gbt_prefixes: list[str] = Field(sa_type=JSON)
    words: list[str] = Field(sa_type=JSON)


class GbtCode(SQLModel, table=True):
    """A code of GB/T 4754-2017, section C, by its digits alone: 17, 171 or 1713."""

    __tablename__ = "gbt_code"

    code: str = Field(primary_key=True, max_length=5)
    name: str = Field(max_length=80)


class County(SQLModel, table=True):
    """One of the 90 divisions, with the dates between which it is on the mountain and island lists."""

    __tablename__ = "county"

    code: str = Field(primary_key=True, max_length=6)
    name: str = Field(max_length=40)
    kind: str = Field(max_length=20)
    city_code: str = Field(max_length=6, index=True)
    city: str = Field(max_length=40)
    mountain_from: date | None = None
    mountain_until: date | None = None
    island_from: date | None = None
    island_until: date | None = None


class Scenario(SQLModel, table=True):
    """A scenario of the library in its current edition."""

    __tablename__ = "scenario"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    position: int = Field(index=True)
    name: str = Field(max_length=60)
    scene: str = Field(max_length=40, index=True)
    stage: str = Field(max_length=20)
    bound: str = Field(max_length=1)
    description: str = Field(max_length=300)
    trades: list[str] = Field(sa_type=JSON)
    aliases: list[str] = Field(sa_type=JSON)
    vendor_words: list[str] = Field(sa_type=JSON)
    objects: list[str] = Field(sa_type=JSON)
    symptoms: list[list[str]] = Field(sa_type=JSON)
    parents: list[str] = Field(sa_type=JSON)
    shared: list[str] = Field(sa_type=JSON)
    retired: bool = False


class KnowledgeRow(SQLModel, table=True):
    """Other knowledge of the library, one row a thing, in the order of its file."""

    __tablename__ = "knowledge_row"
    __table_args__ = (UniqueConstraint("kind", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: KnowledgeKind = Field(sa_type=enum_column(KnowledgeKind))
    position: int
    data: dict[str, Any] = Field(sa_type=JSON)


class LibraryEdition(SQLModel, table=True):
    """An edition of the whole library: when it was loaded and its digest."""

    __tablename__ = "library_edition"

    id: int | None = Field(default=None, primary_key=True)
    edition: str = Field(max_length=60, unique=True)
    loaded_at: datetime = Field(sa_type=UTC_DATETIME)


class CountyScenario(SQLModel, table=True):
    """A county's own mark of a scenario for an industry as common (N) or individual (X)."""

    __tablename__ = "county_scenario"
    __table_args__ = (UniqueConstraint("county_code", "catalog_no", "scenario_code"),)

    id: int | None = Field(default=None, primary_key=True)
    county_code: str = Field(foreign_key="county.code", max_length=6)
    catalog_no: int = Field(foreign_key="industry.catalog_no")
    scenario_code: str = Field(foreign_key="scenario.code", max_length=40)
    kind: NeedKind = Field(sa_type=enum_column(NeedKind))
    marked_at: datetime = Field(sa_type=UTC_DATETIME)


class LibraryChange(SQLModel, table=True):
    """A change of one scenario's words that an operator proposed and another decides on.

    ``before`` and ``after`` are the words as :func:`word_changes.words_of` gives them, ``preview`` is what the change
    does to the orders of a sample: a first look until ``previewed_at``, the whole from then on. ``edition`` is the
    edition that it made. Users are named by id, since accounts lie above reference data.
    """

    __tablename__ = "library_change"

    id: int | None = Field(default=None, primary_key=True)
    scenario_code: str = Field(foreign_key="scenario.code", max_length=40, index=True)
    base_edition: str = Field(max_length=60)
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    reason: str = Field(max_length=2000)
    proposed_by_id: int
    proposed_at: datetime = Field(sa_type=UTC_DATETIME)
    state: ProposalState = Field(sa_type=enum_column(ProposalState))
    preview: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    previewed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    decision: str = Field(default="", max_length=2000)
    decided_by_id: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    edition: str = Field(default="", max_length=60)
