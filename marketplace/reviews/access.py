"""Who sees which reviews."""

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.core.errors import NotFoundError
from marketplace.reviews import policies
from marketplace.reviews.labels import ReviewState
from marketplace.reviews.models import PanelMember, Review
from marketplace.reviews.queries import find_member, load_review, state_of


def load_seen(session: Session, *, actor: Actor, review_id: int) -> tuple[Review, PanelMember | None]:
    """Return a review that the actor may see, with the actor's seat; to others it does not exist."""
    review = load_review(session, review_id=review_id)
    member = find_member(session, review_id=review_id, user_id=actor.user_id) if actor.role is Role.EXPERT else None
    watches = policies.can_watch(actor, organisation_id=review.organisation_id, county_code=review.county_code)
    if member is None and not watches:
        raise NotFoundError
    return review, member


def can_read_review(session: Session, actor: Actor | None, review_id: int) -> bool:
    """Say whether somebody may open the papers of a review: its panel and those who watch it, once it is concluded."""
    if actor is None:
        return False
    review = session.get(Review, review_id)
    if review is None or state_of(review) is not ReviewState.CONCLUDED:
        return False
    if policies.can_watch(actor, organisation_id=review.organisation_id, county_code=review.county_code):
        return True
    return actor.role is Role.EXPERT and find_member(session, review_id=review_id, user_id=actor.user_id) is not None


def load_desk(session: Session, *, actor: Actor) -> list[Review]:
    """Return the reviews that concern the actor, newest first: those on whose panel they sit, or their bureau's."""
    if actor.role is Role.EXPERT:
        seats = select(PanelMember.review_id).where(
            PanelMember.user_id == actor.user_id, col(PanelMember.removed_at).is_(None)
        )
        statement = select(Review).where(col(Review.id).in_(seats))
    elif actor.role in policies.SEES_ALL:
        statement = select(Review)
    else:
        statement = select(Review).where(Review.organisation_id == actor.organisation_id)
    return list(session.exec(statement.order_by(col(Review.id).desc()).limit(200)))
