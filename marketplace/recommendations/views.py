"""An enterprise's recommendations: the page, one contractor's account in full, several side by side."""

from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.row_owners import rows_of
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.enterprises.models import OWNER
from marketplace.projects.papers.plan import SUBJECT as RENOVATION_PLAN
from marketplace.recommendations.account import account_of
from marketplace.recommendations.bundles import plan_page
from marketplace.recommendations.keeping import store_run
from marketplace.recommendations.kept_runs import load_shortlists
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.on_lists import load_list_marks
from marketplace.recommendations.page_values import Recommendation
from marketplace.recommendations.plans import issue_plan
from marketplace.recommendations.policies import can_keep
from marketplace.recommendations.process import ranker, written_results
from marketplace.recommendations.queries import MOST, Asker, load_asker, load_row, rank_enterprise, recommend
from marketplace.recommendations.shown import (
    Board,
    compare_values,
    count_of,
    deepest_of,
    filters_of,
    page_values,
    picked_of,
)
from marketplace.recommendations.workbook import write_recommendation
from marketplace.web.downloads import workbook_answer
from marketplace.web.kept_pages import kept_for_viewer
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import made_at, now, today
from marketplace.web.templating import write_kept

bp = Blueprint("recommendations", __name__, template_folder="templates")
REASONS = {"share": RunReason.SHARED, "shortlist": RunReason.SHORTLISTED, "print": RunReason.PRINTED}


@bp.get("/enterprises/<int:enterprise_id>/recommendations")
@requires(Permission.SEE_RECOMMENDATIONS)
def recommendations(enterprise_id: int) -> str:
    """Show the first contractors with reasons; nothing is written.

    The same page is sent again to the same person while nothing that it was made from is written to.
    """
    with rows_of(OWNER, enterprise_id):
        return kept_for_viewer(lambda: _recommendations(enterprise_id))


def _recommendations(enterprise_id: int) -> str:
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    filters, k = filters_of(request.args), count_of(request.args)
    picked = picked_of(request.args.getlist("p"))
    if picked:
        k = max(k, deepest_of(recommend(read_session(), ranker(), enterprise_id, k=MOST), picked=picked))
    page = recommend(read_session(), ranker(), enterprise_id, k=k, filters=filters)
    values = page_values(page, filters=filters, k=k, board=_board(asker), picked=picked)
    shortlists = load_shortlists(read_session(), enterprise_id=asker.id)
    listed = load_list_marks(
        read_session(),
        county_code=asker.county_code,
        provider_ids=[offer.provider_id for offer in page.offers],
        today=today(),
    )
    written = _written(page, values, listed=listed)
    return render_template("recommendations/page.html", written=written, shortlists=shortlists, **values)


def _written(page: Recommendation, values: dict[str, Any], *, listed: dict[int, tuple[str, int]]) -> Markup:
    """Return the list of offers, written out once for all to whom it looks the same."""
    shown = (values["filters"], values["board"], tuple(values["picked"]), values["may_show_more"], values["more_url"])
    question = (page.enterprise_id, shown, tuple(listed.items()))
    kept = written_results().find(question)
    if kept is None or kept[0] is not page:
        html = write_kept("recommendations/_results.html", when=made_at(), listed=listed, **values)
        kept = (page, html)
        written_results().put(question, kept)
    return cast("Markup", kept[1])


@bp.get("/enterprises/<int:enterprise_id>/recommendations/<int:provider_id>/why")
@requires(Permission.SEE_RECOMMENDATIONS)
def why(enterprise_id: int, provider_id: int) -> str:
    """Show every feature of one contractor's score, and whether the first three hold when weights move."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    row = load_row(read_session(), enterprise_id=enterprise_id)
    account = account_of(row, ranker().current(read_session()), provider_id=provider_id)
    return render_template("recommendations/why.html", board=_board(asker), name=asker.name, account=account)


@bp.get("/enterprises/<int:enterprise_id>/recommendations/compare")
@requires(Permission.SEE_RECOMMENDATIONS)
def compare(enterprise_id: int) -> str:
    """Show up to four picked contractors side by side."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    page = recommend(read_session(), ranker(), enterprise_id, k=MOST)
    values = compare_values(page, picked=picked_of(request.args.getlist("p")), board=_board(asker))
    return render_template("recommendations/compare.html", **values)


@bp.get("/enterprises/<int:enterprise_id>/recommendations/bundle")
@requires(Permission.SEE_RECOMMENDATIONS)
def bundle(enterprise_id: int) -> str:
    """Show which modules together answer the list, what they cost in one year and in three."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    row = load_row(read_session(), enterprise_id=enterprise_id)
    page = plan_page(row, ranker().current(read_session()), sent=request.args)
    plans = load_documents(read_session(), subject_kind=RENOVATION_PLAN, subject_ids=[enterprise_id])[enterprise_id]
    return render_template(
        "recommendations/bundle.html",
        board=_board(asker),
        name=asker.name,
        page=page,
        plans=[one for one in plans if one.is_current],
    )


@bp.post("/enterprises/<int:enterprise_id>/recommendations/plan")
@requires(Permission.KEEP_RUNS)
def write_plan(enterprise_id: int) -> Response:
    """Issue the renovation plan: lists, level and the first way of the bundle as a paper to file."""
    load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    row = load_row(read_session(), enterprise_id=enterprise_id)
    page = plan_page(row, ranker().current(read_session()), sent=request.form)
    with transaction() as session:
        issue_plan(session, actor=actor(), enterprise_id=enterprise_id, page=page, base_url=base_url(), now=now())
    flash("改造实施方案已生成，可以下载。", "success")
    return redirect(url_for("recommendations.bundle", enterprise_id=enterprise_id, _anchor="h-plan"), code=303)


@bp.get("/enterprises/<int:enterprise_id>/recommendations.xlsx")
@requires(Permission.SEE_RECOMMENDATIONS)
def workbook(enterprise_id: int) -> Response:
    """Answer with the ranked contractors, their reasons and the matrix as a workbook."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    page = recommend(read_session(), ranker(), enterprise_id, k=MOST)
    content = write_recommendation(page, when=now())
    return workbook_answer(content, title="服务商推荐", plain="recommendations", about=asker.name, when=now())


@bp.post("/enterprises/<int:enterprise_id>/recommendations/<any(share, shortlist, print):reason>")
@requires(Permission.KEEP_RUNS)
def keep(enterprise_id: int, reason: str) -> Response:
    """Store the ranking that somebody relies on, and lead to it."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    chosen = picked_of(request.form.getlist("p"))
    if reason == "shortlist" and not chosen:
        raise InvalidError("请先勾选要加入备选的服务商，再点“加入备选”。")
    ranked = rank_enterprise(read_session(), ranker(), enterprise_id)
    if not set(chosen) <= set(ranked.held.ids.values()):
        raise NotFoundError
    digest = store_run(asker, ranked, reason=REASONS[reason], chosen=chosen)
    if request.form.get("seen") not in (None, ranked.ranking.input_digest):
        flash("您看页面期间，服务商或您的资料有更新；留存的是刚刚重新排好的顺序，请核对。", "warn")
    return redirect(url_for("runs.run", digest=digest), code=303)


def _board(asker: Asker) -> Board:
    is_own = actor().organisation_id == asker.id
    return Board(
        base=url_for("recommendations.recommendations", enterprise_id=asker.id),
        edit_url=f"/enterprises/{asker.id}/edit" if is_own else "",
        is_own=is_own,
        may_keep=can_keep(actor(), enterprise_id=asker.id, county_code=asker.county_code),
    )
