"""Writes of notices and of the calendar."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete

from marketplace.accounts.passwords import new_token
from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import DeadlineOverError
from marketplace.core.digest import canonical_json, digest_bytes
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.jobs import enqueue
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.notices import policies
from marketplace.notices.calendar import Period, WorkCalendar, add_working_days, notice_period
from marketplace.notices.errors import NoticeNotClearError, NoticeRunningError
from marketplace.notices.labels import NoticeState, ObjectionState
from marketplace.notices.models import CalendarDay, CalendarYear, NoticeChange, PublicNotice
from marketplace.notices.queries import (
    find_newest,
    load_calendar,
    load_chain_objections,
    load_notice,
    standing_of,
    state_of_objection,
)
from marketplace.notices.schemas import ChangeIn, DayRow, NoticeIn, NoticeItem

END_JOB = "notice_end"
CHANGE = "notice"
FIRST_YEAR, LAST_YEAR = 2000, 2100


def publish_notice(session: Session, *, actor: Actor, notice: NoticeIn, now: datetime) -> PublicNotice:
    """Freeze what is shown and open the notice; its days are fixed now and do not follow later calendars.

    Raises NoticeRunningError while the thing has a notice that is not over, CalendarMissingError when the period or
    the time for answers reaches a year without data, ForbiddenError for others than bureaus.
    """
    if not policies.can_publish(actor, organisation_id=actor.organisation_id):
        raise ForbiddenError
    _refuse_running(session, subject_kind=notice.subject_kind, subject_id=notice.subject_id, now=now)
    period = _period(load_calendar(session), days=notice.days, answer_days=notice.answer_days, now=now)
    facts = canonical_json(notice.facts)
    made = PublicNotice(
        number=new_token()[:40],
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        subject_url=notice.subject_url,
        organisation_id=actor.organisation_id,
        county_code=notice.county_code,
        title=notice.title,
        lead=notice.lead,
        items=items_json(notice.items),
        facts=facts.decode(),
        digest=digest_bytes(facts),
        days=notice.days,
        answer_days=notice.answer_days,
        published_at=now,
        published_by_id=actor.user_id,
        first_on=period.first_on,
        last_on=period.last_on,
        ends_at=period.ends_at,
    )
    return _open(session, actor=actor, notice=made, action="notice.published", now=now)


def restart_notice(session: Session, *, actor: Actor, change: ChangeIn, now: datetime) -> PublicNotice:
    """Note a change of what is noticed, end the running notice and open one for what changed.

    Upheld objections that the change answers are noted as done. Raises NotFoundError when the thing has no notice,
    ConflictError when its notice was settled or withdrawn, InvalidError when nothing changed or no reason is given.
    """
    old = find_newest(session, subject_kind=change.subject_kind, subject_id=change.subject_id, lock=True)
    if old is None:
        raise NotFoundError
    if not policies.can_publish(actor, organisation_id=old.organisation_id):
        raise ForbiddenError
    if old.settled_at is not None or old.withdrawn_at is not None:
        raise DeadlineOverError("公示已经结束并作了决定，不能再更改公示的内容。")
    facts = canonical_json(change.facts)
    _refuse_empty_change(change, before=old.digest, after=digest_bytes(facts))
    _mark_done(session, notice=old, objection_ids=change.objection_ids, now=now)
    old.replaced_at = now
    log_change(session, kind=CHANGE, object_id=old.id or 0, now=now)
    period = _period(load_calendar(session), days=old.days, answer_days=old.answer_days, now=now)
    new = _successor(old, change, facts=facts.decode(), period=period, now=now)
    new.published_by_id = actor.user_id
    _open(session, actor=actor, notice=new, action="notice.restarted", now=now)
    session.add(_change_row(change, old=old, new=new, actor=actor, now=now))
    return new


def settle_notice(session: Session, *, actor: Actor, subject_kind: str, subject_id: int, now: datetime) -> PublicNotice:
    """Note that the decision is taken upon the notice, in the decision's own transaction.

    The notice is locked, so that an objection filed at the last moment either stands before this and is seen, or
    comes after it and is refused. Raises NoticeNotClearError with what is missing.
    """
    notice = find_newest(session, subject_kind=subject_kind, subject_id=subject_id, lock=True)
    if notice is None:
        raise NoticeNotClearError("这项内容还没有公示，不能作决定。")
    if not policies.can_publish(actor, organisation_id=notice.organisation_id):
        raise ForbiddenError
    standing = standing_of(session, notice=notice, now=now)
    if not standing.is_clear:
        raise NoticeNotClearError(_missing(standing.state, open_count=standing.open_objections))
    notice.settled_at = now
    notice.ended_at = notice.ended_at or notice.ends_at
    _note(session, actor=actor, notice=notice, action="notice.settled", now=now)
    return notice


def withdraw_notice(session: Session, *, actor: Actor, notice_id: int, reason: str, now: datetime) -> PublicNotice:
    """End a notice without a decision; the reason is published."""
    notice = load_notice(session, notice_id=notice_id, lock=True)
    if not policies.can_publish(actor, organisation_id=notice.organisation_id):
        raise NotFoundError
    if notice.settled_at or notice.replaced_at or notice.withdrawn_at:
        raise DeadlineOverError("这次公示已经结束，不能撤回。")
    if not reason.strip():
        raise InvalidError(fields={"reason": ["请写明撤回的理由，会公开显示。"]})
    notice.withdrawn_at, notice.withdrawn_reason = now, reason.strip()
    _note(session, actor=actor, notice=notice, action="notice.withdrawn", now=now)
    return notice


def note_end(session: Session, *, notice_id: int, now: datetime) -> bool:
    """Note that a notice's period has run out; return whether this call did it. Repeating it changes nothing."""
    notice = load_notice(session, notice_id=notice_id, lock=True)
    over = notice.replaced_at or notice.withdrawn_at or notice.ended_at
    if over or now < notice.ends_at:
        return False
    notice.ended_at = notice.ends_at
    _note(session, actor=System(name="worker"), notice=notice, action="notice.ended", now=now)
    return True


