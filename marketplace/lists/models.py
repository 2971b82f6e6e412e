"""Tables of recommended lists: calls, applications, drafts, editions with their entries, changes, appeals."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Connection, event
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.clock import shanghai_day
from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.labels import AppealKind, Basis, EntryState, ListChangeKind, Reason
from marketplace.reviews.labels import Verdict


class RecommendedList(SQLModel, table=True):
    """A county's list for an industry and a kind of provider; ``catalog_no`` is 0 where it is for every industry."""

    __tablename__ = "recommended_list"
    __table_args__ = (UniqueConstraint("county_code", "catalog_no", "provider_kind"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    county_code: str = Field(max_length=6, index=True)
    county: str = Field(max_length=40)
    catalog_no: int = 0
    industry: str = Field(default="", max_length=60)
    provider_kind: ProviderKindName = Field(sa_type=enum_column(ProviderKindName))
    title: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    version: int = 1


class ListCall(SQLModel, table=True):
    """A call for applications; ``scheme`` and ``questions`` are frozen with ``digest`` when it is published.

    ``opened_at`` is when the sealed applications were opened: from then on none is taken, whatever a clock says.
    """

    __tablename__ = "list_call"

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="recommended_list.id", index=True)
    title: str = Field(max_length=200)
    guide: str = Field(default="", max_length=5000)
    places: int = 0
    valid_months: int = 24
    notice_days: int = 5
    least_members: int = 3
    scheme: dict[str, Any] = Field(sa_type=JSON)
    questions: list[dict[str, str]] = Field(sa_type=JSON)
    digest: str = Field(default="", max_length=64)
    deadline_at: datetime = Field(sa_type=UTC_DATETIME)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    created_by_id: int = Field(foreign_key="user_account.id")
    published_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    opened_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_reason: str = Field(default="", max_length=500)
    version: int = 1

    @property
    def closes_on(self) -> date:
        """The last day on which applications are taken, until its 24:00 in Shanghai."""
        return shanghai_day(self.deadline_at - timedelta(seconds=1))


class ListApplication(SQLModel, table=True):
    """A provider's application; ``facts`` is the canonical JSON of what was handed in, with its ``digest``."""

    __tablename__ = "list_application"
    __table_args__ = (UniqueConstraint("call_id", "provider_id"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=40, unique=True)
    call_id: int = Field(foreign_key="list_call.id", index=True)
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    statements: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    evidence: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    reused_from_id: int | None = Field(default=None, foreign_key="list_application.id")
    saved_at: datetime = Field(sa_type=UTC_DATETIME)
    submitted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    submitted_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    facts: str = ""
    digest: str = Field(default="", max_length=64, index=True)
    screening: Verdict | None = Field(default=None, sa_type=enum_column(Verdict))
    screening_reason: str = Field(default="", max_length=1000)
    screened_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    screened_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    version: int = 1


class ListAdvice(SQLModel, table=True):
    """What the engine says over the county's firms, beside the scores and never among them.

    ``is_of_pilots`` says that the firms are the county's pilot enterprises, and not all of the industry.
    """

    __tablename__ = "list_advice"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="list_call.id", index=True)
    firms: int
    is_of_pilots: bool = False
    rows: list[dict[str, Any]] = Field(sa_type=JSON)
    runs: list[str] = Field(sa_type=JSON)
    computed_at: datetime = Field(sa_type=UTC_DATETIME)
    computed_by_id: int = Field(foreign_key="user_account.id")


class ListDraft(SQLModel, table=True):
    """A draft on its way to an edition; its state is told by its times.

    ``entries`` and ``omitted`` are entries as JSON; ``drafter_ids`` everybody who had a hand in them, none of whom may
    check or publish.
    """

    __tablename__ = "list_draft"

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="recommended_list.id", index=True)
    call_id: int | None = Field(default=None, foreign_key="list_call.id")
    review_id: int | None = Field(default=None, foreign_key="review.id")
    basis: Basis = Field(sa_type=enum_column(Basis))
    source: str = Field(default="", max_length=300)
    entries: list[dict[str, Any]] = Field(sa_type=JSON)
    omitted: list[dict[str, Any]] = Field(sa_type=JSON)
    drafter_ids: list[int] = Field(sa_type=JSON)
    notice_days: int = 5
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    submitted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    returned_reason: str = Field(default="", max_length=500)
    noticed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    noticed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    decision: str = Field(default="", max_length=2000)
    published_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    published_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    amended_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_reason: str = Field(default="", max_length=500)
    version: int = 1


