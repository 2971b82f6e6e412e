"""Reads of reviews."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.accounts.models import User
from marketplace.core.conflicts import NotReadyError
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find
from marketplace.reviews import criteria, policies
from marketplace.reviews.criteria import Marks, Scheme
from marketplace.reviews.labels import CONFLICT_LABELS, REVIEW_STATE_LABELS, ConflictKind, ReviewState, Verdict
from marketplace.reviews.models import PanelConflict, PanelMember, Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.policies import ReviewTimes
from marketplace.reviews.ranking import Final, Placed, rank_candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """An expert on a panel with how far they are; ``conflicts`` are (candidate label, kind label)."""

    member_id: int
    user_id: int
    name: str
    is_chair: bool
    has_declared: bool
    assigned: int
    submitted: int
    conflicts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateLine:
    """A candidate with how many sheets are in, out of those assigned; ``has_consensus`` once it was agreed upon."""

    candidate_id: int
    key: str
    label: str
    assigned: int
    submitted: int
    has_consensus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The board of a review: it shows who is how far, never a score."""

    review: Review
    state: ReviewState
    members: tuple[MemberLine, ...]
    candidates: tuple[CandidateLine, ...]

    @property
    def state_label(self) -> str:
        return REVIEW_STATE_LABELS[self.state]

    @property
    def assigned(self) -> int:
        return sum(line.assigned for line in self.candidates)

    @property
    def submitted(self) -> int:
        return sum(line.submitted for line in self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateOutcome:
    """A candidate's final marks and place."""

    candidate: ReviewCandidate
    marks: Marks
    placed: Placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a concluded review, best first; ``digest`` is that of the result's facts."""

    review: Review
    scheme: Scheme
    rows: tuple[CandidateOutcome, ...]
    digest: str

    def by_key(self) -> dict[str, CandidateOutcome]:
        """Return the rows by the areas' own keys."""
        return {row.candidate.key: row for row in self.rows}


def state_of(review: Review) -> ReviewState:
    """Return where a review stands."""
    return policies.review_state(
        ReviewTimes(
            started_at=review.started_at,
            scored_at=review.scored_at,
            concluded_at=review.concluded_at,
            cancelled_at=review.cancelled_at,
        )
    )


def scheme_of(review: Review) -> Scheme:
    """Return the frozen criteria and questions of a review."""
    return criteria.from_json(review.scheme)


def load_review(session: Session, *, review_id: int, lock: bool = False) -> Review:
    """Return a review, locked against writers when asked for."""
    review = find(session, Review, review_id, lock=lock)
    if review is None:
        raise NotFoundError
    return review


def find_review(session: Session, *, subject_kind: str, subject_id: int) -> Review | None:
    """Return the newest review of a thing that was not cancelled."""
    return session.exec(
        select(Review)
        .where(Review.subject_kind == subject_kind, Review.subject_id == subject_id)
        .where(col(Review.cancelled_at).is_(None))
        .order_by(col(Review.id).desc())
        .limit(1)
    ).first()


def load_candidates(session: Session, *, review_id: int) -> list[ReviewCandidate]:
    """Return the candidates in the order in which they were entered."""
    rows = session.exec(
        select(ReviewCandidate).where(ReviewCandidate.review_id == review_id).order_by(col(ReviewCandidate.id))
    )
    return list(rows)


def load_members(session: Session, *, review_id: int) -> list[tuple[PanelMember, str]]:
    """Return the panel with display names, chair first; those who left are not among them."""
    rows = session.exec(
        select(PanelMember, User.display_name)
        .join(User, col(User.id) == PanelMember.user_id)
        .where(PanelMember.review_id == review_id, col(PanelMember.removed_at).is_(None))
        .order_by(col(PanelMember.is_chair).desc(), col(PanelMember.id))
    )
    return list(rows)


def find_member(session: Session, *, review_id: int, user_id: int) -> PanelMember | None:
    """Return a person's seat on a panel."""
    return session.exec(
        select(PanelMember).where(
            PanelMember.review_id == review_id,
            PanelMember.user_id == user_id,
            col(PanelMember.removed_at).is_(None),
        )
    ).first()


def may_read_candidate(session: Session, *, review_id: int, user_id: int, key: str) -> bool:
    """Say whether an expert may read what a candidate handed in: on the panel, and without a conflict with it."""
    member = find_member(session, review_id=review_id, user_id=user_id)
    candidate = session.exec(
        select(ReviewCandidate).where(ReviewCandidate.review_id == review_id, ReviewCandidate.key == key)
    ).first()
    if member is None or candidate is None:
        return False
    excluded = select(PanelConflict.id).where(
        PanelConflict.member_id == member.id, PanelConflict.candidate_id == candidate.id
    )
    return session.exec(excluded).first() is None


def load_conflicts(session: Session, *, member_ids: Sequence[int]) -> list[PanelConflict]:
    """Return the conflicts of members, in the order in which they were found."""
    rows = session.exec(
        select(PanelConflict).where(col(PanelConflict.member_id).in_(member_ids)).order_by(col(PanelConflict.id))
    )
    return list(rows)


def load_sheets(session: Session, *, review_id: int) -> list[ScoreSheet]:
    """Return the sheets that count, by candidate and member."""
    rows = session.exec(
        select(ScoreSheet)
        .where(ScoreSheet.review_id == review_id, col(ScoreSheet.voided_at).is_(None))
        .order_by(col(ScoreSheet.candidate_id), col(ScoreSheet.member_id))
    )
    return list(rows)


def load_progress(session: Session, *, review_id: int) -> Progress:
    """Return the board of a review: five statements, whatever its size."""
    review = load_review(session, review_id=review_id)
    candidates = load_candidates(session, review_id=review_id)
    members = load_members(session, review_id=review_id)
    sheets = load_sheets(session, review_id=review_id)
    found = load_conflicts(session, member_ids=[member.id or 0 for member, _ in members])
    labels = {candidate.id: candidate.label for candidate in candidates}
    return Progress(
        review=review,
        state=state_of(review),
        members=tuple(_member_line(member, name, sheets, found, labels) for member, name in members),
        candidates=tuple(_candidate_line(candidate, sheets) for candidate in candidates),
    )


def _member_line(
    member: PanelMember,
    name: str,
    sheets: Sequence[ScoreSheet],
    found: Sequence[PanelConflict],
    labels: dict[int | None, str],
) -> MemberLine:
    own = [sheet for sheet in sheets if sheet.member_id == member.id]
    pairs = dict.fromkeys(
        (labels[item.candidate_id], CONFLICT_LABELS[ConflictKind(item.kind)])
        for item in found
        if item.member_id == member.id
    )
    return MemberLine(
        member_id=member.id or 0,
        user_id=member.user_id,
        name=name,
        is_chair=member.is_chair,
        has_declared=member.declared_at is not None,
        assigned=len(own),
        submitted=sum(sheet.submitted_at is not None for sheet in own),
        conflicts=tuple(pairs),
    )


def _candidate_line(candidate: ReviewCandidate, sheets: Sequence[ScoreSheet]) -> CandidateLine:
    own = [sheet for sheet in sheets if sheet.candidate_id == candidate.id]
    return CandidateLine(
        candidate_id=candidate.id or 0,
        key=candidate.key,
        label=candidate.label,
        assigned=len(own),
        submitted=sum(sheet.submitted_at is not None for sheet in own),
        has_consensus=candidate.consensus_at is not None,
    )


def marks_of_sheet(sheet: ScoreSheet) -> Marks:
    """Return the marks of a sheet."""
    return _marks(sheet.scores, sheet.verdicts)


def marks_of_consensus(candidate: ReviewCandidate) -> Marks | None:
    """Return the marks that the panel agreed upon, None before it did."""
    if candidate.consensus_scores is None:
        return None
    return _marks(candidate.consensus_scores, candidate.consensus_verdicts or {})


def _marks(scores: dict[str, int], verdicts: dict[str, str]) -> Marks:
    return Marks(scores=dict(scores), verdicts={key: Verdict(value) for key, value in verdicts.items()})


def rank_review(review: Review, candidates: Sequence[ReviewCandidate]) -> tuple[CandidateOutcome, ...]:
    """Return every candidate with consensus marks in the order of places."""
    by_id = {candidate.id or 0: (candidate, marks_of_consensus(candidate)) for candidate in candidates}
    finals = [
        Final(candidate_id=candidate_id, marks=marks, tilt=candidate.tilt)
        for candidate_id, (candidate, marks) in by_id.items()
        if marks is not None
    ]
    rows = []
    for placed in rank_candidates(scheme_of(review), finals):
        candidate, marks = by_id[placed.candidate_id]
        if marks is not None:
            rows.append(CandidateOutcome(candidate=candidate, marks=marks, placed=placed))
    return tuple(rows)


def load_outcome(session: Session, *, review_id: int) -> Outcome:
    """Return the result of a concluded review; raises ConflictError before it is."""
    review = load_review(session, review_id=review_id)
    if state_of(review) is not ReviewState.CONCLUDED:
        raise NotReadyError("评审还没有结束，没有结果可看。")
    candidates = load_candidates(session, review_id=review_id)
    return Outcome(
        review=review,
        scheme=scheme_of(review),
        rows=rank_review(review, candidates),
        digest=review.outcome_digest,
    )
