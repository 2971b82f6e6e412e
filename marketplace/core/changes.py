"""The change log: "module 7 changed" as a numbered row that each node's caches follow by a cursor."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, func, select

from marketplace.core.columns import UTC_DATETIME

_PENDING = "changes_pending"


class Change(SQLModel, table=True):
    """One change of one public thing; numbers rise in order of commit."""

    __tablename__ = "change"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(max_length=40)
    object_id: int
    recorded_at: datetime = Field(sa_type=UTC_DATETIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What changed, as followers see it."""

    seq: int
    kind: str
    object_id: int


def log_change(session: Session, *, kind: str, object_id: int, now: datetime) -> None:
    """Note that a thing changed; the row is numbered just before the transaction commits."""
    session.info.setdefault(_PENDING, {})[(kind, object_id)] = now


def has_pending(session: Session) -> bool:
    """Say whether changes wait for the commit."""
    return bool(session.info.get(_PENDING))


def append_pending(session: Session) -> None:
    """Number and write the noted changes; the caller holds the journal's lock."""
    pending = session.info.pop(_PENDING, {})
    seq = load_last_seq(session) if pending else 0
    for (kind, object_id), moment in pending.items():
        seq += 1
        session.add(Change(seq=seq, kind=kind, object_id=object_id, recorded_at=moment))


def load_last_seq(session: Session) -> int:
    """Return the highest number given so far, 0 when nothing has changed yet."""
    return session.exec(select(func.coalesce(func.max(Change.seq), 0))).one()


def load_changes_after(session: Session, *, cursor: int, limit: int = 500) -> list[Changed]:
    """Return changes beyond a follower's cursor, oldest first."""
    rows = session.exec(
        select(Change.seq, Change.kind, Change.object_id)
        .where(col(Change.seq) > cursor)
        .order_by(col(Change.seq))
        .limit(limit)
    )
    return [Changed(seq=seq, kind=kind, object_id=object_id) for seq, kind, object_id in rows]
