"""What programs read of projects; money in fen, measured figures in thousandths."""

from datetime import date, datetime

from pydantic import BaseModel

from marketplace.projects.labels import MilestoneState, ProjectState


class ProjectPath(BaseModel):
    """A project in the address."""

    project_id: int


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
    accepted_at: datetime | None
    ended_at: datetime | None
    ended_reason: str
