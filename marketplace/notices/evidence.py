"""What proves an objection: files that its author adds while the notice runs."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.conflicts import DeadlineOverError
from marketplace.core.errors import NotFoundError
from marketplace.notices import policies
from marketplace.notices.labels import ObjectionState
from marketplace.notices.models import Objection
from marketplace.notices.queries import load_notice, load_objection, state_of_objection, times_of

EVIDENCE = "objection"  # The kind under which its files are kept.


def load_to_prove(session: Session, *, actor: Actor, objection_id: int, now: datetime) -> Objection:
    """Return an author's own objection, held, while evidence may still be added to it.

    Raises NotFoundError for others, ConflictError once it was answered or withdrawn, or when the notice is over.
    """
    objection = load_objection(session, objection_id=objection_id)
    # The notice is locked first, as in filing and in answering.
    notice = load_notice(session, notice_id=objection.notice_id, lock=True)
    objection = load_objection(session, objection_id=objection_id, lock=True)
    if objection.user_id is None or objection.user_id != actor.user_id:
        raise NotFoundError
    is_open = state_of_objection(objection) is ObjectionState.OPEN
    if not (is_open and policies.accepts_objections(times_of(notice), now=now)):
        raise DeadlineOverError("公示已经结束，或者异议已经答复、撤回，不能再补交证据。")
    return objection
