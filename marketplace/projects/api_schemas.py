"""What programs read of projects; money in fen, measured figures in thousandths."""

from datetime import date

from pydantic import BaseModel

from marketplace.projects.labels import MeterKind, MilestoneState, ProjectState
from marketplace.projects.schemas import ReadingIn


class ProjectPath(BaseModel):
    """A project in the address."""

    project_id: int


class MeterPath(ProjectPath):
    """A meter of a project in the address."""

    meter_id: int


class ReadingBody(ReadingIn, extra="forbid"):
    """A reading as a counter sends it; a field that is not known is refused."""


class MilestoneOut(BaseModel):
    """A milestone; ``days_late`` against the day that holds now, ``version`` goes back with a move."""

    id: int
    title: str
    state: MilestoneState
    planned_on: date
    due_on: date
    done_on: date | None
    payment_fen: int
    days_late: int
    version: int


class ProjectOut(BaseModel):
    """A project as its parties and those who oversee it may read it."""

    id: int
    title: str
    enterprise_id: int
    provider_id: int
    supervisor_id: int | None
    county_code: str
    state: ProjectState
    price_fen: int
    scenarios: list[str]
    milestones: list[MilestoneOut]
    contract_digest: str
    accepted_at: str | None


class MeterOut(BaseModel):
    """A meter after its last reading; ``total_fen`` is what has fallen due in all."""

    id: int
    kind: MeterKind
    name: str
    unit: str
    readings: int
    last_on: date | None
    total_fen: int