def store_calendar_year(
    session: Session,
    *,
    actor: Actor | System,
    year: int,
    days: Sequence[DayRow],
    source: str,
    seen_version: int | None = None,
    now: datetime,
) -> CalendarYear:
    """Enter or replace a year's days off and worked weekend days; running notices keep the days they were given.

    Raises InvalidError for days of other years or twice the same day, VersionMovedError when ``seen_version`` (0 for a
    new year) is not the one that stands.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidError(fields={"year": [f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。"]})
    _check_days(days, year=year)
    row = find_locked(session, CalendarYear, year)
    if seen_version is not None and seen_version != (row.version if row else 0):
        raise VersionMovedError
    if row is None:
        row = CalendarYear(year=year, source=source, version=0, updated_at=now)
        session.add(row)
        session.flush()  # Days refer to their year.
    row.source, row.version, row.updated_at = source, row.version + 1, now
    session.exec(delete(CalendarDay).where(col(CalendarDay.year) == year))
    for day in days:
        session.add(CalendarDay(day=day.day, year=year, is_working=day.is_working, name=day.name))
    details = {"days": len(days), "source": source}
    record(session, actor=actor, action="calendar.stored", subject=f"calendar_year:{year}", now=now, details=details)
    return row


def _check_days(days: Sequence[DayRow], *, year: int) -> None:
    seen: set[date] = set()
    for row in days:
        field = "worked" if row.is_working else "off"
        if row.day.year != year:
            raise InvalidError(fields={field: [f"{row.day} 不在 {year} 年。"]})
        if row.day in seen:
            raise InvalidError(fields={field: [f"{row.day} 写了两次。"]})
        if row.is_working and row.day.weekday() < 5:  # noqa: PLR2004 - Monday to Friday are worked anyway
            raise InvalidError(fields={field: [f"{row.day} 不是周六或周日，不用列为调休上班。"]})
        seen.add(row.day)


def _period(calendar: WorkCalendar, *, days: int, answer_days: int, now: datetime) -> Period:
    try:
        period = notice_period(calendar, published_at=now, days=days)
    except ValueError as error:
        raise InvalidError(fields={"days": ["公示期应在 1 到 60 个工作日之间。"]}) from error
    # An objection of the last day needs a day by which it is answered; better no notice than one that refuses it.
    add_working_days(calendar, period.last_on, days=answer_days)
    return period


def _refuse_running(session: Session, *, subject_kind: str, subject_id: int, now: datetime) -> None:
    known = find_newest(session, subject_kind=subject_kind, subject_id=subject_id, lock=True)
    if known is None:
        return
    if standing_of(session, notice=known, now=now).state not in {NoticeState.SETTLED, NoticeState.WITHDRAWN}:
        raise NoticeRunningError


def _refuse_empty_change(change: ChangeIn, *, before: str, after: str) -> None:
    if before == after:
        raise InvalidError("内容没有变化，不用重新公示。", code="notice.unchanged")
    if not change.rationale.strip() or not change.changes:
        raise InvalidError(fields={"rationale": ["请写明改了什么、为什么改，会公开显示。"]})


def _mark_done(session: Session, *, notice: PublicNotice, objection_ids: Sequence[int], now: datetime) -> None:
    due = {
        row.id: row
        for row in load_chain_objections(session, notice=notice)
        if state_of_objection(row) is ObjectionState.CHANGE_DUE
    }
    for objection_id in objection_ids:
        if objection_id not in due:
            raise InvalidError("所选的异议不是这次公示里成立而待更改的异议。", code="notice.objection")
        due[objection_id].change_done_at = now


def _open(session: Session, *, actor: Actor, notice: PublicNotice, action: str, now: datetime) -> PublicNotice:
    session.add(notice)
    session.flush()  # The number is made from the new row's id.
    notice.number = f"GS{shanghai_day(now).year}-{notice.id:05d}"
    _note(session, actor=actor, notice=notice, action=action, now=now)
    enqueue(session, kind=END_JOB, payload={"notice_id": notice.id}, now=notice.ends_at)
    return notice


def _successor(old: PublicNotice, change: ChangeIn, *, facts: str, period: Period, now: datetime) -> PublicNotice:
    return PublicNotice(
        number=new_token()[:40],
        subject_kind=old.subject_kind,
        subject_id=old.subject_id,
        subject_url=old.subject_url,
        organisation_id=old.organisation_id,
        county_code=old.county_code,
        title=change.title or old.title,
        lead=change.lead or old.lead,
        items=items_json(change.items),
        facts=facts,
        digest=digest_bytes(facts.encode()),
        days=old.days,
        answer_days=old.answer_days,
        published_at=now,
        first_on=period.first_on,
        last_on=period.last_on,
        ends_at=period.ends_at,
        replaces_id=old.id,
    )


def items_json(items: Sequence[NoticeItem]) -> list[dict[str, str]]:
    """Return the parts of a notice as they are stored."""
    return [{"key": item.key, "label": item.label, "note": item.note} for item in items]


def _change_row(change: ChangeIn, *, old: PublicNotice, new: PublicNotice, actor: Actor, now: datetime) -> NoticeChange:
    return NoticeChange(
        notice_id=old.id or 0,
        new_notice_id=new.id,
        reason=change.reason,
        rationale=change.rationale.strip(),
        before=old.facts,
        after=new.facts,
        changes=list(change.changes),
        objection_ids=list(change.objection_ids),
        decided_at=now,
        decided_by_id=actor.user_id,
    )


def _missing(state: NoticeState, *, open_count: int) -> str:
    if state is NoticeState.OPEN:
        return "公示期还没有结束，期满后才能作决定。"
    if state is NoticeState.ANSWERING:
        return f"还有 {open_count} 件异议没有答复，答复后才能作决定。"
    if state is NoticeState.CHANGE_DUE:
        return "有成立的异议还没有落实更改，请先更改并重新公示。"
    return "这次公示已经处理过，不能再作决定。"


def _note(session: Session, *, actor: Actor | System, notice: PublicNotice, action: str, now: datetime) -> None:
    details = {"digest": notice.digest, "notice_id": notice.id}
    subject = f"{notice.subject_kind}:{notice.subject_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)
    log_change(session, kind=CHANGE, object_id=notice.id or 0, now=now)
