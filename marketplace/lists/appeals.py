"""Writes of appeals and complaints outside a public notice: filed, answered by the bureau."""

from datetime import datetime, timedelta

from sqlmodel import Session, func, select

from marketplace.core.actor import Actor, Role
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.errors import InvalidError, NotFoundError, TooManyRequestsError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import APPEAL_KIND_LABELS, AppealKind
from marketplace.lists.models import ListAppeal, ListApplication, ListCall
from marketplace.lists.queries import find_newest_edition, load_list
from marketplace.lists.schemas import AppealAnswerIn, AppealIn
from marketplace.notify.services import notify_organisation, notify_users

MOST_A_DAY = 5


def file_appeal(session: Session, *, actor: Actor, list_id: int, entered: AppealIn, now: datetime) -> ListAppeal:
    """Take an appeal of an applicant about itself, or a complaint about a provider on the list."""
    kept = load_list(session, list_id=list_id)
    _check(session, actor=actor, list_id=list_id, entered=entered)
    _refuse_flood(session, actor=actor, now=now)
    appeal = ListAppeal(
        list_id=list_id,
        provider_id=entered.provider_id,
        kind=entered.kind,
        text=entered.text.strip(),
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        filed_at=now,
    )
    session.add(appeal)
    session.flush()  # The journal names the appeal by its id.
    _note(session, actor=actor, appeal=appeal, action="list.appeal_filed", now=now)
    notify_organisation(
        session,
        organisation_id=kept.organisation_id,
        subject=f"收到{APPEAL_KIND_LABELS[entered.kind]}：{kept.title}"[:120],
        body="请核实后答复。没有办结的投诉会影响续期。",
        url=f"/bureau/lists/{list_id}",
        now=now,
    )
    return appeal


def answer_appeal(
    session: Session, *, actor: Actor, appeal_id: int, entered: AppealAnswerIn, now: datetime
) -> ListAppeal:
    """Answer an appeal or a complaint once; its author hears of it."""
    appeal = find_locked(session, ListAppeal, appeal_id)
    if appeal is None:
        raise NotFoundError
    kept = load_list(session, list_id=appeal.list_id, keeper=actor)
    if appeal.answered_at is not None:
        raise AlreadyDoneError("这件申诉或投诉已经答复。")
    appeal.answer, appeal.is_upheld = entered.answer.strip(), entered.is_upheld
    appeal.answered_at, appeal.answered_by_id = now, actor.user_id
    _note(session, actor=actor, appeal=appeal, action="list.appeal_answered", now=now)
    notify_users(
        session,
        user_ids=[appeal.user_id],
        subject=f"已答复：{kept.title}"[:120],
        body=f"{'成立' if appeal.is_upheld else '不成立'}。{appeal.answer}",
        url=f"/lists/{kept.id}",
        now=now,
    )
    return appeal


def _check(session: Session, *, actor: Actor, list_id: int, entered: AppealIn) -> None:
    if entered.kind is AppealKind.APPEAL:
        if actor.role is not Role.PROVIDER or entered.provider_id != actor.organisation_id:
            raise InvalidError(fields={"kind": ["申诉只能由服务商就自己的申报提出；反映别家的情况请选“投诉”。"]})
        if not _has_applied(session, list_id=list_id, provider_id=actor.organisation_id):
            raise InvalidError(fields={"kind": ["贵单位没有申报过这份名单，不能申诉。"]})
        return
    newest = find_newest_edition(session, list_id=list_id)
    if entered.provider_id not in {entry.provider_id for entry in (entries_of(newest) if newest else ())}:
        raise InvalidError(fields={"provider_id": ["请从名单里选择一家服务商。"]})


def _has_applied(session: Session, *, list_id: int, provider_id: int) -> bool:
    found = session.exec(
        select(ListApplication.id)
        .join(ListCall)
        .where(ListCall.list_id == list_id, ListApplication.provider_id == provider_id)
    ).first()
    return found is not None


def _refuse_flood(session: Session, *, actor: Actor, now: datetime) -> None:
    count = session.exec(
        select(func.count())
        .select_from(ListAppeal)
        .where(ListAppeal.user_id == actor.user_id, ListAppeal.filed_at > now - timedelta(days=1))
    ).one()
    if count >= MOST_A_DAY:
        raise TooManyRequestsError(f"一天最多提出 {MOST_A_DAY} 件，请明天再提。")


def _note(session: Session, *, actor: Actor, appeal: ListAppeal, action: str, now: datetime) -> None:
    details = {"appeal_id": appeal.id, "kind": appeal.kind.value, "provider_id": appeal.provider_id}
    subject = f"recommended_list:{appeal.list_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)
