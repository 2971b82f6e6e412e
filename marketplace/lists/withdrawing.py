"""The withdrawal of a whole published list: one officer proposes, another confirms, an edition of its own says so."""

from datetime import datetime

from sqlmodel import Session, select

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, NotReadyError
from marketplace.core.errors import ConflictError, ForbiddenError
from marketplace.core.locks import locked
from marketplace.documents.words import clause
from marketplace.lists import policies
from marketplace.lists.editions import write_edition
from marketplace.lists.entries import settle, withdraw
from marketplace.lists.facts import WITHDRAWAL, entries_of, is_withdrawal
from marketplace.lists.labels import REASON_LABELS, ListAction, ListChangeKind, ListState
from marketplace.lists.models import ListChange, ListDraft, ListEdition, RecommendedList
from marketplace.lists.policies import Situation
from marketplace.lists.queries import draft_state_of, find_newest_edition, load_list, load_pending_changes
from marketplace.lists.schemas import WithdrawalIn


def propose_withdrawal(
    session: Session, *, actor: Actor, list_id: int, entered: WithdrawalIn, now: datetime
) -> ListChange:
    """Propose to withdraw a whole published list; nothing changes before a colleague confirmed it."""
    kept = load_list(session, list_id=list_id, keeper=actor, lock=True)
    _standing_edition(session, kept=kept)
    _require(_published_draft(session, kept=kept), actor=actor, has_proposed=False)
    if any(row.kind is ListChangeKind.WITHDRAW for row in load_pending_changes(session, list_id=list_id)):
        raise ConflictError("已有同事提出撤回这份名单，等待确认。", code="list.change_pending")
    change = ListChange(
        list_id=list_id,
        kind=ListChangeKind.WITHDRAW,
        reason=entered.reason,
        rationale=entered.rationale.strip(),
        proposed_at=now,
        proposed_by_id=actor.user_id,
    )
    session.add(change)
    session.flush()  # The journal names the change by its id.
    return change


def write_withdrawal(
    session: Session, *, actor: Actor, kept: RecommendedList, change: ListChange, base_url: str, now: datetime
) -> ListEdition:
    """Write the edition that withdraws the list; changes that still waited fall away with it.

    It counts from today, even where the edition that it withdraws was to count only later.
    """
    newest = _standing_edition(session, kept=kept)
    draft = _published_draft(session, kept=kept)
    _require(draft, actor=actor, has_proposed=change.proposed_by_id == actor.user_id)
    today = shanghai_day(now)
    edition = write_edition(
        session,
        actor=actor,
        kept=kept,
        entries=withdraw(settle(entries_of(newest), today), on=today),
        effective_on=today,
        decision=_decision(change, kept=kept, newest=newest),
        base_url=base_url,
        now=now,
    )
    if draft is not None:
        draft.withdrawn_at, draft.withdrawn_reason = now, change.rationale
        draft.version += 1
    for other in load_pending_changes(session, list_id=kept.id or 0):
        if other.id != change.id:
            other.refused_at = now
    return edition


def _standing_edition(session: Session, *, kept: RecommendedList) -> ListEdition:
    newest = find_newest_edition(session, list_id=kept.id or 0)
    if newest is None:
        raise NotReadyError("这份名单还没有发布过，没有可以撤回的。")
    if is_withdrawal(newest):
        raise AlreadyDoneError("这份名单已经撤回。")
    return newest


def _published_draft(session: Session, *, kept: RecommendedList) -> ListDraft | None:
    rows = session.exec(locked(select(ListDraft).where(ListDraft.list_id == kept.id))).all()
    return next((row for row in rows if draft_state_of(row) is ListState.PUBLISHED), None)


def _require(draft: ListDraft | None, *, actor: Actor, has_proposed: bool) -> None:
    situation = Situation(
        state=ListState.PUBLISHED if draft is None else draft_state_of(draft),
        role=actor.role,
        is_own=True,  # The list was loaded for its keeper alone.
        has_drafted=has_proposed,
    )
    refused = policies.refusal(ListAction.REVOKE, situation)
    if refused is not None:
        raise ForbiddenError(refused, code="list.same_eyes")


def _decision(change: ListChange, *, kept: RecommendedList, newest: ListEdition) -> dict[str, str | int]:
    why = f"{REASON_LABELS[change.reason]}：{clause(change.rationale)}"
    text = f"经研究，决定撤回{kept.title}（{newest.label}）。理由是{why}。"
    return {
        "basis": WITHDRAWAL,
        "change_id": change.id or 0,
        "reason": change.reason.value,
        "text": text,
        "withdrawn": newest.label,
        "withdrawn_digest": newest.digest,
    }
