"""What the office's page of a published list shows: values, ready to print."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.wording import day_text
from marketplace.lists import policies
from marketplace.lists.entries import Entry, state_on
from marketplace.lists.facts import entries_of, is_withdrawal
from marketplace.lists.labels import CHANGE_KIND_LABELS, ENTRY_STATE_LABELS, REASON_LABELS, EntryState
from marketplace.lists.models import ListAppeal, ListChange, ListDraft, ListEdition, RecommendedList
from marketplace.lists.queries import (
    find_newest_edition,
    find_running_draft,
    load_appeals,
    load_current,
    load_pending_changes,
    load_watched_list,
)
from marketplace.lists.renewing import load_records
from marketplace.lists.reviewing import load_names


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingChange:
    """A proposed change in words."""

    change: ListChange
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingPage:
    """A list for its office; ``entries`` come with their state and what they did in the county, in words."""

    kept: RecommendedList
    can_manage: bool
    user_id: int
    edition: ListEdition | None
    draft: ListDraft | None
    entries: tuple[tuple[Entry, str, str], ...]
    pending: tuple[PendingChange, ...]
    appeals: tuple[tuple[ListAppeal, str], ...]

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the whole list was withdrawn."""
        return self.edition is not None and is_withdrawal(self.edition)


def load_keeping_page(session: Session, *, actor: Actor, list_id: int, now: datetime) -> KeepingPage:
    """Return a list for one who watches it; the number of statements does not grow with its entries."""
    kept = load_watched_list(session, actor=actor, list_id=list_id)
    edition, today = find_newest_edition(session, list_id=list_id), shanghai_day(now)
    entries = entries_of(edition) if edition else ()
    appeals = load_appeals(session, list_id=list_id)
    names = {entry.provider_id: entry.name for entry in entries}
    names |= load_names(session, provider_ids=[row.provider_id for row in appeals])
    records = load_records(session, kept=kept, entries=entries)
    return KeepingPage(
        kept=kept,
        can_manage=policies.can_manage(actor, organisation_id=kept.organisation_id),
        user_id=actor.user_id,
        edition=edition,
        draft=find_running_draft(session, list_id=list_id),
        entries=tuple(
            (entry, ENTRY_STATE_LABELS[state_on(entry, today)], records[entry.provider_id].words) for entry in entries
        ),
        pending=tuple(_pending(row, names) for row in load_pending_changes(session, list_id=list_id)),
        appeals=tuple((row, names.get(row.provider_id, "–")) for row in appeals),
    )


def _pending(row: ListChange, names: dict[int, str]) -> PendingChange:
    until = f"，至{day_text(row.until_on)}" if row.until_on else ""
    text = f"{CHANGE_KIND_LABELS[row.kind]}{until}；{REASON_LABELS[row.reason]}：{row.rationale}"
    name = names.get(row.provider_id, "–") if row.provider_id is not None else "整份名单"
    return PendingChange(change=row, name=name, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognisable:
    """An entry of another county's list that may be recognised; ``title`` and ``label`` are that list's."""

    list_id: int
    provider_id: int
    name: str
    title: str
    label: str


def find_recognisable(session: Session, *, kept: RecommendedList, now: datetime) -> list[Recognisable]:
    """Return the entries of other counties' lists of the kind that stand today."""
    today = shanghai_day(now)
    return [
        Recognisable(
            list_id=other.kept.id or 0,
            provider_id=entry.provider_id,
            name=entry.name,
            title=other.kept.title,
            label=other.edition.label,
        )
        for other in load_current(session, catalog_no=kept.catalog_no or None)
        if other.kept.county_code != kept.county_code and other.kept.provider_kind is kept.provider_kind
        for entry in other.entries
        if state_on(entry, today) is EntryState.LISTED
    ]


def load_recognisable(session: Session, *, kept: RecommendedList, now: datetime) -> list[tuple[str, str]]:
    """Return what may be recognised as options, as (list:provider, words)."""
    return [
        (f"{one.list_id}:{one.provider_id}", f"{one.name}（{one.title} {one.label}）")
        for one in find_recognisable(session, kept=kept, now=now)
    ]
