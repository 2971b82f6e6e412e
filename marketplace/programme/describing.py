"""What the digest of a round's rules stands for, for whoever verifies it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from marketplace.documents.findings import Thing
from marketplace.programme.models import PilotRound


def describe_round(session: Session, digest: str, _now: datetime) -> Sequence[Thing]:
    """Return the published rounds whose frozen rules have a digest."""
    return [
        Thing(
            what="试点申报规则",
            title=found.title,
            issued_at=found.published_at,
            is_current=True,
            standing="发布后没有更改",
            url=f"/programme/rounds/{found.id}",
        )
        for found in session.exec(select(PilotRound).where(PilotRound.rules_digest == digest))
        if found.published_at is not None
    ]
