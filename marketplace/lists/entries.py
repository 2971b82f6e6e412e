"""Entries of a list as values: where one stands on a day, how editions follow each other, and what differs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from marketplace.core.wording import day_text
from marketplace.lists.labels import ENTRY_STATE_LABELS, REASON_LABELS, Basis, EntryState, ListChangeKind, Reason

Provenance = Mapping[str, str | int]
# What time alone does not change any more; only a new round brings such a provider back.
FINAL = frozenset({EntryState.REMOVED, EntryState.LAPSED, EntryState.WITHDRAWN})


def candidate_key(provider_id: int) -> str:
    """Return the key under which reviews and objections know a provider."""
    return f"provider:{provider_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A provider on a list.

    ``place`` is 0 and ``scores`` empty where nobody scored; scores are in tenths of a point. ``provenance`` names the
    papers behind it: application, review, their digests, cases, or the other list that is recognised. ``state`` is
    what was decided; :func:`state_on` says what holds on a day.
    """

    provider_id: int
    name: str
    uscc: str = ""
    basis: Basis = Basis.REVIEW
    place: int = 0
    total: int = 0
    scores: Mapping[str, int] = field(default_factory=dict)
    provenance: Provenance = field(default_factory=dict)
    note: str = ""
    state: EntryState = EntryState.LISTED
    admitted_on: date | None = None
    valid_until: date | None = None
    suspended_until: date | None = None
    reason: Reason | None = None
    changed_on: date | None = None

    @property
    def key(self) -> str:
        """The name of the entry among the parts of a notice."""
        return candidate_key(self.provider_id)


def state_on(entry: Entry, day: date) -> EntryState:
    """Return where an entry stands on a day: suspensions and periods end by themselves."""
    if entry.state in FINAL:
        return entry.state
    if entry.valid_until is not None and day > entry.valid_until:
        return EntryState.LAPSED
    runs = entry.suspended_until is None or day <= entry.suspended_until
    return EntryState.SUSPENDED if entry.state is EntryState.SUSPENDED and runs else EntryState.LISTED


