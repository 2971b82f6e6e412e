"""Reads of notices, objections and the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from marketplace.accounts.passwords import token_digest
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find, locked
from marketplace.notices import policies
from marketplace.notices.calendar import WorkCalendar, count_working_days
from marketplace.notices.labels import NOTICE_STATE_LABELS, NoticeState, ObjectionState
from marketplace.notices.models import CalendarDay, CalendarYear, NoticeChange, Objection, PublicNotice
from marketplace.notices.policies import NoticeTimes, ObjectionTimes
from marketplace.web.pages import Page, PageArgs, make_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the newest notice of a thing stands; counts are over the whole chain of restarts."""

    notice_id: int
    state: NoticeState
    published_at: datetime
    ends_at: datetime
    digest: str
    open_objections: int
    changes_due: int

    @property
    def is_clear(self) -> bool:
        """Say whether a decision may be taken: the period is over, everything answered, every change made."""
        return self.state is NoticeState.CLEAR

    @property
    def label(self) -> str:
        return NOTICE_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice in a list; ``days_left`` counts working days from today to the last day, None when it is over."""

    id: int
    number: str
    title: str
    organisation_id: int
    published_at: datetime
    last_on: date
    state: NoticeState
    objections: int
    days_left: int | None

    @property
    def state_label(self) -> str:
        return NOTICE_STATE_LABELS[self.state]


def load_calendar(session: Session) -> WorkCalendar:
    """Return the calendar of every year that was entered: two statements."""
    years = frozenset(session.exec(select(CalendarYear.year)))
    rows = session.exec(select(col(CalendarDay.day), col(CalendarDay.is_working))).all()
    return WorkCalendar(
        years=years,
        off=frozenset(day for day, is_working in rows if not is_working),
        worked=frozenset(day for day, is_working in rows if is_working),
    )


def load_calendar_years(session: Session) -> list[tuple[CalendarYear, list[CalendarDay]]]:
    """Return every year with its special days, newest first: two statements."""
    days = session.exec(select(CalendarDay).order_by(col(CalendarDay.day))).all()
    by_year: dict[int, list[CalendarDay]] = {}
    for day in days:
        by_year.setdefault(day.year, []).append(day)
    years = session.exec(select(CalendarYear).order_by(col(CalendarYear.year).desc()))
    return [(year, by_year.get(year.year, [])) for year in years]


def times_of(notice: PublicNotice) -> NoticeTimes:
    """Return the moments of a notice for its policies."""
    return NoticeTimes(
        published_at=notice.published_at,
        ends_at=notice.ends_at,
        ended_at=notice.ended_at,
        settled_at=notice.settled_at,
        replaced_at=notice.replaced_at,
        withdrawn_at=notice.withdrawn_at,
    )


def state_of_objection(objection: Objection) -> ObjectionState:
    """Return where an objection stands."""
    return policies.objection_state(
        ObjectionTimes(
            outcome=objection.outcome,
            answered_at=objection.answered_at,
            change_done_at=objection.change_done_at,
            withdrawn_at=objection.withdrawn_at,
        )
    )


def load_notice(session: Session, *, notice_id: int, lock: bool = False) -> PublicNotice:
    """Return a notice, locked against writers when asked for."""
    notice = find(session, PublicNotice, notice_id, lock=lock)
    if notice is None:
        raise NotFoundError
    return notice


def find_newest(session: Session, *, subject_kind: str, subject_id: int, lock: bool = False) -> PublicNotice | None:
    """Return the newest notice of a thing, None when it was never noticed."""
    statement = (
        select(PublicNotice)
        .where(PublicNotice.subject_kind == subject_kind, PublicNotice.subject_id == subject_id)
        .order_by(col(PublicNotice.id).desc())
        .limit(1)
    )
    return session.exec(locked(statement) if lock else statement).first()


def load_chain(session: Session, *, notice: PublicNotice) -> list[PublicNotice]:
    """Return a notice and those that it replaced, newest first: one statement."""
    rows = session.exec(
        select(PublicNotice).where(
            PublicNotice.subject_kind == notice.subject_kind, PublicNotice.subject_id == notice.subject_id
        )
    )
    by_id = {row.id: row for row in rows}
    chain, current = [notice], notice
    while current.replaces_id is not None:
        current = by_id[current.replaces_id]
        chain.append(current)
    return chain


def load_chain_objections(session: Session, *, notice: PublicNotice) -> list[Objection]:
    """Return the objections to a notice and to those that it replaced, oldest first."""
    ids = [row.id for row in load_chain(session, notice=notice)]
    rows = session.exec(select(Objection).where(col(Objection.notice_id).in_(ids)).order_by(col(Objection.id)))
    return list(rows)


def standing_of(session: Session, *, notice: PublicNotice, now: datetime) -> Standing:
    """Return where a notice stands."""
    states = [state_of_objection(row) for row in load_chain_objections(session, notice=notice)]
    return Standing(
        notice_id=notice.id or 0,
        state=policies.notice_state(times_of(notice), states, now=now),
        published_at=notice.published_at,
        ends_at=notice.ends_at,
        digest=notice.digest,
        open_objections=states.count(ObjectionState.OPEN),
        changes_due=states.count(ObjectionState.CHANGE_DUE),
    )


def load_standing(session: Session, *, subject_kind: str, subject_id: int, now: datetime) -> Standing | None:
    """Return where the newest notice of a thing stands, None when it was never noticed: three statements."""
    notice = find_newest(session, subject_kind=subject_kind, subject_id=subject_id)
    return standing_of(session, notice=notice, now=now) if notice else None


def load_changes(session: Session, *, notice_ids: Sequence[int]) -> dict[int, NoticeChange]:
    """Return the changes that ended notices, by the notice that they ended."""
    rows = session.exec(select(NoticeChange).where(col(NoticeChange.notice_id).in_(notice_ids)))
    return {row.notice_id: row for row in rows}


def load_objection(session: Session, *, objection_id: int, lock: bool = False) -> Objection:
    """Return an objection, locked against writers when asked for."""
    objection = find(session, Objection, objection_id, lock=lock)
    if objection is None:
        raise NotFoundError
    return objection


def find_objection_by_token(session: Session, *, token: str) -> Objection | None:
    """Return the objection that a receipt's link stands for."""
    return session.exec(select(Objection).where(Objection.token_digest == token_digest(token))).first()


