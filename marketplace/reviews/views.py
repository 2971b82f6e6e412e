"""The expert's desk: reviews, declaration, score sheets, consensus, results."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError, VersionMovedError
from marketplace.reviews.access import load_desk, load_seen
from marketplace.reviews.board import consensus_table, load_board, result_rows
from marketplace.reviews.criteria import mean_marks
from marketplace.reviews.entering import labels_of, raw_of, read_marks
from marketplace.reviews.experts import profile_of, save_profile
from marketplace.reviews.judging import load_to_record
from marketplace.reviews.labels import REVIEW_STATE_LABELS, VERDICT_LABELS, Verdict
from marketplace.reviews.models import Review, ReviewCandidate
from marketplace.reviews.panel import declare
from marketplace.reviews.queries import (
    find_member,
    load_candidates,
    load_outcome,
    load_review,
    load_sheets,
    marks_of_consensus,
    marks_of_sheet,
    scheme_of,
    state_of,
)
from marketplace.reviews.schemas import ProfileIn
from marketplace.reviews.scoring import load_own_sheet, record_consensus, save_sheet, submit_sheet
from marketplace.web.forms import BoundForm, structure
from marketplace.web.permissions import Permission, requires
from marketplace.web.problems import status_of
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("reviews", __name__, url_prefix="/reviews", template_folder="templates")
PROFILE_LABELS = {
    "field": "专业领域",
    "title": "职称或职务",
    "employer_name": "现工作单位",
    "employer_uscc": "现工作单位的信用代码",
    "past": "曾经工作的单位",
    "holdings": "持有股份或权益的单位",
}
SPARE_ROWS = 2


@bp.get("")
@requires(Permission.SEE_REVIEWS)
def index() -> str:
    """List the reviews that concern the actor."""
    reviews = [(review, REVIEW_STATE_LABELS[state_of(review)]) for review in load_desk(read_session(), actor=actor())]
    return render_template("reviews/index.html", reviews=reviews)


@bp.get("/profile")
@requires(Permission.JUDGE)
def profile() -> str:
    """Show the expert's own statement."""
    row = profile_of(read_session(), user_id=actor().user_id)
    raw: dict[str, Any] = {"version": 0}
    if row is not None:
        raw = row.model_dump(include={"field", "title", "employer_name", "employer_uscc", "holdings"})
        raw |= {"past": row.past_employers, "version": row.version}
    return _profile_page(BoundForm(raw=raw, labels=PROFILE_LABELS))


@bp.post("/profile")
@requires(Permission.JUDGE)
def store_profile() -> Response | tuple[str, int]:
    """Keep the expert's own statement."""
    form = BoundForm.bind(ProfileIn, request.form, labels=PROFILE_LABELS)
    if not form.is_valid:
        return _profile_page(form), 422
    try:
        with transaction() as session:
            save_profile(session, actor=actor(), entered=form.require(), now=now())
    except MarketplaceError as error:
        return _profile_page(_with(form, error)), int(status_of(error))
    flash("已保存。以后组建专家组时会按这些情况核对回避。", "success")
    return redirect(url_for("reviews.index"), code=303)


@bp.get("/<int:review_id>")
@requires(Permission.SEE_REVIEWS)
def show(review_id: int) -> str:
    """Show the board of a review."""
    session = read_session()
    review, member = load_seen(session, actor=actor(), review_id=review_id)
    return render_template(
        "reviews/review.html",
        board=load_board(session, actor=actor(), review=review, member=member),
        form=BoundForm(raw={}),
    )


@bp.get("/<int:review_id>/declaration")
@requires(Permission.JUDGE)
def declaration(review_id: int) -> str:
    """Ask an expert for their conflicts of interest."""
    review, candidates = _seat_of(review_id)
    return render_template("reviews/declaration.html", review=review, candidates=candidates, form=BoundForm(raw={}))


@bp.post("/<int:review_id>/declaration")
@requires(Permission.JUDGE)
def store_declaration(review_id: int) -> Response | tuple[str, int]:
    """Take the declaration; a ticked candidate needs its reason."""
    review, candidates = _seat_of(review_id)
    form: BoundForm[Any] = BoundForm(raw=structure(request.form))
    ticked = {row.id or 0: str(form.value(f"reason_{row.id}")) for row in candidates if form.value(f"has_{row.id}")}
    try:
        _require_reasons(ticked)
        with transaction() as session:
            declare(session, actor=actor(), review_id=review_id, reasons=ticked, now=now())
    except InvalidError as error:
        page = render_template(
            "reviews/declaration.html", review=review, candidates=candidates, form=_with(form, error)
        )
        return page, 422
    flash("申报已收到。" if not ticked else "申报已收到，您不参加所选对象的打分。", "success")
    return redirect(url_for("reviews.show", review_id=review_id), code=303)


def _require_reasons(ticked: dict[int, str]) -> None:
    silent = {f"reason_{key}": ["请写明是什么关系。"] for key, reason in ticked.items() if not reason}
    if silent:
        raise InvalidError(fields=silent)


@bp.get("/<int:review_id>/candidates/<int:candidate_id>")
@requires(Permission.JUDGE)
def sheet(review_id: int, candidate_id: int) -> str:
    """Show an expert's own sheet for a candidate."""
    review, own = load_own_sheet(read_session(), actor=actor(), review_id=review_id, candidate_id=candidate_id)
    raw = {**raw_of(marks_of_sheet(own)), "comment": own.comment, "version": own.version}
    form: BoundForm[Any] = BoundForm(raw=raw, labels=labels_of(scheme_of(review)))
    return _sheet_page(review, candidate_id, form, is_submitted=own.submitted_at is not None)


