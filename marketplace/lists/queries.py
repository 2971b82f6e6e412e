"""Reads of lists, calls, applications, drafts and editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find, locked
from marketplace.lists import policies
from marketplace.lists.entries import Entry
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import ApplicationState, CallState, ListState
from marketplace.lists.models import (
    ListAppeal,
    ListApplication,
    ListCall,
    ListChange,
    ListDraft,
    ListEdition,
    RecommendedList,
)
from marketplace.lists.policies import ApplicationTimes, CallTimes, DraftTimes

NOTICE_SUBJECT = "list_draft"
REVIEW_SUBJECT = "list_call"


def load_list(session: Session, *, list_id: int, keeper: Actor | None = None, lock: bool = False) -> RecommendedList:
    """Return a list; with ``keeper`` only when that officer's bureau keeps it, else it does not exist."""
    kept = find(session, RecommendedList, list_id, lock=lock)
    if kept is None:
        raise NotFoundError
    if keeper is not None and not policies.can_manage(keeper, organisation_id=kept.organisation_id):
        raise NotFoundError
    return kept


def load_watched_list(session: Session, *, actor: Actor, list_id: int) -> RecommendedList:
    """Return a list whose drafts the actor may see; to others it does not exist."""
    kept = load_list(session, list_id=list_id)
    if not policies.can_watch(actor, organisation_id=kept.organisation_id, county_code=kept.county_code):
        raise NotFoundError
    return kept


def load_call(session: Session, *, call_id: int, lock: bool = False) -> ListCall:
    """Return a call, locked against writers when asked for."""
    call = find(session, ListCall, call_id, lock=lock)
    if call is None:
        raise NotFoundError
    return call


def call_state_of(call: ListCall, *, now: datetime) -> CallState:
    """Return where a call stands."""
    times = CallTimes(
        deadline_at=call.deadline_at,
        published_at=call.published_at,
        opened_at=call.opened_at,
        withdrawn_at=call.withdrawn_at,
    )
    return policies.call_state(times, now=now)


def application_state_of(application: ListApplication) -> ApplicationState:
    """Return where an application stands."""
    return policies.application_state(
        ApplicationTimes(
            submitted_at=application.submitted_at,
            withdrawn_at=application.withdrawn_at,
            screened_at=application.screened_at,
            screening=application.screening,
        )
    )


def load_application(session: Session, *, application_id: int, lock: bool = False) -> ListApplication:
    """Return an application, locked against writers when asked for."""
    found = find(session, ListApplication, application_id, lock=lock)
    if found is None:
        raise NotFoundError
    return found


def find_application(session: Session, *, call_id: int, provider_id: int, lock: bool = False) -> ListApplication | None:
    """Return a provider's application to a call."""
    wanted = select(ListApplication).where(
        ListApplication.call_id == call_id, ListApplication.provider_id == provider_id
    )
    return session.exec(locked(wanted) if lock else wanted).first()


def find_earlier_declaration(session: Session, *, provider_id: int, call_id: int) -> ListApplication | None:
    """Return the provider's newest application to another call that was handed in."""
    return session.exec(
        select(ListApplication)
        .where(ListApplication.provider_id == provider_id, ListApplication.call_id != call_id)
        .where(col(ListApplication.submitted_at).is_not(None))
        .order_by(col(ListApplication.submitted_at).desc())
        .limit(1)
    ).first()


def load_handed_in(session: Session, *, call_id: int) -> list[ListApplication]:
    """Return the applications that were handed in and not taken back, in the order of their receipt."""
    rows = session.exec(
        select(ListApplication)
        .where(ListApplication.call_id == call_id, col(ListApplication.submitted_at).is_not(None))
        .where(col(ListApplication.withdrawn_at).is_(None))
        .order_by(col(ListApplication.submitted_at), col(ListApplication.id))
    )
    return list(rows)


def count_handed_in(session: Session, *, call_ids: Sequence[int]) -> dict[int, int]:
    """Return how many applications each call has; the only thing that is known of them before they are opened."""
    rows = session.exec(
        select(ListApplication.call_id, func.count())
        .where(col(ListApplication.call_id).in_(call_ids), col(ListApplication.submitted_at).is_not(None))
        .where(col(ListApplication.withdrawn_at).is_(None))
        .group_by(col(ListApplication.call_id))
    )
    return dict.fromkeys(call_ids, 0) | dict(rows.all())


def draft_state_of(draft: ListDraft) -> ListState:
    """Return where a draft stands."""
    return policies.list_state(
        DraftTimes(
            submitted_at=draft.submitted_at,
            noticed_at=draft.noticed_at,
            decided_at=draft.decided_at,
            published_at=draft.published_at,
            amended_at=draft.amended_at,
            withdrawn_at=draft.withdrawn_at,
        )
    )


def load_draft(session: Session, *, draft_id: int, lock: bool = False) -> ListDraft:
    """Return a draft, locked against writers when asked for."""
    draft = find(session, ListDraft, draft_id, lock=lock)
    if draft is None:
        raise NotFoundError
    return draft


