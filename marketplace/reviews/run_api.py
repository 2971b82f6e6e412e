"""What a bureau's programs do with its review: the panel, start and end of scoring, conclusion, cancellation."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.documents.process import base_url
from marketplace.reviews import policies
from marketplace.reviews.api import review_out
from marketplace.reviews.api_schemas import ReviewOut, ReviewPath
from marketplace.reviews.board import Board, load_board
from marketplace.reviews.concluding import conclude_with_papers
from marketplace.reviews.panel import add_member, complete_panel, remove_member
from marketplace.reviews.queries import load_review
from marketplace.reviews.run_schemas import (
    CancellationBody,
    CandidateProgressOut,
    ConclusionBody,
    ExpertOut,
    MemberBody,
    MemberPath,
    PanelMemberOut,
    PanelOut,
)
from marketplace.reviews.services import cancel_review, close_scoring, start_scoring
from marketplace.web.api import EmptyBody, answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("review_runs", tag="评审")


@bp.get("/reviews/<int:review_id>/panel", summary="专家组", responses={200: PanelOut})
@requires(Permission.RUN_REVIEWS)
def get_panel(path: ReviewPath) -> Response:
    """Return who sits on the panel and how far they are; never a score."""
    return _panel_answer(path.review_id)


@bp.post("/reviews/<int:review_id>/panel/members", summary="邀请专家", responses={201: PanelOut})
@requires(Permission.RUN_REVIEWS)
def add(path: ReviewPath, body: MemberBody) -> Response:
    """Ask an expert onto the panel; conflicts that follow from facts are noted at once."""
    with transaction() as session:
        _hold_panel(session, review_id=path.review_id)
        add_member(session, actor=actor(), review_id=path.review_id, now=now(), **body.model_dump())
    return _panel_answer(path.review_id, status=201)


@bp.delete("/reviews/<int:review_id>/panel/members/<int:member_id>", summary="移出专家", responses={204: None})
@requires(Permission.RUN_REVIEWS)
def remove(path: MemberPath) -> Response:
    """Take an expert off the panel before the consensus; sheets of theirs no longer count."""
    with transaction() as session:
        _hold_panel(session, review_id=path.review_id)
        remove_member(session, actor=actor(), review_id=path.review_id, member_id=path.member_id, now=now())
    return Response(status=204)


@bp.post("/reviews/<int:review_id>/panel/completion", summary="给新加入的专家分配", responses={200: PanelOut})
@requires(Permission.RUN_REVIEWS)
def complete(path: ReviewPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Give sheets to experts who joined while scores are given already."""
    with transaction() as session:
        _hold_panel(session, review_id=path.review_id)
        complete_panel(session, actor=actor(), review_id=path.review_id, now=now())
    return _panel_answer(path.review_id)


@bp.post("/reviews/<int:review_id>/start", summary="开始打分", responses={200: ReviewOut})
@requires(Permission.RUN_REVIEWS)
def start(path: ReviewPath, body: EmptyBody) -> Response:  # noqa: ARG001 - as above
    """Assign candidates to experts without a conflict and let them score; 409 says what is missing."""
    with transaction() as session:
        _require_match(session, path)
        return answer(review_out(start_scoring(session, actor=actor(), review_id=path.review_id, now=now())))


@bp.post("/reviews/<int:review_id>/closing", summary="结束打分", responses={200: ReviewOut})
@requires(Permission.RUN_REVIEWS)
def close(path: ReviewPath, body: EmptyBody) -> Response:  # noqa: ARG001 - as above
    """End individual scoring and open the consensus; 409 while sheets are missing."""
    with transaction() as session:
        _require_match(session, path)
        return answer(review_out(close_scoring(session, actor=actor(), review_id=path.review_id, now=now())))


@bp.post("/reviews/<int:review_id>/conclusion", summary="结束评审", responses={200: ReviewOut})
@requires(Permission.RUN_REVIEWS)
def conclude(path: ReviewPath, body: ConclusionBody) -> Response:
    """End the review with its minutes; minutes and score sheets are issued as papers."""
    with transaction() as session:
        _require_match(session, path)
        review = conclude_with_papers(
            session, actor=actor(), review_id=path.review_id, minutes=body.minutes, base_url=base_url(), now=now()
        )
        return answer(review_out(review))


@bp.post("/reviews/<int:review_id>/cancellation", summary="取消评审", responses={200: ReviewOut})
@requires(Permission.RUN_REVIEWS)
def cancel(path: ReviewPath, body: CancellationBody) -> Response:
    """End the review without a result."""
    with transaction() as session:
        _require_match(session, path)
        review = cancel_review(session, actor=actor(), review_id=path.review_id, reason=body.reason, now=now())
        return answer(review_out(review))


def _require_match(session: Session, path: ReviewPath) -> None:
    """Refuse when the review, held, is not as the request names it; another bureau's does not exist."""
    review = load_review(session, review_id=path.review_id, lock=True)
    if not policies.can_run(actor(), organisation_id=review.organisation_id):
        raise NotFoundError
    require_match(review_out(review))


def _hold_panel(session: Session, *, review_id: int) -> None:
    """Hold the review, and refuse when its panel is not as the request names it; nothing is read before."""
    if is_conditional():
        load_review(session, review_id=review_id, lock=True)
        require_match(_panel(session, review_id=review_id))


def _panel(session: Session, *, review_id: int) -> PanelOut:
    review = load_review(session, review_id=review_id)
    if not policies.can_run(actor(), organisation_id=review.organisation_id):
        raise NotFoundError
    return _out(load_board(session, actor=actor(), review=review, member=None))


def _panel_answer(review_id: int, *, status: int = 200) -> Response:
    return answer(_panel(read_session(), review_id=review_id), status=status)


def _out(board: Board) -> PanelOut:
    return PanelOut(
        review=review_out(board.review),
        members=[PanelMemberOut.model_validate(one, from_attributes=True) for one in board.progress.members],
        candidates=[
            CandidateProgressOut.model_validate(one, from_attributes=True) for one in board.progress.candidates
        ],
        experts=[ExpertOut(user_id=int(user_id), name=name) for user_id, name in board.experts],
    )
