"""What programs read of reviews; scores are in tenths of a point."""

from datetime import datetime

from pydantic import BaseModel, Field

from marketplace.reviews.labels import ReviewState, Standing


class ReviewPath(BaseModel):
    """A review in the address."""

    review_id: int


class ReviewOut(BaseModel):
    """A review and where it stands; who sits on the panel is told to the bureau that runs it alone."""

    id: int
    title: str
    subject_kind: str
    subject_id: int
    county_code: str
    state: ReviewState
    least_members: int
    due_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    concluded_at: datetime | None
    cancelled_at: datetime | None
    scheme_digest: str = Field(description="SHA-256 of the frozen rules of scoring")
    outcome_digest: str = Field(description="SHA-256 of the result, empty before")


class ReviewedCandidateOut(BaseModel):
    """A candidate with its place; ``place`` is null for one that is out, ``reasons`` then say why."""

    label: str
    standing: Standing
    place: int | None
    is_tied: bool
    scores: dict[str, int] = Field(description="By the key of the criterion, in tenths of a point")
    total: int
    tilt: int
    reasons: list[str]


class ReviewResultOut(BaseModel):
    """The result of a concluded review, in the order of places."""

    review_id: int
    criteria: dict[str, str] = Field(description="Labels by key")
    rows: list[ReviewedCandidateOut]
    digest: str
