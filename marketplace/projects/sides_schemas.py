"""What programs send and read of a project's supervisor, its end, its rating, and changes that one side proposes."""

from datetime import datetime

from pydantic import BaseModel

from marketplace.projects.api_schemas import ProjectPath
from marketplace.projects.labels import ChangeKind
from marketplace.projects.schemas import AnswerIn, ChangeIn, RatingAnswerIn, RatingIn, ReasonIn, SupervisorIn


class ChangePath(ProjectPath):
    """A change order of a project in the address."""

    change_id: int


class SupervisorBody(SupervisorIn, extra="forbid"):
    """The firm that is asked to supervise."""


class SupervisorAnswerBody(BaseModel, extra="forbid"):
    """Whether the firm takes the supervision on."""

    agrees: bool


class TerminationBody(ReasonIn, extra="forbid"):
    """Why a project is ended before its acceptance."""


class RatingBody(RatingIn, extra="forbid"):
    """The plant's rating, 1 to 5 stars each; it is public and never changed."""


class RatingAnswerBody(RatingAnswerIn, extra="forbid"):
    """The contractor's public answer to a rating."""


class ChangeBody(ChangeIn, extra="forbid"):
    """A change: ``days`` for a milestone and those after it, or ``amount`` in 万元, less of it with ``is_less``."""


class ChangeAnswerBody(AnswerIn, extra="forbid"):
    """The other side's answer; a refusal says why."""

    agrees: bool


class SupervisorOut(BaseModel):
    """Who is asked to supervise, none before; ``agreed_at`` tells since when the firm does."""

    supervisor_id: int | None
    name: str
    agreed_at: datetime | None


class RatingOut(BaseModel):
    """A rating in stars, 1 to 5, with the contractor's answer."""

    stars: int
    on_time: int
    as_promised: int
    service: int
    text: str
    rated_at: datetime
    answer: str
    answered_at: datetime | None


class ChangeOrderOut(BaseModel):
    """A change order; ``amount_fen`` is negative where the price falls."""

    id: int
    kind: ChangeKind
    milestone_id: int | None
    reason: str
    days: int
    amount_fen: int
    proposed_by_id: int
    proposed_at: datetime
    answered_at: datetime | None
    is_agreed: bool
    answer: str


class ChangeOrdersOut(BaseModel):
    """The change orders of a project, newest first."""

    items: list[ChangeOrderOut]
