"""One reminder to enterprises that have yet to answer: what is missing and until when, in their inbox and by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import InvalidError
from marketplace.core.journal import record
from marketplace.core.wording import short_day_text
from marketplace.enterprises.gaps import GapRow, gaps_of
from marketplace.enterprises.labels import GAP_ASKS, GAP_LABELS, Gap
from marketplace.enterprises.models import EnterpriseReminder
from marketplace.notify.services import notify_organisation

REST = timedelta(days=7)  # Nobody is reminded twice a week.
MOST = 200
SUBJECT = "请补全企业资料"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """How it went: told, not told since nobody has signed in yet, and not told again so soon."""

    told: int
    unreachable: int
    recent: int


def remind(
    session: Session, *, actor: Actor, enterprise_ids: Sequence[int], due_on: date | None, now: datetime
) -> Reminded:
    """Tell enterprises of the actor's area what is missing; raises InvalidError for a day that is over."""
    chosen = list(dict.fromkeys(enterprise_ids))
    if not chosen or len(chosen) > MOST:
        raise InvalidError(fields={"enterprise": [f"请选择要提醒的企业，一次最多 {MOST} 家。"]})
    if due_on is not None and due_on < shanghai_day(now):
        raise InvalidError(fields={"due_on": ["截止日期已经过了，请改成今天或以后的日期。"]})
    rows = [row for row in gaps_of(session, actor=actor, enterprise_ids=chosen) if _asked(row)]
    open_rows = [row for row in rows if row.is_reachable]
    due = [row for row in open_rows if row.reminded_at is None or now - row.reminded_at >= REST]
    for row in due:
        _tell(session, row, actor=actor, due_on=due_on, now=now)
    if due:
        details = {"enterprises": [row.enterprise_id for row in due], "due_on": due_on.isoformat() if due_on else ""}
        subject = f"organisation:{actor.organisation_id}"
        record(session, actor=actor, action="enterprises.reminded", subject=subject, now=now, details=details)
    return Reminded(told=len(due), unreachable=len(rows) - len(open_rows), recent=len(open_rows) - len(due))


def _asked(row: GapRow) -> list[Gap]:
    """Return what the enterprise itself can mend."""
    return [gap for gap in row.gaps if gap in GAP_ASKS]


def _tell(session: Session, row: GapRow, *, actor: Actor, due_on: date | None, now: datetime) -> None:
    asked = _asked(row)
    until = f"请在{short_day_text(due_on)}前补好：" if due_on else "请补好："
    notify_organisation(
        session,
        organisation_id=row.enterprise_id,
        subject=SUBJECT,
        body=f"主管部门查看了贵单位的登记。{until}{'；'.join(GAP_ASKS[gap] for gap in asked)}。补好后推荐会更准。",
        url=f"/enterprises/{row.enterprise_id}/{'links' if asked == [Gap.UNCHECKED] else 'edit'}",
        now=now,
    )
    session.add(
        EnterpriseReminder(
            enterprise_id=row.enterprise_id,
            gaps=[gap.value for gap in asked],
            due_on=due_on,
            sent_at=now,
            sent_by_id=actor.user_id,
        )
    )


def words_of(reminded: Reminded) -> str:
    """Return in one sentence how it went."""
    parts = [f"已提醒 {reminded.told} 家"]
    if reminded.unreachable:
        parts.append(f"{reminded.unreachable} 家还没有人登录，请发邀请链接")
    if reminded.recent:
        parts.append(f"{reminded.recent} 家七天内提醒过，没有再发")
    return "；".join(parts) + "。"


__all__ = ["GAP_LABELS", "MOST", "REST", "Reminded", "remind", "words_of"]
