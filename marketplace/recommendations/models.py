"""Tables of statistics editions, of candidates as they stood, and of ranking runs that somebody relied on."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.recommendations.labels import RunReason
from marketplace.taxonomy.labels import ProposalState


class StatisticsEdition(SQLModel, table=True):
    """Term statistics as fitted on the published modules; ``payload`` is compressed JSON.

    Terms are cut with the dictionary of a library edition, so an edition is known by both names.
    """

    __tablename__ = "statistics_edition"
    __table_args__ = (UniqueConstraint("edition", "library_edition"),)

    id: int | None = Field(default=None, primary_key=True)
    edition: str = Field(max_length=64)
    library_edition: str = Field(max_length=60)
    documents: int
    fitted_at: datetime = Field(sa_type=UTC_DATETIME)
    payload: bytes = Field(sa_type=LargeBinary)


class CandidateValue(SQLModel, table=True):
    """A provider with its published modules as a run saw it, kept once under the engine's digest of it."""

    __tablename__ = "candidate_value"

    digest: str = Field(primary_key=True, max_length=64)
    payload: bytes = Field(sa_type=LargeBinary)


class CandidateSet(SQLModel, table=True):
    """All candidates of a run by ref with their digests, kept once for every run that saw the same ones."""

    __tablename__ = "candidate_set"

    digest: str = Field(primary_key=True, max_length=64)
    payload: bytes = Field(sa_type=LargeBinary)


class Run(SQLModel, table=True):
    """A ranking as it was relied on: everything needed to compute it again, and what it answered.

    ``inputs`` holds the query as an exchange row, ``answer`` the first places with contributions; numbers stand as
    text, so that ``digest`` over the canonical JSON of both, the editions, the seed and the candidates is exact.
    """

    __tablename__ = "ranking_run"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64, unique=True)
    share_digest: str | None = Field(default=None, max_length=64, unique=True)
    reason: RunReason = Field(sa_type=enum_column(RunReason))
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    engine_version: str = Field(max_length=40)
    library_edition: str = Field(max_length=60)
    weights_edition: str = Field(max_length=60)
    statistics_edition: str = Field(max_length=64)
    candidates_digest: str = Field(foreign_key="candidate_set.digest", max_length=64)
    seed: int
    inputs: dict[str, Any] = Field(sa_type=JSON)
    answer: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    created_by_id: int = Field(foreign_key="user_account.id")


class RunMention(SQLModel, table=True):
    """A provider that a kept run shows, and whether the enterprise picked it: what leads are counted from."""

    __tablename__ = "run_mention"

    run_id: int = Field(primary_key=True, foreign_key="ranking_run.id", ondelete="CASCADE")
    provider_id: int = Field(primary_key=True, foreign_key="provider.organisation_id", index=True)
    chosen: bool


class WeightEdition(SQLModel, table=True):
    """A set of weights that an operator proposed and another decides on; ``weights`` are decimal text by feature."""

    __tablename__ = "weight_edition"

    id: int | None = Field(default=None, primary_key=True)
    version: str = Field(max_length=20, unique=True)
    weights: dict[str, Any] = Field(sa_type=JSON)
    reason: str = Field(max_length=2000)
    proposed_by_id: int = Field(foreign_key="user_account.id")
    proposed_at: datetime = Field(sa_type=UTC_DATETIME)
    state: ProposalState = Field(sa_type=enum_column(ProposalState))
    decision: str = Field(default="", max_length=2000)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
