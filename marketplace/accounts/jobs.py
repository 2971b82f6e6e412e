"""What the worker does for accounts: mail a link to somebody who forgot the password."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.accounts import policies
from marketplace.accounts.services import NOBODY, start_reset
from marketplace.core.jobs import enqueue


def mail_reset_link(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Make a link and mail it; for an address that nobody has there is nothing to do."""
    user_id = int(payload["user_id"])
    if user_id == NOBODY:
        return
    token = start_reset(session, user_id=user_id, now=now)
    hours = policies.RESET_HOURS
    enqueue(
        session,
        kind="mail",
        payload={
            "user_id": user_id,
            "subject": "重新设置密码",
            "body": f"请在 {hours} 小时内打开下面的链接设置新密码。如果不是您本人申请，请忽略这封邮件。",
            "url": f"/password/reset/{token}",
        },
        now=now,
    )
