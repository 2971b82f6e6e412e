"""Tables of solution modules and their versions; a published version never changes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.catalog.labels import VersionState
from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.exchange.labels import Deployment
from marketplace.providers.labels import FacetKind


class Module(SQLModel, table=True):
    """A solution module (小而精) of a provider; what it says stands in its versions."""

    __tablename__ = "module"
    __table_args__ = (UniqueConstraint("provider_id", "external_ref"),)

    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    external_ref: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UTC_DATETIME)


class ModuleVersionBase(SQLModel):
    """What a version says; ``price_fen`` is the first-year cost to the plant, None when it is not priced."""

    name: str = Field(max_length=200)
    summary: str = Field(default="", max_length=10_000)
    price_fen: int | None = Field(default=None, ge=0, sa_type=BigInteger)
    deployment: Deployment | None = Field(default=None, sa_type=enum_column(Deployment))
    days_to_live: int | None = Field(default=None, ge=0, le=3650)
    price_note: str = Field(default="", max_length=500)
    prerequisites: str = Field(default="", max_length=1000)
    interfaces: str = Field(default="", max_length=1000)
    published_on: date | None = None


class ModuleVersion(ModuleVersionBase, table=True):
    """One version of a module with its way through review; ``edit`` counts savings, so that a stale form is noticed."""

    __tablename__ = "module_version"
    # Led by the module, so that the few versions of given modules are found without going through all published ones;
    # the few that wait for review have an index of their own.
    __table_args__ = (
        UniqueConstraint("module_id", "number"),
        Index(None, "module_id", "state"),
        Index(
            "ix_module_version_waiting",
            "submitted_at",
            sqlite_where=text("state = 'in_review'"),
            postgresql_where=text("state = 'in_review'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    module_id: int = Field(foreign_key="module.id")
    number: int
    state: VersionState = Field(sa_type=enum_column(VersionState))
    scenarios: list[str] = Field(default_factory=list, sa_type=JSON)
    industries: list[int] = Field(default_factory=list, sa_type=JSON)
    payment: list[str] = Field(default_factory=list, sa_type=JSON)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    edit: int = 1
    submitted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    submitted_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    decision_reason: str = Field(default="", max_length=1000)


class ModuleLink(SQLModel, table=True):
    """A version's link to a scenario: inferred from its text, or confirmed in review."""

    __tablename__ = "module_link"
    __table_args__ = (UniqueConstraint("version_id", "scenario_code"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="module_version.id", ondelete="CASCADE")
    scenario_code: str = Field(foreign_key="scenario.code", max_length=40, index=True)
    confidence: float = Field(ge=0, le=1)
    confirmed: bool = False


class ModuleFacet(SQLModel, table=True):
    """A value by which the directory finds a module: a copy of what its published version states."""

    __tablename__ = "module_facet"

    kind: FacetKind = Field(sa_type=enum_column(FacetKind), primary_key=True)
    value: str = Field(max_length=120, primary_key=True)
    module_id: int = Field(foreign_key="module.id", primary_key=True, index=True)