class ListEdition(SQLModel, table=True):
    """A published edition: ``facts`` is canonical JSON, ``digest`` its SHA-256; the database refuses to alter it."""

    __tablename__ = "list_edition"
    __table_args__ = (UniqueConstraint("list_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="recommended_list.id", index=True)
    number: int
    label: str = Field(max_length=40)
    draft_id: int | None = Field(default=None, foreign_key="list_draft.id")
    facts: str
    digest: str = Field(max_length=64, unique=True)
    effective_on: date
    published_at: datetime = Field(sa_type=UTC_DATETIME, index=True)
    published_by_id: int | None = Field(default=None, foreign_key="user_account.id")


class ListEntry(SQLModel, table=True):
    """An entry of an edition, so that a provider's places are found; what it says stands in the edition's facts."""

    __tablename__ = "list_entry"
    __table_args__ = (UniqueConstraint("edition_id", "provider_id"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="list_edition.id", index=True)
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    state: EntryState = Field(sa_type=enum_column(EntryState))
    admitted_on: date
    valid_until: date
    suspended_until: date | None = None
    reminded_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class ListChange(SQLModel, table=True):
    """A change of a published list: proposed by one officer, confirmed by another.

    ``provider_id`` names the entry; it is None where the whole list is withdrawn.
    """

    __tablename__ = "list_change"

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="recommended_list.id", index=True)
    provider_id: int | None = Field(default=None, foreign_key="provider.organisation_id")
    kind: ListChangeKind = Field(sa_type=enum_column(ListChangeKind))
    reason: Reason = Field(sa_type=enum_column(Reason))
    rationale: str = Field(max_length=1000)
    until_on: date | None = None
    proposed_at: datetime = Field(sa_type=UTC_DATETIME)
    proposed_by_id: int = Field(foreign_key="user_account.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    confirmed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    refused_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    edition_id: int | None = Field(default=None, foreign_key="list_edition.id")


class ListAppeal(SQLModel, table=True):
    """An appeal of an applicant, or a complaint about a listed provider; text and sender are for the office alone."""

    __tablename__ = "list_appeal"

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="recommended_list.id", index=True)
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    kind: AppealKind = Field(sa_type=enum_column(AppealKind))
    text: str = Field(max_length=2000)
    organisation_id: int = Field(foreign_key="organisation.id")
    user_id: int = Field(foreign_key="user_account.id")
    filed_at: datetime = Field(sa_type=UTC_DATETIME)
    answer: str = Field(default="", max_length=2000)
    is_upheld: bool | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    answered_by_id: int | None = Field(default=None, foreign_key="user_account.id")


class ListSubscription(SQLModel, table=True):
    """A person who hears by mail and inbox of every new edition of a list."""

    __tablename__ = "list_subscription"
    __table_args__ = (UniqueConstraint("list_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="recommended_list.id")
    user_id: int = Field(foreign_key="user_account.id", index=True)
    created_at: datetime = Field(sa_type=UTC_DATETIME)


SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER list_edition_no_{verb.lower()} BEFORE {verb} ON list_edition "
    "BEGIN SELECT RAISE(ABORT, 'a published edition is never altered'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRES_TRIGGERS = (
    (
        "CREATE FUNCTION list_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published edition is never altered'; END $$"
    ),
    (
        "CREATE TRIGGER list_edition_append_only BEFORE UPDATE OR DELETE ON list_edition "
        "FOR EACH ROW EXECUTE FUNCTION list_edition_refuse()"
    ),
)


def triggers_for(dialect: str) -> tuple[str, ...]:
    """Return the statements that keep editions as they were published, for the migration and for tests alike."""
    return POSTGRES_TRIGGERS if dialect == "postgresql" else SQLITE_TRIGGERS


@event.listens_for(ListEdition.__table__, "after_create")  # type: ignore[attr-defined]  # SQLModel hides the table
def _create_triggers(_target: object, connection: Connection, **_options: object) -> None:
    for statement in triggers_for(connection.dialect.name):
        connection.exec_driver_sql(statement)
