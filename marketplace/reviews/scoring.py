"""Writes of score sheets and of the consensus."""

from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor
from marketplace.core.conflicts import WrongStateError
from marketplace.core.digest import digest
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.reviews.criteria import Marks, mean_marks, missing_marks
from marketplace.reviews.labels import ReviewState
from marketplace.reviews.models import PanelConflict, PanelMember, Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.queries import (
    find_member,
    load_conflicts,
    load_members,
    load_review,
    load_sheets,
    marks_of_sheet,
    scheme_of,
    state_of,
)


def load_own_sheet(
    session: Session, *, actor: Actor, review_id: int, candidate_id: int, lock: bool = False
) -> tuple[Review, ScoreSheet]:
    """Return the actor's sheet for a candidate; it does not exist for others, nor after a conflict was found."""
    review = load_review(session, review_id=review_id, lock=lock)
    member = find_member(session, review_id=review_id, user_id=actor.user_id)
    if member is None:
        raise NotFoundError
    sheet = session.exec(
        select(ScoreSheet).where(
            ScoreSheet.member_id == member.id,
            ScoreSheet.candidate_id == candidate_id,
            col(ScoreSheet.voided_at).is_(None),
        )
    ).first()
    if sheet is None:
        raise NotFoundError
    return review, sheet


def save_sheet(
    session: Session,
    *,
    actor: Actor,
    review_id: int,
    candidate_id: int,
    marks: Marks,
    comment: str,
    seen_version: int,
    now: datetime,
) -> ScoreSheet:
    """Keep what an expert has so far; nothing needs to be complete."""
    _, sheet = _open_sheet(session, actor=actor, review_id=review_id, candidate_id=candidate_id)
    if sheet.version != seen_version:
        raise VersionMovedError
    _write(sheet, marks=marks, comment=comment, now=now)
    return sheet


def submit_sheet(
    session: Session,
    *,
    actor: Actor,
    review_id: int,
    candidate_id: int,
    marks: Marks,
    comment: str,
    seen_version: int,
    now: datetime,
) -> ScoreSheet:
    """Hand in a complete sheet; it can't be changed afterwards. Its digest goes into the journal, not its scores.

    Raises InvalidError with what is missing under each field, ConflictError when it was handed in before.
    """
    review, sheet = _open_sheet(session, actor=actor, review_id=review_id, candidate_id=candidate_id)
    if sheet.version != seen_version:
        raise VersionMovedError
    wrong = missing_marks(scheme_of(review), marks)
    if wrong:
        raise InvalidError(fields=wrong)
    _write(sheet, marks=marks, comment=comment, now=now)
    sheet.submitted_at = now
    sheet.digest = sheet_digest(sheet)
    details = {"candidate_id": candidate_id, "digest": sheet.digest, "review_id": review_id}
    subject = f"{review.subject_kind}:{review.subject_id}"
    record(session, actor=actor, action="review.sheet_submitted", subject=subject, now=now, details=details)
    return sheet


def sheet_digest(sheet: ScoreSheet) -> str:
    """Return the digest of a sheet's marks; a submitted sheet that was altered no longer fits its own."""
    return digest(
        {
            "candidate_id": sheet.candidate_id,
            "comment": sheet.comment,
            "member_id": sheet.member_id,
            "scores": sheet.scores,
            "verdicts": sheet.verdicts,
        }
    )


def altered_sheets(session: Session, *, review_id: int) -> list[int]:
    """Return the ids of submitted sheets whose marks no longer fit the digest that was kept."""
    sheets = load_sheets(session, review_id=review_id)
    return [sheet.id or 0 for sheet in sheets if sheet.submitted_at and sheet_digest(sheet) != sheet.digest]


def recorder_of(
    members: list[tuple[PanelMember, str]], found: list[PanelConflict], *, candidate_id: int
) -> PanelMember | None:
    """Return who records the consensus on a candidate: the chair, or else the first without a conflict."""
    excluded = {item.member_id for item in found if item.candidate_id == candidate_id}
    return next((member for member, _ in members if member.id not in excluded), None)


def record_consensus(
    session: Session,
    *,
    actor: Actor,
    review_id: int,
    candidate_id: int,
    marks: Marks,
    note: str,
    now: datetime,
) -> ReviewCandidate:
    """Keep what the panel agreed upon for a candidate; it may be mended until the review is concluded.

    Raises NotFoundError for others than its recorder, InvalidError when marks are missing, or when they differ from
    the mean of the experts and no reason is given.
    """
    review = load_review(session, review_id=review_id, lock=True)
    candidate = find_locked(session, ReviewCandidate, candidate_id)
    members = load_members(session, review_id=review_id)
    found = load_conflicts(session, member_ids=[member.id or 0 for member, _ in members])
    recorder = recorder_of(members, found, candidate_id=candidate_id)
    if candidate is None or candidate.review_id != review_id or recorder is None or recorder.user_id != actor.user_id:
        raise NotFoundError
    if state_of(review) is not ReviewState.CONSENSUS:
        raise WrongStateError("现在不是合议阶段。")
    _check_consensus(session, review=review, candidate_id=candidate_id, marks=marks, note=note)
    candidate.consensus_scores = dict(marks.scores)
    candidate.consensus_verdicts = {key: verdict.value for key, verdict in marks.verdicts.items()}
    candidate.consensus_note = note.strip()
    candidate.consensus_at, candidate.consensus_by_id = now, actor.user_id
    details = {"candidate_id": candidate_id, "review_id": review_id, "scores": dict(marks.scores)}
    subject = f"{review.subject_kind}:{review.subject_id}"
    record(session, actor=actor, action="review.consensus_recorded", subject=subject, now=now, details=details)
    return candidate


def _check_consensus(session: Session, *, review: Review, candidate_id: int, marks: Marks, note: str) -> None:
    scheme = scheme_of(review)
    wrong = missing_marks(scheme, marks, is_final=True)
    sheets = [
        marks_of_sheet(sheet)
        for sheet in load_sheets(session, review_id=review.id or 0)
        if sheet.candidate_id == candidate_id
    ]
    mean = mean_marks(scheme, sheets)
    differs = dict(marks.scores) != dict(mean.scores) or dict(marks.verdicts) != dict(mean.verdicts)
    if differs and not note.strip():
        wrong["note"] = ["合议结果与各位专家的平均分或判断不同，请写明理由。"]
    if wrong:
        raise InvalidError(fields=wrong)


def _open_sheet(session: Session, *, actor: Actor, review_id: int, candidate_id: int) -> tuple[Review, ScoreSheet]:
    review, sheet = load_own_sheet(session, actor=actor, review_id=review_id, candidate_id=candidate_id, lock=True)
    if sheet.submitted_at is not None:
        raise ConflictError("这份打分已经提交，不能更改。", code="review.sheet_submitted")
    if state_of(review) is not ReviewState.SCORING:
        raise WrongStateError("现在不是打分阶段。")
    return review, sheet


def _write(sheet: ScoreSheet, *, marks: Marks, comment: str, now: datetime) -> None:
    sheet.scores = dict(marks.scores)
    sheet.verdicts = {key: verdict.value for key, verdict in marks.verdicts.items()}
    sheet.comment = comment.strip()
    sheet.saved_at, sheet.version = now, sheet.version + 1
