"""Writes from the public notice to the edition: notice, change and restart, decision, publication, withdrawal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import ConflictError, InvalidError
from marketplace.documents.services import issue_document
from marketplace.documents.words import clause
from marketplace.lists.drafting import add_drafter, load_own_draft, moved, note_draft, require
from marketplace.lists.editions import write_edition
from marketplace.lists.entries import Entry, admit, from_json, settle
from marketplace.lists.facts import draft_entries, entries_of, notice_facts
from marketplace.lists.labels import BASIS_LABELS, ListAction, ListState
from marketplace.lists.models import ListCall, ListDraft, ListEdition, RecommendedList
from marketplace.lists.papers import criteria_of, notice_issue
from marketplace.lists.queries import NOTICE_SUBJECT, draft_state_of, find_newest_edition, load_list
from marketplace.notices.labels import ChangeReason, NoticeState
from marketplace.notices.models import PublicNotice
from marketplace.notices.queries import find_newest, load_standing
from marketplace.notices.schemas import ChangeIn, NoticeIn, NoticeItem
from marketplace.notices.services import publish_notice, restart_notice, settle_notice, withdraw_notice
from marketplace.notify.services import notify_organisation
from marketplace.reviews.criteria import score_text
from marketplace.reviews.models import Review

DEFAULT_MONTHS = 24
LATEST_START = 60  # Days ahead that an edition may take effect.


def notice_draft(
    session: Session, *, actor: Actor, draft_id: int, seen_version: int, base_url: str, now: datetime
) -> PublicNotice:
    """Pass the internal check and put the draft up for public notice; by another officer than its drafters."""
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.NOTICE, draft=draft, now=now)
    kept = load_list(session, list_id=draft.list_id)
    notice = NoticeIn(
        subject_kind=NOTICE_SUBJECT,
        subject_id=draft.id or 0,
        subject_url=f"/lists/{kept.id}",
        title=f"{kept.title}公示"[:200],
        lead=_lead(draft),
        facts=facts_of_draft(session, kept=kept, draft=draft),
        items=_items(session, draft=draft),
        days=draft.notice_days,
        county_code=kept.county_code,
    )
    published = publish_notice(session, actor=actor, notice=notice, now=now)
    _issue_notice(session, actor=actor, kept=kept, draft=draft, notice=published, base_url=base_url, now=now)
    draft.noticed_at, draft.noticed_by_id = now, actor.user_id
    note_draft(session, actor=actor, draft=draft, action="list.noticed", now=now)
    _tell_omitted(session, kept=kept, draft=draft, notice_id=published.id or 0, now=now)
    return published


def change_noticed(
    session: Session,
    *,
    actor: Actor,
    draft_id: int,
    provider_id: int,
    include: bool,
    why: ChangeReason,
    reason: str,
    objection_ids: Sequence[int] = (),
    seen_version: int,
    base_url: str,
    now: datetime,
) -> PublicNotice:
    """Change what is under notice through a change object: the notice starts anew for what changed, and only for that.

    Who makes the change has drafted, and may not publish afterwards.
    """
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.CHANGE, draft=draft, now=now)
    draft.entries, draft.omitted = moved(draft, provider_id=provider_id, include=include, reason=reason)
    if not draft.entries:
        raise ConflictError("移出以后名单里没有一家服务商。请撤回公示，退回草案重新拟定。")
    kept = load_list(session, list_id=draft.list_id)
    change = _change(session, kept=kept, draft=draft, provider_id=provider_id, include=include, why=why, reason=reason)
    add_drafter(draft, actor)
    notice = restart_notice(session, actor=actor, change=replace(change, objection_ids=tuple(objection_ids)), now=now)
    _issue_notice(session, actor=actor, kept=kept, draft=draft, notice=notice, base_url=base_url, now=now)
    note_draft(session, actor=actor, draft=draft, action="list.changed", now=now)
    return notice


def _change(
    session: Session,
    *,
    kept: RecommendedList,
    draft: ListDraft,
    provider_id: int,
    include: bool,
    why: ChangeReason,
    reason: str,
) -> ChangeIn:
    entry = _entry_of(draft, provider_id=provider_id)
    return ChangeIn(
        subject_kind=NOTICE_SUBJECT,
        subject_id=draft.id or 0,
        reason=why,
        rationale=reason,
        facts=facts_of_draft(session, kept=kept, draft=draft),
        items=(NoticeItem(key=entry.key, label=entry.name, note="拟补充列入" if include else "拟移出"),),
        changes=(f"{'补充列入' if include else '移出'}{entry.name}",),
        lead=_lead(draft),
    )


def decide_draft(
    session: Session, *, actor: Actor, draft_id: int, decision: str, seen_version: int, now: datetime
) -> ListDraft:
    """Note the office's decision; the notice is locked and settled with it, so that no objection is lost between."""
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.DECIDE, draft=draft, now=now)
    settle_notice(session, actor=actor, subject_kind=NOTICE_SUBJECT, subject_id=draft.id or 0, now=now)
    draft.decided_at, draft.decided_by_id = now, actor.user_id
    draft.decision = decision.strip()
    note_draft(session, actor=actor, draft=draft, action="list.decided", now=now)
    return draft