def settle(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """Return entries with what time alone has changed until a day."""
    return tuple(_settled(entry, day) for entry in entries)


def _settled(entry: Entry, day: date) -> Entry:
    state = state_on(entry, day)
    if state is entry.state:
        return entry
    reason = Reason.EXPIRED if state is EntryState.LAPSED else None
    return replace(entry, state=state, reason=reason, suspended_until=None, changed_on=day)


def admit(before: Sequence[Entry], admitted: Sequence[Entry], *, on: date, until: date) -> tuple[Entry, ...]:
    """Return the entries after a round: the admitted ones first, then whoever was there before, removed ones too.

    One that is suspended stays so: a new round does not lift a suspension.
    """
    known = {entry.provider_id: entry for entry in before}
    fresh = []
    for entry in admitted:
        old = known.get(entry.provider_id)
        made = replace(entry, state=EntryState.LISTED, admitted_on=on, valid_until=entry.valid_until or until)
        if old is not None and _is_barred(old, on):
            made = replace(made, state=EntryState.SUSPENDED, suspended_until=old.suspended_until, reason=old.reason)
        fresh.append(made)
    taken = {entry.provider_id for entry in admitted}
    return (*fresh, *(entry for entry in before if entry.provider_id not in taken))


def _is_barred(entry: Entry, day: date) -> bool:
    if entry.state is EntryState.WITHDRAWN:
        return entry.suspended_until is not None and day <= entry.suspended_until
    return entry.state is EntryState.SUSPENDED


def apply_change(entry: Entry, *, kind: ListChangeKind, reason: Reason, until: date | None, on: date) -> Entry:
    """Return an entry after a change of its own."""
    if kind is ListChangeKind.SUSPEND:
        return replace(entry, state=EntryState.SUSPENDED, suspended_until=until, reason=reason, changed_on=on)
    if kind is ListChangeKind.REMOVE:
        return replace(entry, state=EntryState.REMOVED, suspended_until=None, reason=reason, changed_on=on)
    if kind is ListChangeKind.REINSTATE:
        return replace(entry, state=EntryState.LISTED, suspended_until=None, reason=reason, changed_on=on)
    return replace(entry, state=EntryState.LISTED, valid_until=until, reason=reason, changed_on=on)


def withdraw(entries: Iterable[Entry], *, on: date) -> tuple[Entry, ...]:
    """Return the entries after their list was withdrawn: whoever stood on it no longer does, nobody is dropped.

    A suspension stays written down, so that a later round does not lift it.
    """
    return tuple(
        entry if entry.state in FINAL else replace(entry, state=EntryState.WITHDRAWN, changed_on=on)
        for entry in entries
    )


def reason_text(entry: Entry) -> str:
    """Return the published reason of an entry's own change; a withdrawn list has its reason in the decision."""
    return REASON_LABELS[entry.reason] if entry.reason and entry.state is not EntryState.WITHDRAWN else ""


def differences(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[str, ...]:
    """Return what differs between two editions, one Chinese sentence each; nothing when they say the same."""
    old = {entry.provider_id: entry for entry in before}
    found = []
    for entry in after:
        known = old.get(entry.provider_id)
        if known is None:
            found.append(f"新增：{entry.name}（{ENTRY_STATE_LABELS[entry.state]}）")
        elif known.state is not entry.state:
            found.append(_moved(known, entry))
        elif known.valid_until != entry.valid_until and entry.valid_until is not None:
            found.append(f"有效期更改：{entry.name}，有效期至{day_text(entry.valid_until)}")
        elif known.name != entry.name:
            found.append(f"更名：{known.name}改为{entry.name}")
    kept = {entry.provider_id for entry in after}
    found += [f"没有再列：{entry.name}" for entry in before if entry.provider_id not in kept]
    return tuple(found)


def changed_ids(before: Sequence[Entry], after: Sequence[Entry]) -> set[int]:
    """Return the providers whose entry is new, or whose state or period differs."""
    old = {entry.provider_id: (entry.state, entry.valid_until, entry.suspended_until) for entry in before}
    return {
        entry.provider_id
        for entry in after
        if old.get(entry.provider_id) != (entry.state, entry.valid_until, entry.suspended_until)
    }


def _moved(before: Entry, after: Entry) -> str:
    why = f"，理由：{reason_text(after)}" if reason_text(after) else ""
    last = after.suspended_until if after.state is EntryState.SUSPENDED else None
    until = f"，至{day_text(last)}" if last else ""
    states = f"由“{ENTRY_STATE_LABELS[before.state]}”变为“{ENTRY_STATE_LABELS[after.state]}”"
    return f"{after.name}：{states}{until}{why}"


def to_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as canonical JSON data."""
    return {
        "provider_id": entry.provider_id,
        "name": entry.name,
        "uscc": entry.uscc,
        "basis": entry.basis.value,
        "place": entry.place,
        "total": entry.total,
        "scores": dict(entry.scores),
        "provenance": dict(entry.provenance),
        "note": entry.note,
        "state": entry.state.value,
        "admitted_on": _day(entry.admitted_on),
        "valid_until": _day(entry.valid_until),
        "suspended_until": _day(entry.suspended_until),
        "reason": entry.reason.value if entry.reason else "",
        "changed_on": _day(entry.changed_on),
    }


def from_json(data: Mapping[str, Any]) -> Entry:
    """Return the entry that :func:`to_json` wrote."""
    return Entry(
        provider_id=data["provider_id"],
        name=data["name"],
        uscc=data["uscc"],
        basis=Basis(data["basis"]),
        place=data["place"],
        total=data["total"],
        scores=data["scores"],
        provenance=data["provenance"],
        note=data["note"],
        state=EntryState(data["state"]),
        admitted_on=_read_day(data["admitted_on"]),
        valid_until=_read_day(data["valid_until"]),
        suspended_until=_read_day(data["suspended_until"]),
        reason=Reason(data["reason"]) if data["reason"] else None,
        changed_on=_read_day(data["changed_on"]),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
