"""What the worker does for notices: note that a period has run out, and tell the office."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.notices.labels import NoticeState
from marketplace.notices.objections import forget_authors
from marketplace.notices.queries import load_notice, standing_of
from marketplace.notices.services import note_end
from marketplace.notify.services import notify_organisation

FORGET_JOB = "forget_objectors"
NEXT_STEPS: dict[NoticeState, str] = {
    NoticeState.ANSWERING: "还有 {count} 件异议没有答复，请尽快答复。",
    NoticeState.CHANGE_DUE: "有成立的异议等待更改，请更改并重新公示。",
    NoticeState.CLEAR: "没有未决异议，可以作决定了。",
}


def end_notice(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Note the end once and tell the office what comes next."""
    notice_id = int(payload["notice_id"])
    if not note_end(session, notice_id=notice_id, now=now):
        return
    notice = load_notice(session, notice_id=notice_id)
    standing = standing_of(session, notice=notice, now=now)
    template = NEXT_STEPS.get(standing.state, "")
    notify_organisation(
        session,
        organisation_id=notice.organisation_id,
        subject=f"公示期满：{notice.title}"[:120],
        body=template.format(count=standing.open_objections),
        url=f"/notices/{notice_id}",
        now=now,
    )


def forget_objectors(session: Session, _payload: Mapping[str, Any], now: datetime) -> None:
    """Blank what is no longer needed to reach visitors who objected."""
    forget_authors(session, now=now)
