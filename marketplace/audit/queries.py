"""Reads of the journal for people: newest first, in bounded pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.audit.details import DETAILS
from marketplace.audit.policies import concerns
from marketplace.audit.schemas import JournalQuery
from marketplace.audit.words import action_words, subject_page, subject_words
from marketplace.core.actor import ROLE_LABELS, Actor, Role
from marketplace.core.clock import SHANGHAI
from marketplace.core.errors import NotFoundError
from marketplace.core.journal import JournalEntry, holds, load_head, parse_event

PER_PAGE = 50
PIECE = 500
MOST_READ = 20_000
SLACK = timedelta(hours=1)  # A transaction reads the clock at its start and joins the chain at its end.


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry in a list."""

    seq: int
    at: datetime
    who: str
    what: str
    about: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of entries; ``before`` continues the search, None at its end; ``read`` entries were looked at."""

    lines: tuple[Line, ...]
    before: int | None
    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry whole: as it was written, and whether its digest holds."""

    line: Line
    text: str
    digest: str
    previous_digest: str
    is_intact: bool
    details: tuple[tuple[str, str], ...]


def search_journal(session: Session, *, actor: Actor, wanted: JournalQuery) -> Found:
    """Return the newest entries that fit."""
    bodies = _bodies(session, area=actor.area_prefix)
    below = min(wanted.before or load_head(session).seq + 1, _end(session, until=wanted.until))
    floor = _first_since(session, _midnight(wanted.since) - SLACK) if wanted.since else 1
    fitting: list[tuple[JournalEntry, dict[str, Any]]] = []
    read = 0
    while below > floor and len(fitting) <= PER_PAGE and read < MOST_READ:
        piece = _piece(session, wanted, below=below, floor=floor)
        read, below = read + len(piece), piece[-1].seq if len(piece) == PIECE else floor
        parsed = [(entry, parse_event(entry)) for entry in piece]
        fitting += [
            pair
            for pair in parsed
            if _is_within(pair[1], wanted) and concerns(pair[1], bodies=bodies, area=actor.area_prefix)
        ]
    shown = fitting[:PER_PAGE]
    goes_on = len(fitting) > PER_PAGE or below > floor
    last = shown[-1][0].seq if len(fitting) > PER_PAGE else below
    return Found(lines=tuple(_lines(session, shown)), before=last if goes_on else None, read=read)


def load_entry(session: Session, *, actor: Actor, seq: int) -> Entry:
    """Return one entry; one that concerns another area than the actor's does not exist for it."""
    entry = session.get(JournalEntry, seq)
    if entry is None:
        raise NotFoundError
    event = parse_event(entry)
    if not concerns(event, bodies=_bodies(session, area=actor.area_prefix), area=actor.area_prefix):
        raise NotFoundError
    (line,) = _lines(session, [(entry, event)])
    return Entry(
        line=line,
        text=entry.event,
        digest=entry.digest,
        previous_digest=entry.previous_digest,
        is_intact=holds(entry, before=session.get(JournalEntry, seq - 1)),
        details=tuple((DETAILS.get(name, name), _short(value)) for name, value in event["details"].items()),
    )


def _piece(session: Session, wanted: JournalQuery, *, below: int, floor: int) -> Sequence[JournalEntry]:
    conditions = [col(JournalEntry.seq) < below, col(JournalEntry.seq) >= floor]
    if wanted.kind:
        conditions.append(col(JournalEntry.event).contains(f'"action":"{wanted.kind}.', autoescape=True))
    if wanted.object:
        named = f'"subject":"{wanted.object}"' if ":" in wanted.object else f':{wanted.object}"'
        conditions.append(col(JournalEntry.event).contains(named, autoescape=True))
    return session.exec(
        select(JournalEntry).where(*conditions).order_by(col(JournalEntry.seq).desc()).limit(PIECE)
    ).all()


def _is_within(event: dict[str, Any], wanted: JournalQuery) -> bool:
    if wanted.object and ":" not in wanted.object and not str(event["subject"]).endswith(f":{wanted.object}"):
        return False
    day = _at(event).astimezone(SHANGHAI).date()
    return (wanted.since is None or day >= wanted.since) and (wanted.until is None or day <= wanted.until)


def _end(session: Session, *, until: date | None) -> int:
    if until is None:
        return load_head(session).seq + 1
    return _first_since(session, _midnight(until + timedelta(days=1)) + SLACK)


def _first_since(session: Session, moment: datetime) -> int:
    """Return the first number whose entry was written at a moment or later, by halving."""
    low, high = 1, load_head(session).seq + 1
    while low < high:
        middle = (low + high) // 2
        if _at(parse_event(session.get_one(JournalEntry, middle))) < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=SHANGHAI)


def _at(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])


def _bodies(session: Session, *, area: str) -> frozenset[int]:
    if not area:
        return frozenset()
    ids = session.exec(select(Organisation.id).where(col(Organisation.county_code).startswith(area, autoescape=True)))
    return frozenset(one for one in ids if one is not None)


def _lines(session: Session, pairs: Sequence[tuple[JournalEntry, dict[str, Any]]]) -> list[Line]:
    ids = {event["actor"].get("organisation_id") for _, event in pairs} - {None}
    rows = session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids)))
    names = {key: name for key, name in rows if key is not None}
    return [
        Line(
            seq=entry.seq,
            at=_at(event),
            who=_who(event["actor"], names=names),
            what=action_words(event["action"]),
            about=subject_words(event["subject"]),
            url=subject_page(event["subject"]),
        )
        for entry, event in pairs
    ]


def _who(actor: dict[str, Any], *, names: dict[int, str]) -> str:
    if "system" in actor:
        return "系统自动"
    role = ROLE_LABELS[Role(actor["role"])]
    return f"{names.get(actor['organisation_id'], '已注销的单位')}（{role}，用户 {actor['user_id']}）"


def _short(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return text or "（空）"
