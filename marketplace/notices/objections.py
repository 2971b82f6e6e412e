"""Writes of objections: filed in time, answered in public, withdrawn by their author."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select, update

from marketplace.accounts.passwords import new_token, token_digest
from marketplace.core.actor import Actor, System
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.errors import InvalidError, NotFoundError, TooManyRequestsError
from marketplace.core.journal import record
from marketplace.core.wording import day_text, second_text
from marketplace.notices import policies
from marketplace.notices.calendar import add_working_days
from marketplace.notices.errors import NoticeClosedError
from marketplace.notices.labels import OUTCOME_LABELS, ObjectionState, Outcome
from marketplace.notices.models import Objection, PublicNotice
from marketplace.notices.queries import (
    load_calendar,
    load_chain_objections,
    load_notice,
    load_objection,
    state_of_objection,
    times_of,
)
from marketplace.notices.schemas import WHOLE, AnswerIn, ObjectionIn
from marketplace.notify.services import notify_organisation, notify_users

VISITOR = System(name="visitor")
MAX_PER_PERSON = 5
MAX_OF_VISITORS = 50
WINDOW = timedelta(days=1)
# Long enough for appeals and audits of the same year; then nobody needs to reach a visitor any more.
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A new objection with the secret of the link under which its author finds it again."""

    objection: Objection
    token: str


def file_objection(
    session: Session, *, actor: Actor | None, notice_id: int, entered: ObjectionIn, now: datetime
) -> Filed:
    """Take an objection while the notice is open; ``actor`` is None for a visitor, who gives name and contact.

    Raises NoticeClosedError with both times when it is late, InvalidError for a part that the notice does not have,
    TooManyRequestsError beyond five a day from one person.
    """
    notice = load_notice(session, notice_id=notice_id, lock=True)
    if not policies.accepts_objections(times_of(notice), now=now):
        raise NoticeClosedError(_closed_text(notice, now=now))
    _check_entered(notice, entered=entered, is_visitor=actor is None)
    _refuse_flood(session, actor=actor, notice_id=notice_id, entered=entered, now=now)
    due_on = add_working_days(load_calendar(session), shanghai_day(now), days=notice.answer_days)
    token = new_token()
    objection = Objection(
        notice_id=notice_id,
        position=_next_position(session, notice_id=notice_id),
        item_key=entered.item_key,
        ground=entered.ground,
        remedy=entered.remedy,
        text=entered.text,
        organisation_id=actor.organisation_id if actor else None,
        user_id=actor.user_id if actor else None,
        name=entered.name,
        contact=entered.contact,
        keep_secret=entered.keep_secret,
        token_digest=token_digest(token),
        filed_at=now,
        answer_due_on=due_on,
    )
    session.add(objection)
    session.flush()  # Evidence and journal name the new row by its id.
    _note(session, actor=actor or VISITOR, notice=notice, objection=objection, action="objection.filed", now=now)
    _tell_office(session, notice=notice, objection=objection, now=now)
    return Filed(objection=objection, token=token)


def answer_objection(
    session: Session, *, actor: Actor, objection_id: int, entered: AnswerIn, now: datetime
) -> Objection:
    """Answer an objection in public; upheld ones then wait for the change, and until it nothing is decided.

    Raises NotFoundError for others than the office that published the notice, ConflictError when it was answered or
    withdrawn already, InvalidError when a repetition does not repeat what it names.
    """
    objection = load_objection(session, objection_id=objection_id)
    # The notice is locked first, as in filing and in settling, so that none waits for the other in a circle.
    notice = load_notice(session, notice_id=objection.notice_id, lock=True)
    objection = load_objection(session, objection_id=objection_id, lock=True)
    if not policies.can_answer(actor, organisation_id=notice.organisation_id):
        raise NotFoundError
    if state_of_objection(objection) is not ObjectionState.OPEN:
        raise AlreadyDoneError("这件异议已经答复或已撤回，答复不能更改。")
    if entered.outcome is Outcome.REPEATED:
        _check_repeats(session, notice=notice, objection=objection, repeats_id=entered.repeats_id)
        objection.repeats_id = entered.repeats_id
    objection.outcome, objection.summary, objection.answer = entered.outcome, entered.summary, entered.answer
    objection.answered_at, objection.answered_by_id = now, actor.user_id
    _note(session, actor=actor, notice=notice, objection=objection, action="objection.answered", now=now)
    _tell_author(session, notice=notice, objection=objection, now=now)
    return objection


def withdraw_objection(
    session: Session, *, actor: Actor | None, objection_id: int, token: str = "", now: datetime
) -> Objection:
    """Take an objection back before it is answered: by its author, or by whoever holds the receipt's link."""
    objection = load_objection(session, objection_id=objection_id)
    notice = load_notice(session, notice_id=objection.notice_id, lock=True)
    objection = load_objection(session, objection_id=objection_id, lock=True)
    is_author = actor is not None and objection.user_id == actor.user_id
    if not (is_author or (token and token_digest(token) == objection.token_digest)):
        raise NotFoundError
    if state_of_objection(objection) is not ObjectionState.OPEN:
        raise AlreadyDoneError("这件异议已经答复或已撤回。")
    objection.withdrawn_at = now
    _note(session, actor=actor or VISITOR, notice=notice, objection=objection, action="objection.withdrawn", now=now)
    return objection


