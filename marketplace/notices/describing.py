"""What the digest of a notice stands for, for whoever verifies it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.documents.verifying import Thing
from marketplace.notices.models import PublicNotice
from marketplace.notices.queries import load_changes


def describe_notice(session: Session, digest: str) -> Sequence[Thing]:
    """Return the notices whose frozen content has a digest, with what changed when one was replaced."""
    notices = session.exec(
        select(PublicNotice).where(PublicNotice.digest == digest).order_by(col(PublicNotice.id).desc())
    ).all()
    changes = load_changes(session, notice_ids=[notice.id or 0 for notice in notices])
    things = []
    for notice in notices:
        change = changes.get(notice.id or 0)
        things.append(
            Thing(
                what="公示的内容",
                title=notice.title,
                issued_at=notice.published_at,
                is_current=notice.replaced_at is None and notice.withdrawn_at is None,
                standing=_standing(notice),
                url=f"/notices/{change.new_notice_id if change else notice.id}",
                changes=tuple(change.changes) if change else (),
            )
        )
    return things


def _standing(notice: PublicNotice) -> str:
    if notice.withdrawn_at is not None:
        return "已撤回"
    return "内容有更改，已重新公示" if notice.replaced_at is not None else "公示的就是这份内容"