def find_running_draft(session: Session, *, list_id: int) -> ListDraft | None:
    """Return the draft of a list that is neither published nor withdrawn."""
    return session.exec(
        select(ListDraft)
        .where(ListDraft.list_id == list_id)
        .where(col(ListDraft.published_at).is_(None), col(ListDraft.withdrawn_at).is_(None))
        .order_by(col(ListDraft.id).desc())
    ).first()


def find_newest_edition(session: Session, *, list_id: int) -> ListEdition | None:
    """Return the newest edition of a list, None before its first."""
    return session.exec(
        select(ListEdition).where(ListEdition.list_id == list_id).order_by(col(ListEdition.number).desc()).limit(1)
    ).first()


def find_edition_on(session: Session, *, list_id: int, day: date) -> ListEdition | None:
    """Return the edition that counted on a day: the last of those that took effect until then."""
    return session.exec(
        select(ListEdition)
        .where(ListEdition.list_id == list_id, ListEdition.effective_on <= day)
        .order_by(col(ListEdition.number).desc())
        .limit(1)
    ).first()


def load_edition(session: Session, *, list_id: int, number: int) -> ListEdition:
    """Return an edition by its number."""
    found = session.exec(
        select(ListEdition).where(ListEdition.list_id == list_id, ListEdition.number == number)
    ).first()
    if found is None:
        raise NotFoundError
    return found


def load_editions(session: Session, *, list_id: int) -> list[ListEdition]:
    """Return every edition of a list, newest first."""
    rows = session.exec(
        select(ListEdition).where(ListEdition.list_id == list_id).order_by(col(ListEdition.number).desc())
    )
    return list(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A list with its newest edition."""

    kept: RecommendedList
    edition: ListEdition

    @property
    def entries(self) -> tuple[Entry, ...]:
        return entries_of(self.edition)


def load_current(
    session: Session,
    *,
    county: str = "",
    catalog_no: int | None = None,
    after_id: int = 0,
    limit: int = 200,
) -> list[Current]:
    """Return published lists with their newest editions, by id: one statement."""
    wanted: list[ColumnElement[bool]] = [col(RecommendedList.id) > after_id]
    if county:
        wanted.append(col(RecommendedList.county_code).startswith(county, autoescape=True))
    if catalog_no is not None:
        wanted.append(col(RecommendedList.catalog_no).in_((catalog_no, 0)))
    return _newest(session, wanted=wanted, limit=limit)


def load_current_of(session: Session, *, list_ids: Sequence[int]) -> list[Current]:
    """Return the published ones of some lists with their newest editions, by id: one statement."""
    return _newest(session, wanted=[col(RecommendedList.id).in_(list_ids)], limit=len(list_ids))


def _newest(session: Session, *, wanted: Sequence[ColumnElement[bool]], limit: int) -> list[Current]:
    newest = (
        select(ListEdition.list_id, func.max(ListEdition.number).label("number"))
        .group_by(col(ListEdition.list_id))
        .subquery()
    )
    rows = session.exec(
        select(RecommendedList, ListEdition)
        .join(newest, newest.c.list_id == RecommendedList.id)
        .join(
            ListEdition,
            (col(ListEdition.list_id) == newest.c.list_id) & (col(ListEdition.number) == newest.c.number),
        )
        .where(*wanted)
        .order_by(col(RecommendedList.id))
        .limit(limit)
    )
    return [Current(kept=kept, edition=edition) for kept, edition in rows]


def load_pending_changes(session: Session, *, list_id: int) -> list[ListChange]:
    """Return proposed changes that wait for a second officer."""
    rows = session.exec(
        select(ListChange)
        .where(ListChange.list_id == list_id)
        .where(col(ListChange.confirmed_at).is_(None), col(ListChange.refused_at).is_(None))
        .order_by(col(ListChange.id))
    )
    return list(rows)


def load_change(session: Session, *, change_id: int, lock: bool = False) -> ListChange:
    """Return a change of a list, locked against writers when asked for."""
    found = find(session, ListChange, change_id, lock=lock)
    if found is None:
        raise NotFoundError
    return found


def load_appeal(session: Session, *, appeal_id: int, lock: bool = False) -> ListAppeal:
    """Return an appeal or a complaint, locked against writers when asked for."""
    found = find(session, ListAppeal, appeal_id, lock=lock)
    if found is None:
        raise NotFoundError
    return found


def load_appeals(session: Session, *, list_id: int) -> list[ListAppeal]:
    """Return appeals and complaints about a list, unanswered first."""
    rows = session.exec(
        select(ListAppeal)
        .where(ListAppeal.list_id == list_id)
        .order_by(col(ListAppeal.answered_at).is_not(None), col(ListAppeal.id).desc())
    )
    return list(rows)


def count_open_complaints(session: Session, *, list_id: int, provider_id: int) -> int:
    """Return how many appeals and complaints about a provider wait for an answer."""
    return session.exec(
        select(func.count())
        .select_from(ListAppeal)
        .where(ListAppeal.list_id == list_id, ListAppeal.provider_id == provider_id)
        .where(col(ListAppeal.answered_at).is_(None))
    ).one()
