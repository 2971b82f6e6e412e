"""Requests that a program may send again without doing the work twice: its key, and the answer it got."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, delete, select, update

from marketplace.core.columns import UTC_DATETIME

KEPT = timedelta(hours=24)
# A request that is neither committed nor answered after this died with its process.
LOST_AFTER = timedelta(seconds=120)
FORGET_KEPT_JOB = "idempotency.forget"


class KeptRequest(SQLModel, table=True):
    """One request under a person's key; ``committed_at`` is written in the transaction that did the work."""

    __tablename__ = "kept_request"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    key: str = Field(max_length=64)
    digest: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UTC_DATETIME, index=True)
    committed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    status: int | None = None
    media_type: str = Field(default="", max_length=80)
    etag: str = Field(default="", max_length=80)
    body: str = ""


class Standing(StrEnum):
    """What is known of a request that comes with a key."""

    NEW = "new"
    ANSWERED = "answered"
    OTHER_CONTENT = "other_content"
    UNDER_WAY = "under_way"
    DONE_UNANSWERED = "done_unanswered"


def standing(found: KeptRequest | None, *, digest: str, now: datetime) -> Standing:
    """Tell whether to do the work, to answer as before, or to refuse."""
    if found is None or found.created_at < now - KEPT:
        return Standing.NEW
    if found.digest != digest:
        return Standing.OTHER_CONTENT
    if found.status is not None:
        return Standing.ANSWERED
    if found.committed_at is not None:
        return Standing.DONE_UNANSWERED
    return Standing.NEW if found.created_at < now - LOST_AFTER else Standing.UNDER_WAY


def find_kept(session: Session, *, user_id: int, key: str) -> KeptRequest | None:
    """Return what is kept under a person's key."""
    return session.exec(select(KeptRequest).where(KeptRequest.user_id == user_id, KeptRequest.key == key)).first()


def claim(session: Session, *, user_id: int, key: str, digest: str, now: datetime) -> int:
    """Write the key before the work begins; IntegrityError tells that another request was quicker."""
    # What is too old to count gives way; work that is done without an answer stays, so that it is not done again.
    mine = (col(KeptRequest.user_id) == user_id, col(KeptRequest.key) == key)
    undone = (col(KeptRequest.status).is_(None), col(KeptRequest.committed_at).is_(None))
    session.exec(delete(KeptRequest).where(*mine, *undone, col(KeptRequest.created_at) < now - LOST_AFTER))
    session.exec(delete(KeptRequest).where(*mine, col(KeptRequest.created_at) < now - KEPT))
    row = KeptRequest(user_id=user_id, key=key, digest=digest, created_at=now)
    session.add(row)
    session.flush()  # The caller needs the id, and the constraint decides who was first.
    return row.id or 0


def mark_committed(session: Session, *, kept_id: int, now: datetime) -> None:
    """Say, in the transaction of the work itself, that it is done."""
    session.exec(update(KeptRequest).where(col(KeptRequest.id) == kept_id).values(committed_at=now))


def keep_answer(session: Session, *, kept_id: int, status: int, media_type: str, etag: str, body: str) -> None:
    """Keep what was answered, for whoever asks again."""
    values = {"status": status, "media_type": media_type, "etag": etag, "body": body}
    session.exec(update(KeptRequest).where(col(KeptRequest.id) == kept_id).values(**values))


def release(session: Session, *, kept_id: int) -> None:
    """Forget a request that did nothing, so that it can be tried again."""
    session.exec(delete(KeptRequest).where(col(KeptRequest.id) == kept_id, col(KeptRequest.committed_at).is_(None)))


def forget_old(session: Session, *, now: datetime) -> None:
    """Drop what nobody asks for again."""
    session.exec(delete(KeptRequest).where(col(KeptRequest.created_at) < now - KEPT))


def forget_kept(session: Session, _payload: Mapping[str, Any], now: datetime) -> None:
    """Drop old answers, every night."""
    forget_old(session, now=now)
