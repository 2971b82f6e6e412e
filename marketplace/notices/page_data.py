"""What the pages of notices show: values, ready to print."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.notices import policies
from marketplace.notices.labels import (
    CHANGE_REASON_LABELS,
    GROUND_LABELS,
    OBJECTION_STATE_LABELS,
    OUTCOME_LABELS,
    REMEDY_LABELS,
    NoticeState,
    ObjectionState,
)
from marketplace.notices.models import NoticeChange, Objection, PublicNotice
from marketplace.notices.objections import receipt_number
from marketplace.notices.queries import (
    Standing,
    days_left,
    load_calendar,
    load_chain,
    load_changes,
    load_notice,
    standing_of,
    state_of_objection,
    times_of,
)

WHOLE_LABEL = "整份内容"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """An objection; the parts that are not public are empty for those who may not see them."""

    id: int
    number: str
    against: str
    ground: str
    remedy: str
    state: ObjectionState
    state_label: str
    filed_at: datetime
    due_on: date
    summary: str
    outcome: str
    answer: str
    answered_at: datetime | None
    text: str = ""
    name: str = ""
    contact: str = ""
    keep_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change between two notices of a chain."""

    reason: str
    rationale: str
    changes: tuple[str, ...]
    decided_at: datetime
    old_notice_id: int
    new_notice_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """A notice with everything that the public may know of it."""

    notice: PublicNotice
    office: str
    standing: Standing
    accepts_objections: bool
    days_left: int | None
    objections: tuple[ObjectionView, ...]
    changes: tuple[ChangeView, ...]
    can_answer: bool

    @property
    def is_running(self) -> bool:
        return self.standing.state is NoticeState.OPEN


def load_notice_page(session: Session, *, notice_id: int, actor: Actor | None, now: datetime) -> NoticePage:
    """Return the page of a notice; the number of statements does not grow with its objections."""
    notice = load_notice(session, notice_id=notice_id)
    chain = load_chain(session, notice=notice)
    changes = load_changes(session, notice_ids=[row.id or 0 for row in chain])
    objections = session.exec(
        select(Objection).where(Objection.notice_id == notice_id).order_by(col(Objection.id))
    ).all()
    standing = standing_of(session, notice=notice, now=now)
    runs = standing.state is NoticeState.OPEN
    return NoticePage(
        notice=notice,
        office=load_organisation(session, organisation_id=notice.organisation_id).name,
        standing=standing,
        accepts_objections=policies.accepts_objections(times_of(notice), now=now),
        days_left=_left(session, notice, now=now) if runs else None,
        objections=tuple(objection_view(notice, row, is_open=False) for row in objections),
        changes=tuple(_change_view(changes[row.id or 0]) for row in chain if (row.id or 0) in changes),
        can_answer=policies.can_answer(actor, organisation_id=notice.organisation_id),
    )


def _left(session: Session, notice: PublicNotice, *, now: datetime) -> int:
    return days_left(load_calendar(session), first_on=notice.first_on, last_on=notice.last_on, now=now)


def objection_view(notice: PublicNotice, objection: Objection, *, is_open: bool) -> ObjectionView:
    """Return an objection; ``is_open`` adds what only its author and the office may see."""
    state = state_of_objection(objection)
    return ObjectionView(
        id=objection.id or 0,
        number=receipt_number(notice, objection),
        against=label_of_item(notice, objection.item_key),
        ground=GROUND_LABELS[objection.ground],
        remedy=REMEDY_LABELS[objection.remedy],
        state=state,
        state_label=OBJECTION_STATE_LABELS[state],
        filed_at=objection.filed_at,
        due_on=objection.answer_due_on,
        summary=objection.summary,
        outcome=OUTCOME_LABELS[objection.outcome] if objection.outcome else "",
        answer=objection.answer,
        answered_at=objection.answered_at,
        text=objection.text if is_open else "",
        name=objection.name if is_open else "",
        contact=objection.contact if is_open else "",
        keep_secret=objection.keep_secret,
    )


def label_of_item(notice: PublicNotice, key: str) -> str:
    """Return what a part of a notice is called."""
    return next((item["label"] for item in notice.items if item["key"] == key), WHOLE_LABEL)


def item_options(notice: PublicNotice) -> list[tuple[str, str]]:
    """Return the parts that one may object to, the whole last."""
    return [*((item["key"], item["label"]) for item in notice.items), ("*", WHOLE_LABEL)]


def load_desk(session: Session, *, organisation_id: int) -> list[ObjectionView]:
    """Return the objections that an office has to deal with: unanswered first by day due, then the newest."""
    rows = session.exec(
        select(PublicNotice, Objection)
        .join(Objection, col(Objection.notice_id) == PublicNotice.id)
        .where(PublicNotice.organisation_id == organisation_id)
        .order_by(col(Objection.answered_at).is_not(None), col(Objection.answer_due_on), col(Objection.id).desc())
        .limit(200)
    )
    return [objection_view(notice, objection, is_open=True) for notice, objection in rows]


def earlier_objections(session: Session, *, notice: PublicNotice, objection: Objection) -> list[tuple[str, str]]:
    """Return answered objections that this one may repeat, as (id, number)."""
    ids = [row.id or 0 for row in load_chain(session, notice=notice)]
    notices = {row.id: row for row in session.exec(select(PublicNotice).where(col(PublicNotice.id).in_(ids)))}
    rows = session.exec(
        select(Objection)
        .where(col(Objection.notice_id).in_(ids), Objection.item_key == objection.item_key)
        .where(Objection.ground == objection.ground, col(Objection.id) < objection.id)
        .where(col(Objection.answered_at).is_not(None))
        .order_by(col(Objection.id))
    )
    return [(str(row.id), receipt_number(notices[row.notice_id], row)) for row in rows]


def _change_view(change: NoticeChange) -> ChangeView:
    return ChangeView(
        reason=CHANGE_REASON_LABELS[change.reason],
        rationale=change.rationale,
        changes=tuple(change.changes),
        decided_at=change.decided_at,
        old_notice_id=change.notice_id,
        new_notice_id=change.new_notice_id,
    )
