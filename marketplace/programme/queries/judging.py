"""Reads of the competitive review's end: places, the cut, and what stands in the way of the list."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.core.conflicts import NotReadyError
from marketplace.notices.labels import ObjectionState
from marketplace.notices.queries import Standing, find_newest, load_chain_objections, load_standing, state_of_objection
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.queries.rounds import rules_of_round
from marketplace.reviews.queries import CandidateOutcome, Outcome, load_outcome
from marketplace.reviews.ranking import cut
from marketplace.taxonomy.queries import county_names

SUBJECT = "pilot_round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The review's result with who has one of the places; ids are of applications."""

    outcome: Outcome
    inside: tuple[int, ...]
    tied: tuple[int, ...]
    open_places: int

    def row_of(self, application_id: int) -> CandidateOutcome:
        """Return the outcome of one application."""
        return self.outcome.by_key()[str(application_id)]


def load_ranking(session: Session, *, found: PilotRound) -> Ranking:
    """Return places and the cut; raises ConflictError before the review is concluded."""
    if found.review_id is None:
        raise NotReadyError("还没有开始竞争性评审。")
    outcome = load_outcome(session, review_id=found.review_id)
    keys = {row.placed.candidate_id: int(row.candidate.key) for row in outcome.rows}
    edge = cut([row.placed for row in outcome.rows], places=rules_of_round(found).places)
    return Ranking(
        outcome=outcome,
        inside=tuple(keys[candidate_id] for candidate_id in edge.inside),
        tied=tuple(keys[candidate_id] for candidate_id in edge.tied),
        open_places=edge.open_places,
    )


def load_candidates(session: Session, *, round_id: int) -> list[PilotApplication]:
    """Return the applications that passed the initial review, by county."""
    rows = session.exec(
        select(PilotApplication)
        .where(PilotApplication.round_id == round_id, col(PilotApplication.is_qualified).is_(True))
        .order_by(col(PilotApplication.county_code))
    )
    return list(rows)


def proposed(candidates: list[PilotApplication]) -> list[PilotApplication]:
    """Return those on the noticed list, in the order of places."""
    on_it = [row for row in candidates if row.proposed_at is not None and row.dropped_at is None]
    return sorted(on_it, key=lambda row: (row.place or 0, row.county_code))


def load_round_standing(session: Session, *, round_id: int, now: datetime) -> Standing | None:
    """Return where the notice of a round's list stands."""
    return load_standing(session, subject_kind=SUBJECT, subject_id=round_id, now=now)


def load_due_objections(session: Session, *, round_id: int) -> tuple[int, ...]:
    """Return the upheld objections that wait for a change of the list."""
    newest = find_newest(session, subject_kind=SUBJECT, subject_id=round_id)
    if newest is None:
        return ()
    rows = load_chain_objections(session, notice=newest)
    return tuple(row.id or 0 for row in rows if state_of_objection(row) is ObjectionState.CHANGE_DUE)


def load_next(session: Session, *, ranking: Ranking, candidates: list[PilotApplication]) -> PilotApplication | None:
    """Return the first ranked application that is not on the list and was not taken off it, None when it is tied."""
    names = county_names(session)
    free = [
        row
        for row in candidates
        if row.proposed_at is None
        and row.dropped_at is None
        and row.county_code in names
        and ranking.row_of(row.id or 0).placed.place is not None
    ]
    if not free:
        return None
    best = min(ranking.row_of(row.id or 0).placed.place or 0 for row in free)
    first = [row for row in free if ranking.row_of(row.id or 0).placed.place == best]
    return first[0] if len(first) == 1 else None
