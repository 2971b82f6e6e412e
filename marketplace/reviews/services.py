"""Writes of a review's course: set up, start, close, agree, conclude, cancel."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.conflicts import NotReadyError, WrongStateError
from marketplace.core.digest import digest
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.notify.services import notify_users
from marketplace.reviews import criteria, policies
from marketplace.reviews.facts_json import facts_to_json
from marketplace.reviews.labels import ReviewState
from marketplace.reviews.models import Review, ReviewCandidate
from marketplace.reviews.outcome import outcome_facts
from marketplace.reviews.panel import assign_panel
from marketplace.reviews.queries import load_candidates, load_members, load_review, load_sheets, state_of
from marketplace.reviews.schemas import CandidateIn, ReviewIn


def open_review(session: Session, *, actor: Actor, review: ReviewIn, now: datetime) -> Review:
    """Set up a review of the actor's bureau; criteria, candidates and their facts are frozen with it.

    Raises ForbiddenError for others than bureaus, InvalidError for a scheme that cannot be used, for no candidates
    or two with one key.
    """
    if not policies.can_run(actor, organisation_id=actor.organisation_id):
        raise ForbiddenError
    _check(review)
    scheme = criteria.to_json(review.scheme)
    made = Review(
        subject_kind=review.subject_kind,
        subject_id=review.subject_id,
        subject_url=review.subject_url,
        title=review.title,
        organisation_id=actor.organisation_id,
        county_code=review.county_code,
        scheme=scheme,
        scheme_digest=digest(scheme),
        least_members=review.least_members,
        due_at=review.due_at,
        created_at=now,
        created_by_id=actor.user_id,
    )
    session.add(made)
    session.flush()  # Candidates refer to their review.
    session.add_all(_candidate(made, candidate) for candidate in review.candidates)
    _note(session, actor=actor, review=made, action="review.opened", now=now)
    return made


def start_scoring(session: Session, *, actor: Actor, review_id: int, now: datetime) -> Review:
    """Check conflicts once more, assign candidates to experts without one, and let them score.

    Raises ConflictError with what is missing: declarations, a chair, experts enough for every candidate.
    """
    review = _load_own(session, actor=actor, review_id=review_id)
    _require(review, ReviewState.PREPARING, "评审已经开始，不用再开始一次。")
    assign_panel(session, actor=actor, review=review, now=now)
    review.started_at, review.version = now, review.version + 1
    _note(session, actor=actor, review=review, action="review.started", now=now)
    members = load_members(session, review_id=review_id)
    notify_users(
        session,
        user_ids=[member.user_id for member, _ in members],
        subject=f"请打分：{review.title}"[:120],
        body="专家组已组建完成，请独立打分。提交后不能更改，其他专家在合议前看不到您的分数。",
        url=f"/reviews/{review_id}",
        now=now,
    )
    return review


def close_scoring(session: Session, *, actor: Actor, review_id: int, now: datetime) -> Review:
    """End individual scoring and open the consensus; raises ConflictError while sheets are missing."""
    review = _load_own(session, actor=actor, review_id=review_id)
    _require(review, ReviewState.SCORING, "现在不是打分阶段。")
    sheets = load_sheets(session, review_id=review_id)
    missing = sum(sheet.submitted_at is None for sheet in sheets)
    if missing:
        raise ConflictError(f"还有 {missing} 份打分没有提交，不能进入合议。", code="review.scores_missing")
    _refuse_thin(session, review=review, counts=[sheet.candidate_id for sheet in sheets])
    review.scored_at, review.version = now, review.version + 1
    _note(session, actor=actor, review=review, action="review.scored", now=now)
    return review


def conclude_review(session: Session, *, actor: Actor, review_id: int, minutes: str, now: datetime) -> Review:
    """End a review with its minutes; the digest of the whole result is kept and journalled.

    Raises ConflictError while a candidate lacks its consensus, InvalidError without minutes.
    """
    review = _load_own(session, actor=actor, review_id=review_id)
    _require(review, ReviewState.CONSENSUS, "现在不是合议阶段。")
    candidates = load_candidates(session, review_id=review_id)
    missing = [candidate.label for candidate in candidates if candidate.consensus_at is None]
    if missing:
        raise NotReadyError(f"还有 {len(missing)} 家没有合议结果：{'、'.join(missing[:5])}。")
    if not minutes.strip():
        raise InvalidError(fields={"minutes": ["请填写评审纪要。"]})
    review.minutes = minutes.strip()
    review.concluded_at, review.concluded_by_id = now, actor.user_id
    review.version += 1
    review.outcome_digest = digest(outcome_facts(session, review=review))
    _note(session, actor=actor, review=review, action="review.concluded", now=now)
    return review


def cancel_review(session: Session, *, actor: Actor, review_id: int, reason: str, now: datetime) -> Review:
    """End a review without a result; what was done stays readable for auditors."""
    review = _load_own(session, actor=actor, review_id=review_id)
    if state_of(review) in {ReviewState.CONCLUDED, ReviewState.CANCELLED}:
        raise WrongStateError("评审已经结束，不能取消。")
    if not reason.strip():
        raise InvalidError(fields={"reason": ["请写明取消的理由。"]})
    review.cancelled_at, review.cancelled_reason = now, reason.strip()
    review.version += 1
    _note(session, actor=actor, review=review, action="review.cancelled", now=now)
    return review


def _candidate(review: Review, candidate: CandidateIn) -> ReviewCandidate:
    return ReviewCandidate(
        review_id=review.id or 0,
        key=candidate.key,
        label=candidate.label,
        summary=candidate.summary,
        links=[{"label": label, "url": url} for label, url in candidate.links],
        facts=facts_to_json(candidate.facts),
        tilt=candidate.tilt,
        tilt_note=candidate.tilt_note,
    )


def _check(review: ReviewIn) -> None:
    wrong = criteria.defects_of(review.scheme)
    keys = [candidate.key for candidate in review.candidates]
    if not keys:
        wrong.append("没有可以评审的对象。")
    if len(set(keys)) != len(keys):
        wrong.append("同一个对象列了两次。")
    if review.least_members < 1:
        wrong.append("每个对象至少要有一位专家打分。")
    if wrong:
        raise InvalidError("；".join(wrong), code="review.scheme")


def _load_own(session: Session, *, actor: Actor, review_id: int) -> Review:
    review = load_review(session, review_id=review_id, lock=True)
    if not policies.can_run(actor, organisation_id=review.organisation_id):
        raise NotFoundError
    return review


def _require(review: Review, state: ReviewState, message: str) -> None:
    if state_of(review) is not state:
        raise WrongStateError(message)


def _refuse_thin(session: Session, *, review: Review, counts: list[int]) -> None:
    for candidate in load_candidates(session, review_id=review.id or 0):
        if counts.count(candidate.id or 0) < review.least_members:
            message = f"“{candidate.label}”只有 {counts.count(candidate.id or 0)} 份有效打分，请补充专家。"
            raise ConflictError(message, code="review.too_few_experts")


def _note(session: Session, *, actor: Actor, review: Review, action: str, now: datetime) -> None:
    details = {"digest": review.outcome_digest or review.scheme_digest, "review_id": review.id}
    subject = f"{review.subject_kind}:{review.subject_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)
