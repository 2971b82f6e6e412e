"""The end of a review with its papers."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.documents.services import issue_document
from marketplace.reviews.models import Review
from marketplace.reviews.papers import minutes_issue, sheets_issue
from marketplace.reviews.services import conclude_review


def conclude_with_papers(
    session: Session, *, actor: Actor, review_id: int, minutes: str, base_url: str, now: datetime
) -> Review:
    """End a review with its minutes, and issue minutes and score sheets."""
    review = conclude_review(session, actor=actor, review_id=review_id, minutes=minutes, now=now)
    session.flush()  # The papers are made from what was just written.
    for issue in (minutes_issue(session, review_id=review_id), sheets_issue(session, review_id=review_id)):
        issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)
    return review
