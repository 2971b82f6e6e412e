"""Writes of drafts: made from a review, a workbook or another county's list; edited, handed to a colleague."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import NotReadyError
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists import policies
from marketplace.lists.calls import ensure_list, load_own_call
from marketplace.lists.checking import tell_checkers
from marketplace.lists.entries import Entry, from_json, state_on, to_json
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import Basis, EntryState, ListAction, ListState
from marketplace.lists.models import ListDraft, RecommendedList
from marketplace.lists.policies import Situation
from marketplace.lists.queries import (
    NOTICE_SUBJECT,
    REVIEW_SUBJECT,
    draft_state_of,
    find_newest_edition,
    find_running_draft,
    load_draft,
    load_list,
)
from marketplace.lists.reviewing import split_of_review
from marketplace.notices.queries import load_standing
from marketplace.reviews.queries import find_review


def draft_from_review(session: Session, *, actor: Actor, call_id: int, now: datetime) -> ListDraft:
    """Draft the list that a concluded review proposes, in the order of its places."""
    call, kept = load_own_call(session, actor=actor, call_id=call_id)
    review = find_review(session, subject_kind=REVIEW_SUBJECT, subject_id=call_id)
    if review is None:
        raise NotReadyError("还没有建立评审，不能起草名单。")
    known = session.exec(select(ListDraft).where(ListDraft.review_id == review.id)).first()
    if known is not None and draft_state_of(known) is not ListState.WITHDRAWN:
        return known
    split = split_of_review(session, call=call, kept=kept, review_id=review.id or 0)
    draft = _draft(kept, actor=actor, basis=Basis.REVIEW, notice_days=call.notice_days, now=now)
    draft.call_id, draft.review_id = call.id, review.id
    draft.entries = [to_json(entry) for entry in split.entries]
    draft.omitted = [to_json(entry) for entry in split.omitted]
    return _begin(session, actor=actor, kept=kept, draft=draft, now=now)


def draft_from_rows(
    session: Session,
    *,
    actor: Actor,
    catalog_no: int,
    provider_kind: ProviderKindName,
    source: str,
    entries: Sequence[Entry],
    now: datetime,
) -> ListDraft:
    """Draft a list from the rows of an old one; it goes through check and public notice like any other."""
    kept = ensure_list(session, actor=actor, catalog_no=catalog_no, provider_kind=provider_kind, now=now)
    draft = _draft(kept, actor=actor, basis=Basis.IMPORT, notice_days=5, now=now)
    draft.source, draft.entries = source, [to_json(entry) for entry in entries]
    return _begin(session, actor=actor, kept=kept, draft=draft, now=now)


def recognise(
    session: Session, *, actor: Actor, list_id: int, from_list_id: int, provider_id: int, reason: str, now: datetime
) -> ListDraft:
    """Take over another county's admission into a draft; it never lasts longer than the admission itself."""
    kept = load_list(session, list_id=list_id, keeper=actor, lock=True)
    entry = _recognised(session, from_list_id=from_list_id, provider_id=provider_id, reason=reason, now=now)
    draft = find_running_draft(session, list_id=list_id)
    if draft is None:
        draft = _draft(kept, actor=actor, basis=Basis.RECOGNITION, notice_days=5, now=now)
        _begin(session, actor=actor, kept=kept, draft=draft, now=now)
    require(session, actor=actor, action=ListAction.EDIT, draft=draft, now=now)
    if any(item["provider_id"] == provider_id for item in draft.entries):
        raise InvalidError(fields={"provider_id": ["这家服务商已经在草案里。"]})
    draft.entries = [*draft.entries, to_json(entry)]
    note_draft(session, actor=actor, draft=draft, action="list.recognised", now=now)
    add_drafter(draft, actor)
    return draft


def move_entry(
    session: Session,
    *,
    actor: Actor,
    draft_id: int,
    provider_id: int,
    include: bool,
    reason: str,
    seen_version: int,
    now: datetime,
) -> ListDraft:
    """Take a provider out of a draft, or an applicant into it, with the reason that is kept."""
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.EDIT, draft=draft, now=now)
    draft.entries, draft.omitted = moved(draft, provider_id=provider_id, include=include, reason=reason)
    add_drafter(draft, actor)
    note_draft(session, actor=actor, draft=draft, action="list.edited", now=now)
    return draft


