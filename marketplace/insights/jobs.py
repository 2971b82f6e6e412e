"""What the worker does for figures: a survey every night in pieces that no claim outlasts, and positions after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.core.db import Database
from marketplace.core.jobs import Errand, enqueue
from marketplace.insights.position import compute_position
from marketplace.insights.position_content import Position
from marketplace.insights.position_services import POSITION_JOB, keep_position, refresh_positions
from marketplace.insights.services import Editions, begin_survey, carry_on, finish_survey
from marketplace.recommendations.ranker import Held, Ranker
from marketplace.recommendations.survey import Surveyed, load_asked, survey
from marketplace.recommendations.weights import label_of
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.queries import find_edition
from matching.version import ENGINE_VERSION

SURVEY_JOB = "survey_market"
PIECE = 100  # Enterprises: seconds of work with thousands of providers.


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a survey; ``survey_id`` is None for the first one, ``is_last`` when no enterprise is left."""

    survey_id: int | None
    after_id: int
    editions: Editions
    found: tuple[Surveyed, ...]
    is_last: bool


def survey_errand(ranker: Ranker) -> Errand[Piece, Piece]:
    """Return the errand; ranking takes seconds, so no transaction is open meanwhile."""

    def read(session: Session, payload: Mapping[str, Any], _now: datetime) -> Piece | None:
        # Before the first library there is nothing to rank, which is no fault.
        return survey_piece(session, ranker, payload=payload) if find_edition(session) is not None else None

    def note(session: Session, piece: Piece, now: datetime) -> None:
        further = keep_piece(session, piece, now)
        if further is not None:
            enqueue(session, kind=SURVEY_JOB, payload=further, now=now)

    return Errand(read=read, send=lambda piece, _now: piece, note=note)


def survey_piece(session: Session, ranker: Ranker, *, payload: Mapping[str, Any], size: int = PIECE) -> Piece:
    """Rank for the next enterprises of a survey and write nothing."""
    held = ranker.current(session)
    after_id = int(payload.get("after_id", 0))
    asked = load_asked(session, after_id=after_id, limit=size + 1)
    catalog = KNOWLEDGE.library(session).catalog
    return Piece(
        survey_id=payload.get("survey_id"),
        after_id=after_id,
        editions=editions_of(held),
        found=tuple(survey(held, asked[:size], catalog=catalog)),
        is_last=len(asked) <= size,
    )


def run_survey(database: Database, ranker: Ranker, *, now: datetime) -> None:
    """Survey the whole market at once, as the worker does piece by piece."""
    payload: Mapping[str, Any] | None = {}
    while payload is not None:
        with database.session() as session:
            piece = survey_piece(session, ranker, payload=payload)
        with database.transaction() as session:
            payload = keep_piece(session, piece, now)


def editions_of(held: Held) -> Editions:
    """Return under what a ranking from this index stands."""
    return Editions(
        engine_version=ENGINE_VERSION,
        weights_edition=label_of(held.weights),
        library_edition=held.library_edition,
        statistics_edition=held.index.statistics.edition,
        index_digest=held.index.digest,
        providers=len(held.ids),
    )


def keep_piece(session: Session, piece: Piece, now: datetime) -> Mapping[str, Any] | None:
    """Write a piece, or the end of a survey; return what the next piece goes on from, None when there is none."""
    survey_id = piece.survey_id
    if survey_id is None:
        survey_id = begin_survey(session, editions=piece.editions, now=now).id or 0
    if not carry_on(session, survey_id=survey_id, after_id=piece.after_id, found=piece.found):
        return None
    if piece.is_last:
        finish_survey(session, survey_id=survey_id, now=now)
        refresh_positions(session, now=now)
        return None
    return {"survey_id": survey_id, "after_id": piece.found[-1].enterprise_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A provider's position, None when there is none: not ranked, or before the first survey."""

    provider_id: int
    position: Position | None


def position_errand(ranker: Ranker) -> Errand[Computed, Computed]:
    """Return the errand that computes where one provider stands; it ranks for seconds outside a transaction."""

    def read(session: Session, payload: Mapping[str, Any], _now: datetime) -> Computed:
        provider_id = int(payload["provider_id"])
        found = compute_position(session, ranker, provider_id=provider_id) if find_edition(session) else None
        return Computed(provider_id=provider_id, position=found)

    def note(session: Session, computed: Computed, now: datetime) -> None:
        keep_position(session, provider_id=computed.provider_id, position=computed.position, now=now)

    return Errand(read=read, send=lambda computed, _now: computed, note=note)


__all__ = [
    "POSITION_JOB",
    "SURVEY_JOB",
    "keep_piece",
    "position_errand",
    "run_survey",
    "survey_errand",
    "survey_piece",
]
