"""Reviews for programs that watch them: where they stand and what came of them."""

from flask import Response

from marketplace.reviews.access import load_desk, load_seen
from marketplace.reviews.api_schemas import ReviewedCandidateOut, ReviewOut, ReviewPath, ReviewResultOut
from marketplace.reviews.models import Review
from marketplace.reviews.queries import Outcome, load_outcome, state_of
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor

bp = api_blueprint("reviews", tag="评审")


@bp.get("/reviews", summary="评审列表", responses={200: listing(ReviewOut)})
@requires(Permission.SEE_REVIEWS)
def list_reviews(query: CursorQuery) -> Response:
    """List the reviews that concern the actor, oldest first."""
    found = sorted(load_desk(read_session(), actor=actor()), key=lambda one: one.id or 0)
    rows = [review_out(one) for one in found if (one.id or 0) > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/reviews/<int:review_id>", summary="一次评审", responses={200: ReviewOut})
@requires(Permission.SEE_REVIEWS)
def get_review(path: ReviewPath) -> Response:
    """Return where a review stands."""
    review, _ = load_seen(read_session(), actor=actor(), review_id=path.review_id)
    return answer(review_out(review))


@bp.get("/reviews/<int:review_id>/result", summary="评审结果", responses={200: ReviewResultOut})
@requires(Permission.SEE_REVIEWS)
def get_result(path: ReviewPath) -> Response:
    """Return the result of a review; before it is concluded there is none (409)."""
    session = read_session()
    load_seen(session, actor=actor(), review_id=path.review_id)
    return answer(_result(load_outcome(session, review_id=path.review_id)))


def review_out(review: Review) -> ReviewOut:
    """Return a review as programs read it."""
    return ReviewOut.model_validate({**review.model_dump(), "state": state_of(review)})


def _result(outcome: Outcome) -> ReviewResultOut:
    return ReviewResultOut(
        review_id=outcome.review.id or 0,
        criteria={item.key: item.label for item in outcome.scheme.criteria},
        rows=[
            ReviewedCandidateOut(
                label=row.candidate.label,
                standing=row.placed.standing,
                place=row.placed.place,
                is_tied=row.placed.is_tied,
                scores=dict(row.marks.scores),
                total=row.placed.total,
                tilt=row.placed.tilt,
                reasons=list(row.placed.reasons),
            )
            for row in outcome.rows
        ],
        digest=outcome.digest,
    )
