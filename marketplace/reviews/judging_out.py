"""How programs read what an expert works on."""

from dataclasses import asdict

from sqlmodel import Session

from marketplace.reviews.criteria import Scheme, mean_marks
from marketplace.reviews.judging import Seat
from marketplace.reviews.judging_schemas import (
    AskedCriterionOut,
    AskedQuestionOut,
    ConsensusOut,
    ExpertProfileOut,
    GivenMarksOut,
    JudgedOut,
    SeatOut,
    SheetOut,
)
from marketplace.reviews.models import ExpertProfile, Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.queries import load_members, load_sheets, marks_of_sheet, scheme_of


def profile_out(profile: ExpertProfile | None) -> ExpertProfileOut:
    """Return an expert's statement, an empty one before the first."""
    if profile is None:
        texts = dict.fromkeys(("field", "title", "employer_name", "employer_uscc"), "")
        return ExpertProfileOut(**texts, past=[], holdings=[], version=0)
    return ExpertProfileOut.model_validate({**profile.model_dump(), "past": profile.past_employers})


def seat_out(seat: Seat) -> SeatOut:
    """Return an expert's seat."""
    return SeatOut(
        review_id=seat.review.id or 0,
        is_chair=seat.member.is_chair,
        declared_at=seat.member.declared_at,
        candidates=[_judged(row, seat=seat) for row in seat.candidates],
    )


def sheet_out(sheet: ScoreSheet, *, scheme: Scheme) -> SheetOut:
    """Return a sheet with what is asked."""
    return SheetOut.model_validate(
        {
            **sheet.model_dump(),
            "criteria": [AskedCriterionOut.model_validate(one, from_attributes=True) for one in scheme.criteria],
            "questions": [AskedQuestionOut(**asdict(one)) for one in scheme.questions],
        }
    )


def consensus_out(session: Session, *, review: Review, candidate: ReviewCandidate) -> ConsensusOut:
    """Return every expert's marks for a candidate with their mean, and what was agreed upon."""
    names = {member.id: name for member, name in load_members(session, review_id=review.id or 0)}
    sheets = [row for row in load_sheets(session, review_id=review.id or 0) if row.candidate_id == candidate.id]
    mean = mean_marks(scheme_of(review), [marks_of_sheet(row) for row in sheets])
    return ConsensusOut.model_validate(
        {
            "candidate_id": candidate.id,
            "label": candidate.label,
            "given": [
                GivenMarksOut.model_validate({**row.model_dump(), "name": names.get(row.member_id, "（已离组）")})
                for row in sheets
            ],
            "mean_scores": mean.scores,
            "scores": candidate.consensus_scores or {},
            "verdicts": candidate.consensus_verdicts or {},
            "note": candidate.consensus_note,
            "agreed_at": candidate.consensus_at,
        }
    )


def _judged(row: ReviewCandidate, *, seat: Seat) -> JudgedOut:
    key = row.id or 0
    sheet = seat.sheets.get(key)
    return JudgedOut(
        candidate_id=key,
        label=row.label,
        summary=row.summary if key not in seat.excluded else "",
        links=row.links if key not in seat.excluded else [],
        has_conflict=key in seat.excluded,
        has_sheet=sheet is not None,
        is_scored=sheet is not None and sheet.submitted_at is not None,
        agrees=key in seat.recorded and seat.review.scored_at is not None,
        is_agreed=row.consensus_at is not None,
    )
