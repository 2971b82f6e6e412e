"""What the digest of a sample stands for, for whoever verifies it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from marketplace.documents.findings import Thing
from marketplace.samples.models import Sample


def describe_sample(session: Session, digest: str, _now: datetime) -> Sequence[Thing]:
    """Return the samples that carry a digest."""
    rows = session.exec(select(Sample).where(Sample.digest == digest)).all()
    return [
        Thing(
            what="企业样本",
            title=one.title,
            issued_at=one.marked_at,
            is_current=one.withdrawn_at is None,
            standing="已撤下" if one.withdrawn_at else "公开的就是这份内容",
            url="" if one.withdrawn_at else f"/samples/{one.id}",
        )
        for one in rows
    ]
