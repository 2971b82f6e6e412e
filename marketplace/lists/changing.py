"""Writes on a published list: entries suspended, reinstated, removed, renewed; one proposes, another confirms.

A proposed withdrawal of the whole list is confirmed and refused here as well.
"""

from datetime import date, datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.documents.words import clause
from marketplace.lists.editions import write_edition
from marketplace.lists.entries import Entry, apply_change, settle, state_on
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import CHANGE_KIND_LABELS, REASON_LABELS, EntryState, ListChangeKind
from marketplace.lists.models import ListChange, ListEdition, RecommendedList
from marketplace.lists.queries import find_newest_edition, load_list, load_pending_changes
from marketplace.lists.renewing import Record, load_records, load_renewal_facts, renewal_refusal
from marketplace.lists.schemas import ChangeIn, WithdrawalIn
from marketplace.lists.withdrawing import propose_withdrawal, write_withdrawal

# Kind → the states in which an entry may be changed so.
FROM: dict[ListChangeKind, frozenset[EntryState]] = {
    ListChangeKind.SUSPEND: frozenset({EntryState.LISTED}),
    ListChangeKind.REINSTATE: frozenset({EntryState.SUSPENDED}),
    ListChangeKind.REMOVE: frozenset({EntryState.LISTED, EntryState.SUSPENDED}),
    ListChangeKind.RENEW: frozenset({EntryState.LISTED}),
    ListChangeKind.WITHDRAW: frozenset(),  # Never of one entry alone.
}


def propose_change(session: Session, *, actor: Actor, list_id: int, entered: ChangeIn, now: datetime) -> ListChange:
    """Propose a change of one entry; nothing changes before a colleague confirmed it."""
    kept = load_list(session, list_id=list_id, keeper=actor, lock=True)
    entry = _entry(session, list_id=list_id, provider_id=entered.provider_id)
    _check(session, kept=kept, entry=entry, kind=entered.kind, until=entered.until_on, now=now)
    pending = load_pending_changes(session, list_id=list_id)
    if any(row.provider_id == entered.provider_id for row in pending):
        raise ConflictError("这家服务商已有一项变动等待确认。", code="list.change_pending")
    change = ListChange(
        list_id=list_id,
        provider_id=entered.provider_id,
        kind=entered.kind,
        reason=entered.reason,
        rationale=entered.rationale.strip(),
        until_on=entered.until_on,
        proposed_at=now,
        proposed_by_id=actor.user_id,
    )
    session.add(change)
    session.flush()  # The journal names the change by its id.
    _note(session, actor=actor, change=change, action="list.change_proposed", now=now)
    return change


def propose_to_withdraw(
    session: Session, *, actor: Actor, list_id: int, entered: WithdrawalIn, now: datetime
) -> ListChange:
    """Propose to withdraw the whole list; nothing changes before a colleague confirmed it."""
    change = propose_withdrawal(session, actor=actor, list_id=list_id, entered=entered, now=now)
    _note(session, actor=actor, change=change, action="list.change_proposed", now=now)
    return change


def confirm_change(session: Session, *, actor: Actor, change_id: int, base_url: str, now: datetime) -> ListEdition:
    """Put a proposed change into force as a new edition; by another officer than its proposer."""
    change, kept = _pending(session, actor=actor, change_id=change_id)
    if change.proposed_by_id == actor.user_id:
        raise ForbiddenError("提出变动的人不能自己确认，请换一位同事办理。", code="list.same_eyes")
    write = write_withdrawal if change.kind is ListChangeKind.WITHDRAW else _write_change
    edition = write(session, actor=actor, kept=kept, change=change, base_url=base_url, now=now)
    change.confirmed_at, change.confirmed_by_id, change.edition_id = now, actor.user_id, edition.id
    _note(session, actor=actor, change=change, action="list.change_confirmed", now=now)
    return edition


