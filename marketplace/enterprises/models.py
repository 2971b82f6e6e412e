"""Tables of enterprises, their problems and their scenario needs."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.core.row_owners import OWNED_BY
from marketplace.exchange.labels import Deployment, NeedKind

OWNER = "enterprise"
_OWN_ROWS = {"info": {OWNED_BY: OWNER}}


class EnterpriseBase(SQLModel):
    """A plant's own statement; exactly one of catalogue number, GB/T code and industry text may be set."""

    catalog_no: int | None = Field(default=None, foreign_key="industry.catalog_no")
    gbt_code: str | None = Field(default=None, max_length=5)
    industry_text: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=10_000)
    employees: int | None = Field(default=None, ge=0, le=1_000_000)
    # Above 2,147 万元 an amount in fen needs more than 32 bits.
    revenue_fen: int | None = Field(default=None, sa_type=BigInteger)
    budget_fen: int | None = Field(default=None, sa_type=BigInteger)
    deployment: Deployment | None = Field(default=None, sa_type=enum_column(Deployment))


class Enterprise(EnterpriseBase, table=True):
    """An enterprise; name, credit code and county stand with its organisation."""

    __tablename__ = "enterprise"
    __table_args__ = (_OWN_ROWS,)

    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id")
    external_ref: str = Field(default="", max_length=64, index=True)
    payment: list[str] = Field(default_factory=list, sa_type=JSON)
    must: list[str] = Field(default_factory=list, sa_type=JSON)
    version: int = 1
    updated_at: datetime = Field(sa_type=UTC_DATETIME)


class Problem(SQLModel, table=True):
    """A row of the problem list (问题清单); priority 1 is the most urgent, 3 the least."""

    __tablename__ = "problem"
    __table_args__ = (UniqueConstraint("enterprise_id", "position"), _OWN_ROWS)

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id")
    position: int
    text: str = Field(max_length=10_000)
    priority: int = Field(default=2, ge=1, le=3)


class ScenarioNeed(SQLModel, table=True):
    """A row of the scenario list (场景清单); ``kind`` is what the sender said."""

    __tablename__ = "scenario_need"
    __table_args__ = (UniqueConstraint("enterprise_id", "position"), _OWN_ROWS)

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id")
    position: int
    name: str = Field(max_length=200)
    kind: NeedKind | None = Field(default=None, sa_type=enum_column(NeedKind))


class ProblemLink(SQLModel, table=True):
    """A problem's link to a scenario: inferred with a confidence, or confirmed by a person.

    When one link of a problem is confirmed, only its confirmed links count.
    """

    __tablename__ = "problem_link"
    __table_args__ = (UniqueConstraint("problem_id", "scenario_code"), _OWN_ROWS)

    id: int | None = Field(default=None, primary_key=True)
    problem_id: int = Field(foreign_key="problem.id", ondelete="CASCADE")
    scenario_code: str = Field(foreign_key="scenario.code", max_length=40, index=True)
    confidence: float = Field(ge=0, le=1)
    confirmed: bool = False


class NeedLink(SQLModel, table=True):
    """A scenario need's link to the library, inferred or confirmed."""

    __tablename__ = "need_link"
    __table_args__ = (UniqueConstraint("need_id", "scenario_code"), _OWN_ROWS)

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="scenario_need.id", ondelete="CASCADE")
    scenario_code: str = Field(foreign_key="scenario.code", max_length=40, index=True)
    confidence: float = Field(ge=0, le=1)
    confirmed: bool = False


class EnterpriseReminder(SQLModel, table=True):
    """A reminder that a county sent to an enterprise: what was missing then, and until when it was asked for."""

    __tablename__ = "enterprise_reminder"

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    gaps: list[str] = Field(sa_type=JSON)
    due_on: date | None = None
    sent_at: datetime = Field(sa_type=UTC_DATETIME)
    sent_by_id: int = Field(foreign_key="user_account.id")
