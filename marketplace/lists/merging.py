"""What happens to applications, marks and appeals of a provider that is merged into another."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from marketplace.core.actor import Actor, System
from marketplace.lists.editions import refresh_listings
from marketplace.lists.models import ListAppeal, ListApplication, RecommendedList
from marketplace.providers.models import Listing


def follow_merge(session: Session, *, actor: Actor | System, kept_id: int, merged_id: int, now: datetime) -> None:  # noqa: ARG001 - every follower of a merge is called alike
    """Hand everything that can be handed over to the body that is kept; editions stay as they were published."""
    taken = set(session.exec(select(ListApplication.call_id).where(ListApplication.provider_id == kept_id)))
    for row in session.exec(select(ListApplication).where(ListApplication.provider_id == merged_id)):
        if row.call_id not in taken:
            row.provider_id = kept_id
    session.exec(update(ListAppeal).where(col(ListAppeal.provider_id) == merged_id).values(provider_id=kept_id))
    wanted = select(Listing.list_id).where(col(Listing.provider_id).in_((kept_id, merged_id)))
    for list_id in sorted(set(session.exec(wanted))):
        refresh_listings(session, kept=session.get_one(RecommendedList, list_id), now=now)
