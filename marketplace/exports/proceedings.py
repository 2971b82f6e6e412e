"""Public rows of what offices publish: lists, calls, notices, samples."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from marketplace.core.clock import shanghai_day
from marketplace.core.contacts import masked
from marketplace.core.money import to_wan
from marketplace.exports.pieces import PIECE, in_pieces, select_pieces
from marketplace.lists.entries import state_on
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import BASIS_LABELS, CALL_STATE_LABELS, ENTRY_STATE_LABELS
from marketplace.lists.models import ListCall, ListEdition, RecommendedList
from marketplace.lists.queries import call_state_of, load_current
from marketplace.notices.queries import lines_of, load_notices_after
from marketplace.samples.kits import effect_text, kit_from_data
from marketplace.samples.labels import SIZE_BAND_LABELS
from marketplace.samples.models import Sample


def list_rows(session: Session, now: datetime) -> Iterator[Sequence[Any]]:
    """Give everybody on the newest edition of each list, with where they stand today."""
    today = shanghai_day(now)
    lists = in_pieces(
        lambda after: load_current(session, after_id=after, limit=PIECE), key_of=lambda one: one.kept.id or 0
    )
    for one in lists:
        kept, edition = one.kept, one.edition
        about = (kept.id, kept.title, kept.county, kept.industry, edition.number, edition.effective_on, edition.digest)
        for entry in entries_of(edition):
            who = (entry.provider_id, entry.name, entry.uscc, entry.place or None, BASIS_LABELS[entry.basis])
            yield (*about, *who, ENTRY_STATE_LABELS[state_on(entry, today)], entry.valid_until)


def list_edition_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give everybody on every edition of each list, as the edition says."""
    wanted = select(col(ListEdition.id), ListEdition, RecommendedList).join(
        RecommendedList, col(RecommendedList.id) == col(ListEdition.list_id)
    )
    for _, edition, kept in select_pieces(session, wanted, key=col(ListEdition.id)):
        days = (edition.effective_on, shanghai_day(edition.published_at))
        about = (kept.id, kept.title, kept.county, kept.industry, edition.number, edition.label, *days, edition.digest)
        for entry in entries_of(edition):
            who = (entry.provider_id, entry.name, entry.uscc, entry.place or None, BASIS_LABELS[entry.basis])
            yield (*about, *who, ENTRY_STATE_LABELS[entry.state], entry.valid_until)


def call_rows(session: Session, now: datetime) -> Iterator[Sequence[Any]]:
    """Give the calls that were published and not withdrawn."""
    wanted = (
        select(col(ListCall.id), ListCall, RecommendedList)
        .join(RecommendedList, col(RecommendedList.id) == col(ListCall.list_id))
        .where(col(ListCall.published_at).is_not(None), col(ListCall.withdrawn_at).is_(None))
    )
    for key, call, kept in select_pieces(session, wanted, key=col(ListCall.id)):
        place = (kept.county, kept.industry, kept.provider_kind.value)
        state = CALL_STATE_LABELS[call_state_of(call, now=now)]
        yield (key, call.title, *place, call.places, call.closes_on, state, call.digest)


def notice_rows(session: Session, now: datetime) -> Iterator[Sequence[Any]]:
    """Give the notices that were not withdrawn, with where they stand."""
    load = partial(_notices, session, now=now)
    for notice, line in in_pieces(load, key_of=lambda one: one[0].id or 0):
        days = (notice.first_on, notice.last_on)
        yield (notice.id, notice.number, notice.title, line.state_label, *days, line.objections, notice.digest)


def _notices(session: Session, after: int, *, now: datetime) -> list[Any]:
    rows = load_notices_after(session, after_id=after, limit=PIECE)
    return list(zip(rows, lines_of(session, rows=rows, now=now), strict=True))


def sample_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give the samples that are shown."""
    wanted = select(col(Sample.id), Sample).where(col(Sample.withdrawn_at).is_(None))
    for key, sample in select_pieces(session, wanted, key=col(Sample.id)):
        yield (key, *_sample(sample))


def _sample(sample: Sample) -> Iterator[Any]:
    kit = kit_from_data(sample.kit)
    yield from (masked(sample.title), kit.enterprise, kit.county, kit.profile.industry)
    yield from (SIZE_BAND_LABELS[sample.size_band], masked(sample.story))
    yield [masked(one.need) for one in kit.modules]
    yield [f"{one.module}（{one.provider}）" for one in kit.modules]
    yield [effect_text(one) for one in kit.effects]
    yield from (to_wan(kit.price_fen), kit.days, shanghai_day(sample.marked_at), sample.digest)
