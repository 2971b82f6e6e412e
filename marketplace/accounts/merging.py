"""A duplicate goes into the body that is kept, with all that the areas above know of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from sqlmodel import Session

from marketplace.accounts.organisations import merge_organisations
from marketplace.core.actor import Actor
from marketplace.web.state import state

# Areas above own what a body has (modules, partners); the application puts their functions here, and each is called
# in the merge's transaction.
MERGE_FOLLOWERS = "merge_followers"


def merge_bodies(session: Session, *, actor: Actor, kept_id: int, merged_id: int, reason: str, now: datetime) -> None:
    """Fold a body into another; what it has goes along."""
    followers = cast("Sequence[Callable[..., None]]", state().services.get(MERGE_FOLLOWERS, ()))
    merge_organisations(session, actor=actor, kept_id=kept_id, merged_id=merged_id, reason=reason, now=now)
    for follow in followers:
        follow(session, actor=actor, kept_id=kept_id, merged_id=merged_id, now=now)
