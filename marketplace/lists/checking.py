"""Whose turn it is once a draft waits for the internal check: every officer of the county who had no hand in it."""

from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.accounts.models import Membership
from marketplace.core.actor import Actor, Role
from marketplace.lists.models import ListDraft, RecommendedList
from marketplace.notify.services import notify_users


def find_drafts_to_check(session: Session, *, actor: Actor) -> list[int]:
    """Return the drafts of the actor's bureau that wait for a check and that the actor may check: one statement."""
    rows = session.exec(
        select(ListDraft.id, ListDraft.drafter_ids)
        .join(RecommendedList, col(RecommendedList.id) == ListDraft.list_id)
        .where(RecommendedList.organisation_id == actor.organisation_id)
        .where(col(ListDraft.submitted_at).is_not(None), col(ListDraft.noticed_at).is_(None))
        .where(col(ListDraft.withdrawn_at).is_(None))
        .order_by(col(ListDraft.id))
    )
    return [draft_id or 0 for draft_id, drafters in rows if actor.user_id not in drafters]


def tell_checkers(session: Session, *, draft: ListDraft, kept: RecommendedList, now: datetime) -> None:
    """Ask the officers who may check a draft to do so."""
    officers = session.exec(
        select(Membership.user_id).where(
            Membership.organisation_id == kept.organisation_id,
            Membership.role == Role.COUNTY,
            col(Membership.ended_at).is_(None),
        )
    )
    notify_users(
        session,
        user_ids=[user_id for user_id in officers if user_id not in draft.drafter_ids],
        subject=f"名单草案等您审核：{kept.title}"[:120],
        body="同事已提交内部审核。核对以后发起公示，或者退回并写明理由。",
        url=f"/bureau/drafts/{draft.id}",
        now=now,
    )
