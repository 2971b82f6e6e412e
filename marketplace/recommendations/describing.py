"""What the digest of a stored ranking stands for, for whoever verifies it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from marketplace.documents.findings import Thing
from marketplace.recommendations.models import Run

STANDING = "登记在册。有权查看的人打开以后可以重新计算，看算出来的是不是同一个结果"


def describe_run(session: Session, digest: str, _now: datetime) -> Sequence[Thing]:
    """Return the stored ranking of a digest: that it is kept and since when, nothing of whose it is."""
    run = session.exec(select(Run).where(Run.digest == digest)).first()
    if run is None:
        return ()
    return (
        Thing(
            what="排序记录",
            title="一次服务商排序",
            issued_at=run.created_at,
            is_current=True,
            standing=STANDING,
            url=f"/runs/{digest}",
            mark="登记在册",
        ),
    )