def _write_change(
    session: Session, *, actor: Actor, kept: RecommendedList, change: ListChange, base_url: str, now: datetime
) -> ListEdition:
    entry = _entry(session, list_id=change.list_id, provider_id=change.provider_id)
    _check(session, kept=kept, entry=entry, kind=change.kind, until=change.until_on, now=now)
    newest = find_newest_edition(session, list_id=change.list_id)
    today = shanghai_day(now)
    settled = settle(entries_of(newest), today) if newest else ()
    entries = tuple(
        apply_change(one, kind=change.kind, reason=change.reason, until=change.until_on, on=today)
        if one.provider_id == change.provider_id
        else one
        for one in settled
    )
    return write_edition(
        session,
        actor=actor,
        kept=kept,
        entries=entries,
        effective_on=max(today, newest.effective_on) if newest else today,
        decision=_decision(change, entry, record=load_records(session, kept=kept, entries=[entry])[entry.provider_id]),
        base_url=base_url,
        now=now,
    )


def refuse_change(session: Session, *, actor: Actor, change_id: int, now: datetime) -> ListChange:
    """Drop a proposed change; anybody of the bureau may, its proposer too."""
    change, _ = _pending(session, actor=actor, change_id=change_id)
    change.refused_at = now
    _note(session, actor=actor, change=change, action="list.change_refused", now=now)
    return change


def _pending(session: Session, *, actor: Actor, change_id: int) -> tuple[ListChange, RecommendedList]:
    change = find_locked(session, ListChange, change_id)
    if change is None:
        raise NotFoundError
    kept = load_list(session, list_id=change.list_id, keeper=actor, lock=True)
    if change.confirmed_at is not None or change.refused_at is not None:
        raise AlreadyDoneError("这项变动已经办过。")
    return change, kept


def _entry(session: Session, *, list_id: int, provider_id: int | None) -> Entry:
    newest = find_newest_edition(session, list_id=list_id)
    entries = entries_of(newest) if newest else ()
    found = next((entry for entry in entries if entry.provider_id == provider_id), None)
    if found is None:
        raise InvalidError(fields={"provider_id": ["请从名单里选择一家服务商。"]})
    return found


def _check(
    session: Session, *, kept: RecommendedList, entry: Entry, kind: ListChangeKind, until: date | None, now: datetime
) -> None:
    today = shanghai_day(now)
    state = state_on(entry, today)
    if state not in FROM[kind]:
        raise InvalidError(fields={"kind": [f"这家服务商现在的情况不能{CHANGE_KIND_LABELS[kind]}。"]})
    if kind in {ListChangeKind.SUSPEND, ListChangeKind.RENEW} and (until is None or until <= today):
        raise InvalidError(fields={"until_on": ["请写明截止日期，应在今天以后。"]})
    if kind is ListChangeKind.RENEW and entry.valid_until is not None:
        refused = renewal_refusal(load_renewal_facts(session, kept=kept, entry=entry, now=now))
        if refused is None and until is not None and until <= entry.valid_until:
            refused = "新的有效期应晚于现在的有效期。"
        if refused is not None:
            raise InvalidError(fields={"kind": [refused]})


def _decision(change: ListChange, entry: Entry, *, record: Record) -> dict[str, str | int]:
    what = f"经研究，决定{CHANGE_KIND_LABELS[change.kind]}{entry.name}"
    # A renewal says what it rests on; other changes rest on their reason.
    facts = f"{record.words}。" if change.kind is ListChangeKind.RENEW else ""
    text = f"{what}（{REASON_LABELS[change.reason]}：{clause(change.rationale)}）。{facts}"
    return {"basis": "change", "change_id": change.id or 0, "reason": change.reason.value, "text": text}


def _note(session: Session, *, actor: Actor, change: ListChange, action: str, now: datetime) -> None:
    details = {"change_id": change.id, "kind": change.kind.value, "provider_id": change.provider_id}
    subject = f"recommended_list:{change.list_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)
