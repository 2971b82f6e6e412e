"""Reads of what experts say of an application for acceptance."""

from sqlmodel import Session

from marketplace.projects.models import Acceptance
from marketplace.reviews.criteria import score_text
from marketplace.reviews.labels import ReviewState
from marketplace.reviews.models import Review
from marketplace.reviews.queries import Outcome, load_outcome, load_review, state_of


def find_expert_review(session: Session, *, acceptance: Acceptance) -> Review | None:
    """Return the review of an application, None when there is none or it was cancelled."""
    if acceptance.review_id is None:
        return None
    review = load_review(session, review_id=acceptance.review_id)
    return None if state_of(review) is ReviewState.CANCELLED else review


def find_expert_outcome(session: Session, *, acceptance: Acceptance) -> Outcome | None:
    """Return what experts agreed on, None without a review or before its end."""
    review = find_expert_review(session, acceptance=acceptance)
    if review is None or state_of(review) is not ReviewState.CONCLUDED:
        return None
    return load_outcome(session, review_id=review.id or 0)


def expert_lines(outcome: Outcome | None) -> list[str]:
    """Return what experts agreed on in words, without who gave which score; empty before they did."""
    if outcome is None:
        return []
    row = outcome.rows[0]
    scores = "，".join(f"{one.label} {score_text(row.marks.scores[one.key])} 分" for one in outcome.scheme.criteria)
    verdict = "通过" if row.placed.place is not None else f"不通过（{'；'.join(row.placed.reasons)}）"
    note = [row.candidate.consensus_note] if row.candidate.consensus_note else []
    return [f"合议得分 {score_text(row.marks.total)} 分（{scores}），{verdict}。", *note]