@bp.post("/<int:review_id>/candidates/<int:candidate_id>")
@requires(Permission.JUDGE)
def store_sheet(review_id: int, candidate_id: int) -> Response | tuple[str, int]:
    """Save a sheet, or hand it in for good."""
    review, own = load_own_sheet(read_session(), actor=actor(), review_id=review_id, candidate_id=candidate_id)
    form: BoundForm[Any] = BoundForm(raw=structure(request.form), labels=labels_of(scheme_of(review)))
    submits = form.value("do") == "submit"
    try:
        marks = read_marks(scheme_of(review), form.raw)
        with transaction() as session:
            (submit_sheet if submits else save_sheet)(
                session,
                actor=actor(),
                review_id=review_id,
                candidate_id=candidate_id,
                marks=marks,
                comment=str(form.value("comment"))[:2000],
                seen_version=_version(form),
                now=now(),
            )
    except NotFoundError:
        raise
    except MarketplaceError as error:
        page = _sheet_page(review, candidate_id, _with(form, error), is_submitted=own.submitted_at is not None)
        return page, int(status_of(error))
    flash("打分已提交，不能再更改。" if submits else "草稿已保存，还没有提交。", "success")
    return redirect(url_for("reviews.show", review_id=review_id), code=303)


@bp.get("/<int:review_id>/consensus/<int:candidate_id>")
@requires(Permission.JUDGE)
def consensus(review_id: int, candidate_id: int) -> str:
    """Show all marks for a candidate to whoever records the consensus on it."""
    review, candidate = load_to_record(read_session(), actor=actor(), review_id=review_id, candidate_id=candidate_id)
    agreed = marks_of_consensus(candidate)
    sheets = [row for row in load_sheets(read_session(), review_id=review_id) if row.candidate_id == candidate_id]
    marks = agreed or mean_marks(scheme_of(review), [marks_of_sheet(row) for row in sheets])
    raw = {**raw_of(marks), "note": candidate.consensus_note}
    return _consensus_page(review, candidate, BoundForm(raw=raw, labels=labels_of(scheme_of(review))))


@bp.post("/<int:review_id>/consensus/<int:candidate_id>")
@requires(Permission.JUDGE)
def store_consensus(review_id: int, candidate_id: int) -> Response | tuple[str, int]:
    """Keep what the panel agreed upon."""
    review, candidate = load_to_record(read_session(), actor=actor(), review_id=review_id, candidate_id=candidate_id)
    form: BoundForm[Any] = BoundForm(raw=structure(request.form), labels=labels_of(scheme_of(review)))
    try:
        marks = read_marks(scheme_of(review), form.raw)
        with transaction() as session:
            record_consensus(
                session,
                actor=actor(),
                review_id=review_id,
                candidate_id=candidate_id,
                marks=marks,
                note=str(form.value("note"))[:2000],
                now=now(),
            )
    except NotFoundError:
        raise
    except MarketplaceError as error:
        return _consensus_page(review, candidate, _with(form, error)), int(status_of(error))
    flash("合议结果已记录，评审结束以前可以修改。", "success")
    return redirect(url_for("reviews.show", review_id=review_id), code=303)


@bp.get("/<int:review_id>/results")
@requires(Permission.SEE_REVIEWS)
def results(review_id: int) -> str:
    """Show the result of a concluded review to its panel and those who watch it."""
    session = read_session()
    load_seen(session, actor=actor(), review_id=review_id)
    outcome = load_outcome(session, review_id=review_id)
    return render_template("reviews/results.html", outcome=outcome, rows=result_rows(outcome))


def _seat_of(review_id: int) -> tuple[Review, list[ReviewCandidate]]:
    session = read_session()
    review = load_review(session, review_id=review_id)
    if find_member(session, review_id=review_id, user_id=actor().user_id) is None:
        raise NotFoundError
    return review, load_candidates(session, review_id=review_id)


def _version(form: BoundForm[Any]) -> int:
    text = str(form.value("version"))
    if not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004 - longer is no version of ours
        raise VersionMovedError
    return int(text)


def _with(form: BoundForm[Any], error: MarketplaceError) -> BoundForm[Any]:
    form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
    return form


def _profile_page(form: BoundForm[Any]) -> str:
    counts = {name: len(form.raw.get(name) or []) + SPARE_ROWS for name in ("past", "holdings")}
    return render_template("reviews/profile.html", form=form, counts=counts)


def _sheet_page(review: Review, candidate_id: int, form: BoundForm[Any], *, is_submitted: bool) -> str:
    candidates = load_candidates(read_session(), review_id=review.id or 0)
    return render_template(
        "reviews/sheet.html",
        review=review,
        scheme=scheme_of(review),
        candidate=next(row for row in candidates if row.id == candidate_id),
        form=form,
        verdicts=list(VERDICT_LABELS.items()),
        is_submitted=is_submitted,
    )


def _consensus_page(review: Review, candidate: ReviewCandidate, form: BoundForm[Any]) -> str:
    shown, scheme = consensus_table(read_session(), review=review, candidate_id=candidate.id or 0)
    final = [(verdict, VERDICT_LABELS[verdict]) for verdict in (Verdict.PASS, Verdict.FAIL)]
    return render_template(
        "reviews/consensus.html",
        review=review,
        candidate=candidate,
        shown=shown,
        scheme=scheme,
        form=form,
        verdicts=final,
    )
