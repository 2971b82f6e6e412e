"""Tables of experts, reviews, panels, score sheets and consensus. Scores are integers in tenths of a point."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.reviews.labels import ConflictKind


class ExpertProfile(SQLModel, table=True):
    """What an expert states for the check of conflicts; only the expert and those who set up panels read it.

    ``past_employers`` and ``holdings`` are ``[{"name", "uscc"}]``.
    """

    __tablename__ = "expert_profile"

    user_id: int = Field(primary_key=True, foreign_key="user_account.id")
    field: str = Field(default="", max_length=200)
    title: str = Field(default="", max_length=80)
    employer_name: str = Field(default="", max_length=200)
    employer_uscc: str = Field(default="", max_length=18)
    past_employers: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    holdings: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    version: int = 1
    updated_at: datetime = Field(sa_type=UTC_DATETIME)


class Review(SQLModel, table=True):
    """A panel's work on a thing; its state is told by its times. ``scheme`` is frozen when it is set up."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_subject", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    subject_url: str = Field(default="", max_length=300)
    title: str = Field(max_length=200)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    county_code: str = Field(default="", max_length=6)
    scheme: dict[str, Any] = Field(sa_type=JSON)
    scheme_digest: str = Field(max_length=64)
    least_members: int = 3
    due_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    created_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    started_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    scored_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    concluded_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    concluded_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    cancelled_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    cancelled_reason: str = Field(default="", max_length=500)
    minutes: str = Field(default="", max_length=10_000)
    outcome_digest: str = Field(default="", max_length=64)
    version: int = 1


class ReviewCandidate(SQLModel, table=True):
    """One that is judged; ``facts`` are its ``PartyFacts`` as lists, frozen for the check of conflicts.

    ``summary`` and ``links`` (``[{"label", "url"}]``) are what experts read; ``tilt`` is in tenths of a point.
    """

    __tablename__ = "review_candidate"
    __table_args__ = (UniqueConstraint("review_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    key: str = Field(max_length=80)
    label: str = Field(max_length=200)
    summary: str = Field(default="", max_length=5000)
    links: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    facts: dict[str, Any] = Field(sa_type=JSON)
    tilt: int = 0
    tilt_note: str = Field(default="", max_length=200)
    consensus_scores: dict[str, int] | None = Field(default=None, sa_type=JSON)
    consensus_verdicts: dict[str, str] | None = Field(default=None, sa_type=JSON)
    consensus_note: str = Field(default="", max_length=2000)
    consensus_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    consensus_by_id: int | None = Field(default=None, foreign_key="user_account.id")


class PanelMember(SQLModel, table=True):
    """An expert on a panel, until ``removed_at``; ``declared_at`` is when they declared their conflicts or none."""

    __tablename__ = "panel_member"
    __table_args__ = (UniqueConstraint("review_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    is_chair: bool = False
    invited_at: datetime = Field(sa_type=UTC_DATETIME)
    declared_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    removed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class PanelConflict(SQLModel, table=True):
    """A conflict between an expert and a candidate, declared or derived; it excludes the expert from that candidate."""

    __tablename__ = "panel_conflict"
    __table_args__ = (UniqueConstraint("member_id", "candidate_id", "kind", "detail"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="panel_member.id", index=True)
    candidate_id: int = Field(foreign_key="review_candidate.id", index=True)
    kind: ConflictKind = Field(sa_type=enum_column(ConflictKind))
    detail: str = Field(default="", max_length=500)
    found_at: datetime = Field(sa_type=UTC_DATETIME)


class ScoreSheet(SQLModel, table=True):
    """One expert's marks for one candidate: the row is the assignment, irreversible once ``submitted_at`` is set.

    ``digest`` is that of the submitted marks, so that a later alteration shows; ``voided_at`` is set when a conflict
    came to light afterwards, and then the sheet does not count.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("member_id", "candidate_id"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    member_id: int = Field(foreign_key="panel_member.id")
    candidate_id: int = Field(foreign_key="review_candidate.id", index=True)
    scores: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    verdicts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    notes: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    comment: str = Field(default="", max_length=2000)
    version: int = 1
    assigned_at: datetime = Field(sa_type=UTC_DATETIME)
    saved_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    submitted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    voided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    digest: str = Field(default="", max_length=64)
