"""How programs read a list as its office keeps it: values from rows, nothing loaded."""

from datetime import datetime

from marketplace.core.clock import shanghai_day
from marketplace.lists.entries import Entry, state_on, to_json
from marketplace.lists.keeping_page import KeepingPage
from marketplace.lists.keeping_schemas import (
    KeptEntryOut,
    KeptListLineOut,
    KeptListOut,
    ListAppealOut,
    ListChangeOut,
)
from marketplace.lists.models import ListAppeal, ListChange, ListEdition, RecommendedList

KEPT = {"id", "title", "county_code", "county", "catalog_no", "industry", "provider_kind"}


def line_out(kept: RecommendedList, edition: ListEdition | None) -> KeptListLineOut:
    """Return a list without its entries."""
    newest = edition.model_dump(include={"label", "digest"}) if edition else {"label": "", "digest": ""}
    return KeptListLineOut(**kept.model_dump(include=KEPT), **newest, edition=edition.number if edition else 0)


def kept_list_out(page: KeepingPage, *, now: datetime) -> KeptListOut:
    """Return a list with its entries, changes that wait, and appeals."""
    return KeptListOut(
        **dict(line_out(page.kept, page.edition)),
        is_withdrawn=page.is_withdrawn,
        draft_id=page.draft.id if page.draft else None,
        entries=[_entry(entry, record=record, now=now) for entry, _, record in page.entries],
        changes=[change_out(one.change, reader_id=page.user_id) for one in page.pending],
        appeals=[appeal_out(row) for row, _ in page.appeals],
    )


def change_out(change: ListChange, *, reader_id: int) -> ListChangeOut:
    """Return a change of a list for a reader."""
    return ListChangeOut.model_validate({**change.model_dump(), "is_own": change.proposed_by_id == reader_id})


def appeal_out(appeal: ListAppeal) -> ListAppealOut:
    """Return an appeal; who filed it is not told."""
    return ListAppealOut.model_validate(appeal, from_attributes=True)


def _entry(entry: Entry, *, record: str, now: datetime) -> KeptEntryOut:
    state = state_on(entry, shanghai_day(now)).value
    return KeptEntryOut.model_validate({**to_json(entry), "state_today": state, "record": record})