def moved(
    draft: ListDraft, *, provider_id: int, include: bool, reason: str
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return entries and omissions after a provider changed sides; the last entry may not go."""
    source = draft.omitted if include else draft.entries
    item = next((row for row in source if row["provider_id"] == provider_id), None)
    if item is None:
        raise InvalidError(fields={"provider_id": ["请从列出的服务商里选择。"]})
    entry = to_json(replace(from_json(item), note=reason.strip()))
    rest = [row for row in source if row["provider_id"] != provider_id]
    if include:
        ranked = sorted([*draft.entries, entry], key=lambda row: (row["place"] == 0, row["place"]))
        return ranked, rest
    return rest, [*draft.omitted, entry]


def submit_draft(session: Session, *, actor: Actor, draft_id: int, seen_version: int, now: datetime) -> ListDraft:
    """Hand a draft to the colleagues for the internal check, and tell them."""
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.SUBMIT, draft=draft, now=now)
    if not draft.entries:
        raise NotReadyError("草案里没有一家服务商，不能提交审核。")
    draft.submitted_at, draft.returned_reason = now, ""
    add_drafter(draft, actor)
    note_draft(session, actor=actor, draft=draft, action="list.submitted", now=now)
    tell_checkers(session, draft=draft, kept=load_list(session, list_id=draft.list_id), now=now)
    return draft


def return_draft(
    session: Session, *, actor: Actor, draft_id: int, reason: str, seen_version: int, now: datetime
) -> ListDraft:
    """Give a draft back to be mended, from the check or after its notice was withdrawn."""
    draft = load_own_draft(session, actor=actor, draft_id=draft_id, seen_version=seen_version)
    require(session, actor=actor, action=ListAction.RETURN, draft=draft, now=now)
    draft.submitted_at = draft.noticed_at = None
    draft.returned_reason = reason.strip()
    note_draft(session, actor=actor, draft=draft, action="list.returned", now=now)
    return draft


def load_own_draft(session: Session, *, actor: Actor, draft_id: int, seen_version: int) -> ListDraft:
    """Return a draft of the actor's bureau as the officer saw it, locked; another bureau's does not exist."""
    draft = load_draft(session, draft_id=draft_id, lock=True)
    load_list(session, list_id=draft.list_id, keeper=actor, lock=True)
    if draft.version != seen_version:
        raise VersionMovedError
    return draft


def situation_of(
    session: Session, *, actor: Actor, draft: ListDraft, kept: RecommendedList, now: datetime
) -> Situation:
    """Return everything that a decision on an action depends on."""
    standing = load_standing(session, subject_kind=NOTICE_SUBJECT, subject_id=draft.id or 0, now=now)
    return Situation(
        state=draft_state_of(draft),
        role=actor.role,
        is_own=policies.can_manage(actor, organisation_id=kept.organisation_id),
        has_drafted=actor.user_id in draft.drafter_ids,
        notice=standing.state if standing else None,
    )


def require(session: Session, *, actor: Actor, action: ListAction, draft: ListDraft, now: datetime) -> None:
    """Raise ConflictError with the reason unless the action may be done now."""
    kept = load_list(session, list_id=draft.list_id)
    refused = policies.refusal(action, situation_of(session, actor=actor, draft=draft, kept=kept, now=now))
    if refused is not None:
        raise ConflictError(refused, code=f"list.{action.value}_refused")


def add_drafter(draft: ListDraft, actor: Actor) -> None:
    """Note who had a hand in a draft."""
    draft.drafter_ids = sorted({*draft.drafter_ids, actor.user_id})


def note_draft(session: Session, *, actor: Actor, draft: ListDraft, action: str, now: datetime) -> None:
    """Count the version up and journal what was done."""
    draft.version += 1
    details = {"draft_id": draft.id, "entries": len(draft.entries)}
    record(session, actor=actor, action=action, subject=f"recommended_list:{draft.list_id}", now=now, details=details)


def _draft(kept: RecommendedList, *, actor: Actor, basis: Basis, notice_days: int, now: datetime) -> ListDraft:
    return ListDraft(
        list_id=kept.id or 0,
        basis=basis,
        entries=[],
        omitted=[],
        drafter_ids=[actor.user_id],
        notice_days=notice_days,
        created_at=now,
        version=0,
    )


def _begin(session: Session, *, actor: Actor, kept: RecommendedList, draft: ListDraft, now: datetime) -> ListDraft:
    load_list(session, list_id=kept.id or 0, lock=True)
    if find_running_draft(session, list_id=kept.id or 0) is not None:
        raise ConflictError("这份名单还有一份草案没有办完，请先发布或撤回它。", code="list.draft_running")
    session.add(draft)
    session.flush()  # The journal names the draft by its id.
    note_draft(session, actor=actor, draft=draft, action="list.drafted", now=now)
    return draft


def _recognised(session: Session, *, from_list_id: int, provider_id: int, reason: str, now: datetime) -> Entry:
    other = find_newest_edition(session, list_id=from_list_id)
    if other is None:
        raise NotFoundError
    entry = next((row for row in entries_of(other) if row.provider_id == provider_id), None)
    if entry is None or state_on(entry, shanghai_day(now)) is not EntryState.LISTED:
        raise InvalidError(fields={"provider_id": ["这家服务商现在不在所选的名单里，不能认可。"]})
    title = load_list(session, list_id=from_list_id).title
    return Entry(
        provider_id=provider_id,
        name=load_organisation(session, organisation_id=provider_id).name,
        uscc=entry.uscc,
        basis=Basis.RECOGNITION,
        provenance={"list_id": from_list_id, "list": title, "edition": other.label, "edition_digest": other.digest},
        note=reason.strip(),
        valid_until=entry.valid_until,
    )
