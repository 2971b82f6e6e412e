"""What the digest of a notice stands for, for whoever verifies it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.core.wording import day_text
from marketplace.documents.findings import Thing
from marketplace.notices.labels import NOTICE_STATE_LABELS, NoticeState
from marketplace.notices.models import PublicNotice
from marketplace.notices.queries import load_changes, standing_of

# While it runs, and until its decision is taken, what a notice says is what is put up.
STANDS = frozenset({NoticeState.OPEN, NoticeState.ANSWERING, NoticeState.CHANGE_DUE, NoticeState.CLEAR})
MARKS = {NoticeState.OPEN: "正在公示", NoticeState.SETTLED: "公示已结束", NoticeState.WITHDRAWN: "公示已撤回"}
MARKS |= dict.fromkeys((NoticeState.ANSWERING, NoticeState.CHANGE_DUE, NoticeState.CLEAR), "公示期满")


def describe_notice(session: Session, digest: str, now: datetime) -> Sequence[Thing]:
    """Return the notices whose frozen content has a digest, with what changed when one was replaced."""
    notices = session.exec(
        select(PublicNotice).where(PublicNotice.digest == digest).order_by(col(PublicNotice.id).desc())
    ).all()
    changes = load_changes(session, notice_ids=[notice.id or 0 for notice in notices])
    things = []
    for notice in notices:
        change = changes.get(notice.id or 0)
        state = standing_of(session, notice=notice, now=now).state
        things.append(
            Thing(
                what="公示的内容",
                title=notice.title,
                issued_at=notice.published_at,
                is_current=state in STANDS,
                standing=notice_words(notice, state),
                url=f"/notices/{change.new_notice_id if change else notice.id}",
                changes=tuple(change.changes) if change else (),
                mark=MARKS.get(state, ""),
            )
        )
    return things


def notice_words(notice: PublicNotice, state: NoticeState) -> str:
    """Return where a notice stands, fit for whoever holds its paper in hand."""
    if state is NoticeState.OPEN:
        return f"公示的就是这份内容，公示到{day_text(notice.last_on)} 24:00"
    if state is NoticeState.WITHDRAWN:
        return f"已撤回：{notice.withdrawn_reason}" if notice.withdrawn_reason else "已撤回"
    if state is NoticeState.SETTLED:
        return f"公示的就是这份内容，公示到{day_text(notice.last_on)}，已经结束并作出决定"
    return NOTICE_STATE_LABELS[state]