def load_notices(
    session: Session,
    *,
    args: PageArgs,
    now: datetime,
    county_code: str = "",
    organisation_id: int | None = None,
    only_open: bool = False,
) -> Page[NoticeLine]:
    """Return one page of notices, newest first; the number of statements does not grow with the rows."""
    conditions: list[ColumnElement[bool]] = [col(PublicNotice.withdrawn_at).is_(None)]
    if county_code:
        conditions.append(col(PublicNotice.county_code).startswith(county_code, autoescape=True))
    if organisation_id is not None:
        conditions.append(col(PublicNotice.organisation_id) == organisation_id)
    if only_open:
        conditions += [col(PublicNotice.ends_at) > now, col(PublicNotice.replaced_at).is_(None)]
    total = session.exec(select(func.count()).select_from(PublicNotice).where(*conditions)).one()
    rows = session.exec(
        select(PublicNotice)
        .where(*conditions)
        .order_by(col(PublicNotice.published_at).desc(), col(PublicNotice.id).desc())
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    return make_page(_lines(session, rows=rows, now=now), total=total, args=args)


def load_notices_after(session: Session, *, after_id: int, limit: int) -> list[PublicNotice]:
    """Return public notices beyond a cursor in the order of their ids."""
    rows = session.exec(
        select(PublicNotice)
        .where(col(PublicNotice.withdrawn_at).is_(None), col(PublicNotice.id) > after_id)
        .order_by(col(PublicNotice.id))
        .limit(limit)
    )
    return list(rows)


def lines_of(session: Session, *, rows: Sequence[PublicNotice], now: datetime) -> list[NoticeLine]:
    """Return notices as lists show them."""
    return _lines(session, rows=rows, now=now)


def _lines(session: Session, *, rows: Sequence[PublicNotice], now: datetime) -> list[NoticeLine]:
    calendar = load_calendar(session)
    subjects = {(row.subject_kind, row.subject_id) for row in rows}
    states = _states_by_subject(session, subject_ids=[subject_id for _, subject_id in subjects])
    return [_line(row, states.get((row.subject_kind, row.subject_id), []), calendar, now=now) for row in rows]


def _states_by_subject(
    session: Session, *, subject_ids: Sequence[int]
) -> dict[tuple[str, int], list[tuple[int, ObjectionState]]]:
    rows = session.exec(
        select(PublicNotice.subject_kind, PublicNotice.subject_id, Objection)
        .join(Objection, col(Objection.notice_id) == PublicNotice.id)
        .where(col(PublicNotice.subject_id).in_(subject_ids))
    )
    found: dict[tuple[str, int], list[tuple[int, ObjectionState]]] = {}
    for kind, subject_id, objection in rows:
        found.setdefault((kind, subject_id), []).append((objection.notice_id, state_of_objection(objection)))
    return found


def _line(
    notice: PublicNotice, states: list[tuple[int, ObjectionState]], calendar: WorkCalendar, *, now: datetime
) -> NoticeLine:
    state = policies.notice_state(times_of(notice), [state for _, state in states], now=now)
    return NoticeLine(
        id=notice.id or 0,
        number=notice.number,
        title=notice.title,
        organisation_id=notice.organisation_id,
        published_at=notice.published_at,
        last_on=notice.last_on,
        state=state,
        objections=sum(notice_id == notice.id for notice_id, _ in states),
        days_left=days_left(calendar, first_on=notice.first_on, last_on=notice.last_on, now=now)
        if state is NoticeState.OPEN
        else None,
    )


def days_left(calendar: WorkCalendar, *, first_on: date, last_on: date, now: datetime) -> int:
    """Return how many working days of a notice are left, today included when it is one of them."""
    start = max(shanghai_day(now), first_on)
    return count_working_days(calendar, after=start, until=last_on) + calendar.is_working_day(start)


def can_read_evidence(session: Session, actor: Actor | None, objection_id: int) -> bool:
    """Say whether somebody may open the evidence of an objection: those who may see its text."""
    objection = session.get(Objection, objection_id)
    if objection is None:
        return False
    notice = load_notice(session, notice_id=objection.notice_id)
    return policies.can_see_objection(
        actor, organisation_id=notice.organisation_id, county_code=notice.county_code, user_id=objection.user_id
    )