def publish_list(
    session: Session,
    *,
    actor: Actor,
    draft_id: int,
    effective_on: date,
    seen_version: int,
    base_url: str,
    now: datetime,
) -> ListEdition:
    """Publish the decided draft as the next edition, by another officer than its drafters.

    Who was on the list before stays on it while their period runs; removed entries stay visible as removed.
    """
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.PUBLISH, draft=draft, now=now)
    kept = load_list(session, list_id=draft.list_id, lock=True)
    newest = find_newest_edition(session, list_id=draft.list_id)
    _check_day(effective_on, newest=newest, now=now)
    before = settle(entries_of(newest), effective_on) if newest else ()
    until = add_months(effective_on, _months(session, draft=draft)) - timedelta(days=1)
    entries = admit(before, draft_entries(draft), on=effective_on, until=until)
    edition = write_edition(
        session,
        actor=actor,
        kept=kept,
        entries=entries,
        effective_on=effective_on,
        criteria=criteria_of(session, draft=draft),
        decision=_decision(session, draft=draft),
        draft_id=draft.id,
        base_url=base_url,
        now=now,
    )
    draft.published_at, draft.published_by_id = now, actor.user_id
    note_draft(session, actor=actor, draft=draft, action="list.published", now=now)
    _mark_amended(session, list_id=draft.list_id, without_id=draft.id or 0, now=now)
    return edition


def withdraw_draft(
    session: Session, *, actor: Actor, draft_id: int, reason: str, seen_version: int, now: datetime
) -> ListDraft:
    """End a draft that was not published; a running notice is withdrawn with it, with the same reason."""
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.WITHDRAW, draft=draft, now=now)
    standing = load_standing(session, subject_kind=NOTICE_SUBJECT, subject_id=draft.id or 0, now=now)
    over = {NoticeState.SETTLED, NoticeState.WITHDRAWN, NoticeState.REPLACED}
    if standing is not None and standing.state not in over:
        withdraw_notice(session, actor=actor, notice_id=standing.notice_id, reason=reason, now=now)
    draft.withdrawn_at, draft.withdrawn_reason = now, reason.strip()
    note_draft(session, actor=actor, draft=draft, action="list.withdrawn", now=now)
    return draft


def facts_of_draft(session: Session, *, kept: RecommendedList, draft: ListDraft) -> dict[str, object]:
    """Return what a draft's notice freezes."""
    review = session.get(Review, draft.review_id) if draft.review_id else None
    return notice_facts(
        kept, draft, scheme=review.scheme if review else None, review_digest=review.outcome_digest if review else ""
    )


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _issue_notice(
    session: Session,
    *,
    actor: Actor,
    kept: RecommendedList,
    draft: ListDraft,
    notice: PublicNotice,
    base_url: str,
    now: datetime,
) -> None:
    facts = facts_of_draft(session, kept=kept, draft=draft)
    issue = notice_issue(session, kept=kept, draft=draft, notice=notice, facts=facts, base_url=base_url)
    issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)


def _lead(draft: ListDraft) -> str:
    counted = len(draft.entries)
    origin = {
        "review": "经公开征集、资格审查、专家评审和内部审核",
        "import": f"根据{draft.source}补录",
        "recognition": "经核对其他县（市、区）的现行名单",
    }[draft.basis.value]
    return f"{origin}，拟将以下 {counted} 家列入推荐名单，现予公示。名单供企业选择时参考，不指定，也不限制企业另选。"


def _items(session: Session, *, draft: ListDraft) -> tuple[NoticeItem, ...]:
    labels = criteria_of(session, draft=draft)
    return tuple(
        NoticeItem(key=entry.key, label=entry.name, note=_note_of(entry, labels)) for entry in draft_entries(draft)
    )


def _note_of(entry: Entry, labels: Mapping[str, str]) -> str:
    if not entry.scores:
        return entry.note or BASIS_LABELS[entry.basis]
    parts = "，".join(f"{labels.get(key, key)} {score_text(score)}" for key, score in entry.scores.items())
    return f"第 {entry.place} 名，总分 {score_text(entry.total)}（{parts}）"


def _entry_of(draft: ListDraft, *, provider_id: int) -> Entry:
    rows = [*draft.entries, *draft.omitted]
    return from_json(next(row for row in rows if row["provider_id"] == provider_id))


def _check_day(day: date, *, newest: ListEdition | None, now: datetime) -> None:
    today = shanghai_day(now)
    if not today <= day <= today + timedelta(days=LATEST_START):
        raise InvalidError(fields={"effective_on": [f"生效日期应在今天到 {LATEST_START} 天以内。"]})
    if newest is not None and day < newest.effective_on:
        raise InvalidError(fields={"effective_on": ["生效日期不能早于上一版。"]})


def _months(session: Session, *, draft: ListDraft) -> int:
    call = session.get(ListCall, draft.call_id) if draft.call_id else None
    return call.valid_months if call else DEFAULT_MONTHS


def _decision(session: Session, *, draft: ListDraft) -> dict[str, str | int]:
    notice = find_newest(session, subject_kind=NOTICE_SUBJECT, subject_id=draft.id or 0)
    review = session.get(Review, draft.review_id) if draft.review_id else None
    return {
        "basis": draft.basis.value,
        "text": draft.decision,
        "notice": notice.number if notice else "",
        "notice_digest": notice.digest if notice else "",
        "review_digest": review.outcome_digest if review else "",
    }


def _mark_amended(session: Session, *, list_id: int, without_id: int, now: datetime) -> None:
    for other in session.exec(select(ListDraft).where(ListDraft.list_id == list_id)):
        if other.id != without_id and draft_state_of(other) is ListState.PUBLISHED:
            other.amended_at = now


def _tell_omitted(session: Session, *, kept: RecommendedList, draft: ListDraft, notice_id: int, now: datetime) -> None:
    for row in draft.omitted:
        notify_organisation(
            session,
            organisation_id=row["provider_id"],
            subject=f"没有拟列入：{kept.title}"[:120],
            body=f"原因：{clause(row['note'])}。公示期内可以提出异议。",
            url=f"/notices/{notice_id}",
            now=now,
        )
