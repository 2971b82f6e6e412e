"""The result of a review as canonical JSON data: what its digest is made from."""

from typing import Any

from sqlmodel import Session

from marketplace.reviews.models import Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.queries import load_candidates, load_members, load_sheets, rank_review


def outcome_facts(session: Session, *, review: Review) -> dict[str, Any]:
    """Return scheme, every submitted sheet, every consensus and the places; experts stand by number, not by name."""
    candidates = load_candidates(session, review_id=review.id or 0)
    members = load_members(session, review_id=review.id or 0)
    sheets = load_sheets(session, review_id=review.id or 0)
    numbers = {member.id: number for number, (member, _) in enumerate(members, start=1)}
    places = {row.candidate.id: row.placed for row in rank_review(review, candidates)}
    return {
        "kind": "review",
        "review_id": review.id,
        "title": review.title,
        "subject": {"kind": review.subject_kind, "id": review.subject_id},
        "scheme": review.scheme,
        "minutes": review.minutes,
        "candidates": [
            {
                "key": candidate.key,
                "label": candidate.label,
                "tilt": candidate.tilt,
                "scores": candidate.consensus_scores,
                "verdicts": candidate.consensus_verdicts,
                "note": candidate.consensus_note,
                "place": places[candidate.id].place,
                "standing": places[candidate.id].standing.value,
                "sheets": _sheets(candidate, sheets, numbers),
            }
            for candidate in candidates
        ],
    }


def _sheets(
    candidate: ReviewCandidate, sheets: list[ScoreSheet], numbers: dict[int | None, int]
) -> list[dict[str, Any]]:
    return [
        {"expert": numbers.get(sheet.member_id, 0), "scores": sheet.scores, "verdicts": sheet.verdicts}
        for sheet in sheets
        if sheet.candidate_id == candidate.id
    ]
