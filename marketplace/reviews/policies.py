"""Pure rules of reviews: state from times, and who may do what."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.core.actor import Actor, Role
from marketplace.reviews.labels import ReviewState

BUREAUS = frozenset({Role.COUNTY, Role.CITY, Role.PROVINCE})
SEES_ALL = frozenset({Role.AUDITOR, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTimes:
    """The moments of a review; None means that it has not happened."""

    started_at: datetime | None = None
    scored_at: datetime | None = None
    concluded_at: datetime | None = None
    cancelled_at: datetime | None = None


def review_state(times: ReviewTimes) -> ReviewState:
    """Return where a review stands."""
    if times.cancelled_at is not None:
        return ReviewState.CANCELLED
    if times.concluded_at is not None:
        return ReviewState.CONCLUDED
    if times.scored_at is not None:
        return ReviewState.CONSENSUS
    return ReviewState.SCORING if times.started_at is not None else ReviewState.PREPARING


def can_run(actor: Actor, *, organisation_id: int) -> bool:
    """The bureau that set a review up runs it."""
    return actor.role in BUREAUS and actor.organisation_id == organisation_id


def can_watch(actor: Actor, *, organisation_id: int, county_code: str) -> bool:
    """Its bureau, the bureaus above the county, auditors and the operator see the board; nobody sees open scores."""
    if can_run(actor, organisation_id=organisation_id) or actor.role in SEES_ALL:
        return True
    return actor.role in {Role.CITY, Role.PROVINCE} and bool(county_code) and actor.governs(county_code)


def can_see_scores(state: ReviewState, *, is_own_sheet: bool, is_chair: bool) -> bool:
    """Individual scores are sealed while others still score; then for the panel's chair and those who watch."""
    if is_own_sheet:
        return True
    if state is ReviewState.CONCLUDED:
        return True
    return state is ReviewState.CONSENSUS and is_chair