def follow_merge(session: Session, *, actor: Actor | System, kept_id: int, merged_id: int, now: datetime) -> None:  # noqa: ARG001 - every follower of a merge is called alike
    """Hand the objections of a body that was merged away to the one that is kept."""
    objections = update(Objection).where(col(Objection.organisation_id) == merged_id)
    session.exec(objections.values(organisation_id=kept_id))


def forget_authors(session: Session, *, now: datetime) -> int:
    """Blank name and contact of visitors a year after their objection was closed; return how many were forgotten."""
    before = now - KEPT_FOR
    closed = (col(Objection.answered_at) < before) | (col(Objection.withdrawn_at) < before)
    known = (col(Objection.name) != "") | (col(Objection.contact) != "")
    ids = list(session.exec(select(Objection.id).where(closed, known)))
    session.exec(update(Objection).where(col(Objection.id).in_(ids)).values(name="", contact=""))
    return len(ids)


def receipt_number(notice: PublicNotice, objection: Objection) -> str:
    """Return the number under which an objection is spoken of: GS2026-00012-03."""
    return f"{notice.number}-{objection.position:02d}"


def _closed_text(notice: PublicNotice, *, now: datetime) -> str:
    shown = second_text(now)
    if now < notice.published_at:
        return f"公示还没有开始，现在是 {shown}（北京时间）。"
    if notice.replaced_at is not None:
        return f"公示的内容已更改并重新公示，请到新的公示里提出。现在是 {shown}（北京时间）。"
    if notice.withdrawn_at is not None:
        return f"这次公示已经撤回，不再受理异议。现在是 {shown}（北京时间）。"
    ended = f"{day_text(notice.last_on)} 24:00"
    return f"公示已于 {ended} 结束，现在是 {shown}（北京时间），不能再提出异议。"


def _check_entered(notice: PublicNotice, *, entered: ObjectionIn, is_visitor: bool) -> None:
    fields: dict[str, list[str]] = {}
    if entered.item_key not in {WHOLE, *(item["key"] for item in notice.items)}:
        fields["item_key"] = ["请从列出的内容里选择针对哪一项。"]
    if is_visitor and not entered.name.strip():
        fields["name"] = ["请填写您的单位或姓名，只有办理单位能看到。"]
    if is_visitor and not entered.contact.strip():
        fields["contact"] = ["请填写电话或邮箱，办理单位核实时要联系您，不会公开。"]
    if fields:
        raise InvalidError(fields=fields)


def _refuse_flood(
    session: Session, *, actor: Actor | None, notice_id: int, entered: ObjectionIn, now: datetime
) -> None:
    recent = select(func.count()).select_from(Objection).where(Objection.filed_at > now - WINDOW)
    recent = recent.where(Objection.notice_id == notice_id)
    if actor is not None:
        own = session.exec(recent.where(Objection.user_id == actor.user_id)).one()
    else:
        own = session.exec(recent.where(Objection.contact == entered.contact)).one()
        visitors = session.exec(recent.where(col(Objection.user_id).is_(None))).one()
        if visitors >= MAX_OF_VISITORS:
            raise TooManyRequestsError("今天未登录提交的异议太多，请登录后提交，或直接联系办理单位。")
    if own >= MAX_PER_PERSON:
        raise TooManyRequestsError(f"一天最多对同一公示提出 {MAX_PER_PERSON} 件异议，请合并后明天再提。")


def _next_position(session: Session, *, notice_id: int) -> int:
    highest = select(func.coalesce(func.max(Objection.position), 0)).where(Objection.notice_id == notice_id)
    return session.exec(highest).one() + 1


def _check_repeats(session: Session, *, notice: PublicNotice, objection: Objection, repeats_id: int | None) -> None:
    earlier = next((row for row in load_chain_objections(session, notice=notice) if row.id == repeats_id), None)
    fits = (
        earlier is not None
        and (earlier.id or 0) < (objection.id or 0)
        and earlier.item_key == objection.item_key
        and earlier.ground is objection.ground
        and earlier.answered_at is not None
    )
    if not fits:
        message = "只有针对同一内容、同一理由、已经答复过的异议，后来的才算重复。"
        raise InvalidError(fields={"repeats_id": [message]})


def _tell_office(session: Session, *, notice: PublicNotice, objection: Objection, now: datetime) -> None:
    notify_organisation(
        session,
        organisation_id=notice.organisation_id,
        subject=f"收到异议 {receipt_number(notice, objection)}",
        body=f"“{notice.title}”收到一件异议，请在 {day_text(objection.answer_due_on)}前答复。",
        url=f"/objections/{objection.id}",
        now=now,
    )


def _tell_author(session: Session, *, notice: PublicNotice, objection: Objection, now: datetime) -> None:
    if objection.user_id is None or objection.outcome is None:
        return
    notify_users(
        session,
        user_ids=[objection.user_id],
        subject=f"异议 {receipt_number(notice, objection)} 已答复",
        body=f"结论：{OUTCOME_LABELS[objection.outcome]}。",
        url=f"/objections/{objection.id}",
        now=now,
    )


def _note(
    session: Session,
    *,
    actor: Actor | System,
    notice: PublicNotice,
    objection: Objection,
    action: str,
    now: datetime,
) -> None:
    details: dict[str, object] = {"notice_id": notice.id, "objection_id": objection.id}
    if objection.outcome is not None:
        details["outcome"] = objection.outcome.value
    subject = f"{notice.subject_kind}:{notice.subject_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)
