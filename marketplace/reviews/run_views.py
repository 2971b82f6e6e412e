"""What the bureau does with its review: panel, start, close, conclude, cancel, papers."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError
from marketplace.documents.process import base_url
from marketplace.reviews import policies
from marketplace.reviews.access import load_seen
from marketplace.reviews.board import load_board
from marketplace.reviews.concluding import conclude_with_papers
from marketplace.reviews.panel import add_member, complete_panel, remove_member
from marketplace.reviews.queries import load_review
from marketplace.reviews.schemas import CancelIn, ConcludeIn, MemberIn
from marketplace.reviews.services import cancel_review, close_scoring, start_scoring
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.problems import status_of
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("review_office", __name__, url_prefix="/reviews", template_folder="templates")
LABELS = {"user_id": "专家", "minutes": "评审纪要", "reason": "取消的理由"}
Answer = Response | tuple[str, int]


@bp.post("/<int:review_id>/members")
@requires(Permission.RUN_REVIEWS)
def add(review_id: int) -> Answer:
    """Ask an expert onto the panel."""
    form = BoundForm.bind(MemberIn, request.form, labels=LABELS)

    def act(session: Session) -> None:
        entered = form.require()
        add_member(
            session,
            actor=actor(),
            review_id=review_id,
            user_id=entered.user_id,
            is_chair=entered.is_chair,
            now=now(),
        )

    return _do(review_id, form, act, said="已邀请，等专家申报利益关系。")


@bp.post("/<int:review_id>/members/<int:member_id>/remove")
@requires(Permission.RUN_REVIEWS)
def remove(review_id: int, member_id: int) -> Answer:
    """Take an expert off the panel."""
    return _do(
        review_id,
        BoundForm(raw={}),
        lambda session: remove_member(session, actor=actor(), review_id=review_id, member_id=member_id, now=now()),
        said="这位专家已移出，打分不再计入。",
    )


@bp.post("/<int:review_id>/start")
@requires(Permission.RUN_REVIEWS)
def start(review_id: int) -> Answer:
    """Assign candidates and let the experts score."""
    return _do(
        review_id,
        BoundForm(raw={}),
        lambda session: start_scoring(session, actor=actor(), review_id=review_id, now=now()),
        said="已开始，专家会收到通知。",
    )


@bp.post("/<int:review_id>/complete")
@requires(Permission.RUN_REVIEWS)
def complete(review_id: int) -> Answer:
    """Give sheets to experts who joined later."""
    return _do(
        review_id,
        BoundForm(raw={}),
        lambda session: complete_panel(session, actor=actor(), review_id=review_id, now=now()),
        said="已给新加入的专家分配打分对象。",
    )


@bp.post("/<int:review_id>/close")
@requires(Permission.RUN_REVIEWS)
def close(review_id: int) -> Answer:
    """End individual scoring."""
    return _do(
        review_id,
        BoundForm(raw={}),
        lambda session: close_scoring(session, actor=actor(), review_id=review_id, now=now()),
        said="独立打分已结束，请组长组织合议。",
    )


@bp.post("/<int:review_id>/conclude")
@requires(Permission.RUN_REVIEWS)
def conclude(review_id: int) -> Answer:
    """End the review with its minutes, and issue them."""
    form = BoundForm.bind(ConcludeIn, request.form, labels=LABELS)

    def act(session: Session) -> None:
        minutes = form.require().minutes
        conclude_with_papers(
            session, actor=actor(), review_id=review_id, minutes=minutes, base_url=base_url(), now=now()
        )

    return _do(review_id, form, act, said="评审已结束，纪要和打分表可以下载。")


@bp.post("/<int:review_id>/cancel")
@requires(Permission.RUN_REVIEWS)
def cancel(review_id: int) -> Answer:
    """End the review without a result."""
    form = BoundForm.bind(CancelIn, request.form, labels=LABELS)
    return _do(
        review_id,
        form,
        lambda session: cancel_review(
            session, actor=actor(), review_id=review_id, reason=form.require().reason, now=now()
        ),
        said="评审已取消。",
    )


def _do(review_id: int, form: BoundForm[Any], act: Callable[[Session], object], *, said: str) -> Answer:
    review = load_review(read_session(), review_id=review_id)
    if not policies.can_run(actor(), organisation_id=review.organisation_id):
        raise NotFoundError
    try:
        with transaction() as session:
            act(session)
    except NotFoundError:
        raise
    except MarketplaceError as error:
        if not (isinstance(error, InvalidError) and error.fields == form.field_errors):
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return _page(review_id, form), int(status_of(error))
    flash(said, "success")
    return redirect(url_for("reviews.show", review_id=review_id), code=303)


def _page(review_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    review, member = load_seen(session, actor=actor(), review_id=review_id)
    board = load_board(session, actor=actor(), review=review, member=member)
    return render_template("reviews/review.html", board=board, form=form)
