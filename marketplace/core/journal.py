"""The hash-chained journal: who did what to which thing, without any personal value.

Each row holds the digest of the row before it, so an altered, deleted or inserted row breaks the chain. A tail that
was cut off, or a chain written anew, is found only against a head that was saved elsewhere: heads are published.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, text
from sqlmodel import Field, Session, SQLModel, col, select

import marketplace.core.columns  # noqa: F401 - the naming convention must be set before a table exists
from marketplace.core.actor import Actor, System
from marketplace.core.digest import canonical_json

GENESIS = "0" * 64
_PENDING = "journal_pending"
_LOCK_KEY = 4_500_2022  # Any constant will do; this one names the advisory lock of the journal.


class JournalEntry(SQLModel, table=True):
    """One link of the chain; ``event`` is canonical JSON, ``digest`` = SHA-256(previous digest + event)."""

    __tablename__ = "journal_entry"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    previous_digest: str = Field(max_length=64)
    event: str
    digest: str = Field(max_length=64, unique=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last link: enough to find a cut tail or a rewritten chain later."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The outcome of a walk along the chain; ``broken_at`` is the first bad sequence number."""

    count: int
    head: Head
    broken_at: int | None = None
    reason: str = ""

    @property
    def is_intact(self) -> bool:
        return self.broken_at is None


def record(
    session: Session,
    *,
    actor: Actor | System,
    action: str,
    subject: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Note an event; it joins the chain just before the transaction commits.

    ``action`` reads ``module.published``, ``subject`` reads ``module:7``. ``details`` holds ids, field names and
    digests, never a personal value; numbers are integers.
    """
    entry = {
        "action": action,
        "actor": _actor_fields(actor),
        "at": now.isoformat(timespec="microseconds"),
        "details": dict(details or {}),
        "subject": subject,
    }
    session.info.setdefault(_PENDING, []).append(canonical_json(entry).decode())


def has_pending(session: Session) -> bool:
    """Say whether events wait for the commit."""
    return bool(session.info.get(_PENDING))


def lock_chain(session: Session) -> None:
    """Take the lock under which rows are numbered, last of all, so that order of numbers is order of commits."""
    # SQLite's BEGIN IMMEDIATE already admits one writer at a time.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})


def append_pending(session: Session) -> None:
    """Write the noted events as links of the chain; the caller holds the lock."""
    pending = session.info.pop(_PENDING, [])
    head = load_head(session) if pending else Head(seq=0, digest=GENESIS)
    for event_text in pending:
        entry = JournalEntry(
            seq=head.seq + 1,
            previous_digest=head.digest,
            event=event_text,
            digest=_link(head.digest, event_text),
        )
        session.add(entry)
        head = Head(seq=entry.seq, digest=entry.digest)


def load_head(session: Session) -> Head:
    """Return the last link, or the genesis when the journal is empty."""
    row = session.exec(select(JournalEntry).order_by(col(JournalEntry.seq).desc()).limit(1)).first()
    return Head(seq=row.seq, digest=row.digest) if row else Head(seq=0, digest=GENESIS)


def verify(session: Session, *, head: Head | None = None) -> Verification:
    """Compute the whole chain again, and hold it against a saved head when one is given."""
    previous, seq, saved_seen = GENESIS, 0, head is None or head.seq == 0
    rows = session.exec(
        select(JournalEntry.seq, JournalEntry.previous_digest, JournalEntry.event, JournalEntry.digest).order_by(
            col(JournalEntry.seq)
        )
    ).yield_per(1000)
    for row_seq, row_previous, row_event, row_digest in rows:
        fault = _fault(row_seq, row_previous, row_event, row_digest, expected=(seq + 1, previous))
        if fault is None and head is not None and row_seq == head.seq:
            saved_seen = True
            fault = None if row_digest == head.digest else "和保存的链头对不上"
        if fault is not None:
            return Verification(count=seq, head=Head(seq=seq, digest=previous), broken_at=row_seq, reason=fault)
        seq, previous = row_seq, row_digest
    last = Head(seq=seq, digest=previous)
    if not saved_seen:
        return Verification(count=seq, head=last, broken_at=seq + 1, reason="到保存的链头为止，缺了后面的记录")
    return Verification(count=seq, head=last)


def salted_digest(value: str, *, salt: str) -> str:
    """Return a digest that proves a personal value to who knows it, and means nothing once the salt is gone."""
    return hashlib.sha256(f"{salt}\x00{value}".encode()).hexdigest()


def _fault(seq: int, previous: str, event_text: str, digest: str, *, expected: tuple[int, str]) -> str | None:
    if seq != expected[0]:
        return f"缺第 {expected[0]} 条"
    if previous != expected[1]:
        return "和前一条接不上"
    if digest != _link(previous, event_text):
        return "这一条被改过"
    return None


def _link(previous: str, event_text: str) -> str:
    return hashlib.sha256(f"{previous}{event_text}".encode()).hexdigest()


def _actor_fields(actor: Actor | System) -> dict[str, Any]:
    if isinstance(actor, System):
        return {"system": actor.name}
    return {"organisation_id": actor.organisation_id, "role": actor.role.value, "user_id": actor.user_id}


def holds(entry: JournalEntry, *, before: JournalEntry | None) -> bool:
    """Say whether one row follows the one before it and bears the digest of its own text."""
    expected = (entry.seq, before.digest if before is not None else GENESIS)
    return _fault(entry.seq, entry.previous_digest, entry.event, entry.digest, expected=expected) is None


def parse_event(entry: JournalEntry) -> dict[str, Any]:
    """Return the event of a row as a dictionary."""
    parsed: dict[str, Any] = json.loads(entry.event)
    return parsed


SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER journal_entry_no_{verb.lower()} BEFORE {verb} ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRES_TRIGGERS = (
    (
        "CREATE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()"
    ),
    (
        "CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse()"
    ),
)


def triggers_for(dialect: str) -> tuple[str, ...]:
    """Return the statements that make the table append-only, for the migration and for tests alike."""
    return POSTGRES_TRIGGERS if dialect == "postgresql" else SQLITE_TRIGGERS


@event.listens_for(JournalEntry.__table__, "after_create")  # type: ignore[attr-defined]  # SQLModel hides the table
def _create_triggers(_target: object, connection: Connection, **_options: object) -> None:
    for statement in triggers_for(connection.dialect.name):
        connection.exec_driver_sql(statement)
