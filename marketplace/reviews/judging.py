"""What an expert's programs work on: own seat, marks that fit the scheme, and what a recorder of consensus sees."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.reviews.criteria import TENTHS, Marks, Scheme
from marketplace.reviews.labels import Verdict
from marketplace.reviews.models import PanelMember, Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.queries import (
    find_member,
    load_candidates,
    load_conflicts,
    load_members,
    load_review,
    load_sheets,
)
from marketplace.reviews.scoring import recorder_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An expert's seat; ``excluded`` and ``recorded`` are ids of candidates, ``sheets`` their own by candidate."""

    review: Review
    member: PanelMember
    candidates: tuple[ReviewCandidate, ...]
    sheets: Mapping[int, ScoreSheet]
    excluded: frozenset[int]
    recorded: frozenset[int]


def load_seat(session: Session, *, actor: Actor, review_id: int) -> Seat:
    """Return an expert's own seat: six statements; without one the review does not exist."""
    review = load_review(session, review_id=review_id)
    member = find_member(session, review_id=review_id, user_id=actor.user_id)
    if member is None:
        raise NotFoundError
    members = load_members(session, review_id=review_id)
    found = load_conflicts(session, member_ids=[row.id or 0 for row, _ in members])
    candidates = tuple(load_candidates(session, review_id=review_id))
    sheets = load_sheets(session, review_id=review_id)
    recorders = {row.id or 0: recorder_of(members, found, candidate_id=row.id or 0) for row in candidates}
    return Seat(
        review=review,
        member=member,
        candidates=candidates,
        sheets={row.candidate_id: row for row in sheets if row.member_id == member.id},
        excluded=frozenset(item.candidate_id for item in found if item.member_id == member.id),
        recorded=frozenset(key for key, row in recorders.items() if row is not None and row.id == member.id),
    )


def load_to_record(
    session: Session, *, actor: Actor, review_id: int, candidate_id: int
) -> tuple[Review, ReviewCandidate]:
    """Return a candidate for whoever records the consensus on it.

    Before the scoring is closed the marks of others are sealed, for the chair too.
    """
    review = load_review(session, review_id=review_id)
    members = load_members(session, review_id=review_id)
    found = load_conflicts(session, member_ids=[member.id or 0 for member, _ in members])
    recorder = recorder_of(members, found, candidate_id=candidate_id)
    candidate = next((row for row in load_candidates(session, review_id=review_id) if row.id == candidate_id), None)
    is_recorder = recorder is not None and recorder.user_id == actor.user_id
    if candidate is None or not is_recorder or review.scored_at is None:
        raise NotFoundError
    return review, candidate


def checked_marks(scheme: Scheme, *, scores: Mapping[str, int], verdicts: Mapping[str, Verdict]) -> Marks:
    """Return marks that fit the scheme, complete or not; raises InvalidError by field for those that it doesn't ask."""
    points = {item.key: item.points for item in scheme.criteria}
    questions = {item.key for item in scheme.questions}
    unknown = ["这次评审没有这一项。"]
    wrong = {f"scores.{key}": unknown for key in scores if key not in points}
    wrong |= {f"verdicts.{key}": unknown for key in verdicts if key not in questions}
    for key, score in scores.items():
        if key in points and not 0 <= score <= points[key] * TENTHS:
            wrong[f"scores.{key}"] = [f"不能超过满分 {points[key]} 分。"]
    if wrong:
        raise InvalidError(fields=wrong)
    return Marks(scores=dict(scores), verdicts=dict(verdicts))
