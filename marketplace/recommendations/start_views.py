"""Recommendations of a start: what an owner without an account gets, under the start's private link."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from marketplace.drafts.services import clashes_of, load_started
from marketplace.enterprises.start_gone import lead_on
from marketplace.enterprises.start_page import progress, row_of
from marketplace.enterprises.start_rows import first_open_step
from marketplace.enterprises.start_views import keep_out_of_caches_and_engines, private_link
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.account import account_of
from marketplace.recommendations.bundles import plan_page
from marketplace.recommendations.on_lists import load_list_marks
from marketplace.recommendations.page_values import Recommendation
from marketplace.recommendations.process import ranker
from marketplace.recommendations.queries import EVERYBODY, MOST, Filters, recommend_row
from marketplace.recommendations.shown import Board, compare_values, count_of, filters_of, page_values, picked_of
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now, today

bp = Blueprint("start_results", __name__, template_folder="templates")
lead_on(bp)
bp.after_request(keep_out_of_caches_and_engines)
NAMELESS = "您的厂"


@bp.get("/start/<token>/results")
@requires(Permission.PUBLIC)
def results(token: str) -> str | BaseResponse:
    """Show the first contractors for a start; an answer that must be mended comes first."""
    session = read_session()
    draft = load_started(session, token=token, now=now())
    open_step = first_open_step(draft.content)
    if clashes_of(draft):
        return redirect(url_for("start.merge", token=token), code=303)
    if open_step is not None:
        return redirect(url_for("start.step", token=token, step=open_step), code=303)
    filters, k = filters_of(request.args), count_of(request.args)
    page = _recommendation(row_of(session, content=draft.content), k=k, filters=filters)
    return render_template(
        "recommendations/page.html",
        when=now(),
        progress=progress(now=None),
        link=private_link(token),
        token=token,
        listed=load_list_marks(
            session,
            county_code=str(draft.content.get("county_code", "")),
            provider_ids=[offer.provider_id for offer in page.offers],
            today=today(),
        ),
        **page_values(page, filters=filters, k=k, board=_board(token), picked=picked_of(request.args.getlist("p"))),
    )


@bp.get("/start/<token>/results/<int:provider_id>/why")
@requires(Permission.PUBLIC)
def why(token: str, provider_id: int) -> str:
    """Show every feature of one contractor's score."""
    row = _row(token)
    account = account_of(row, ranker().current(read_session()), provider_id=provider_id)
    return render_template("recommendations/why.html", board=_board(token), name=row.name or NAMELESS, account=account)


@bp.get("/start/<token>/results/compare")
@requires(Permission.PUBLIC)
def compare(token: str) -> str:
    """Show up to four picked contractors side by side."""
    page = _recommendation(_row(token), k=MOST, filters=EVERYBODY)
    values = compare_values(page, picked=picked_of(request.args.getlist("p")), board=_board(token))
    return render_template("recommendations/compare.html", **values)


@bp.get("/start/<token>/results/bundle")
@requires(Permission.PUBLIC)
def bundle(token: str) -> str:
    """Show which modules together answer the list, what they cost in one year and in three."""
    row = _row(token)
    page = plan_page(row, ranker().current(read_session()), sent=request.args)
    return render_template("recommendations/bundle.html", board=_board(token), name=row.name or NAMELESS, page=page)


def _row(token: str) -> EnterpriseRow:
    draft = load_started(read_session(), token=token, now=now())
    return row_of(read_session(), content=draft.content)


def _recommendation(row: EnterpriseRow, *, k: int, filters: Filters) -> Recommendation:
    session = read_session()
    return recommend_row(session, row, ranker().current(session), enterprise_id=0, k=k, filters=filters)


def _board(token: str) -> Board:
    return Board(
        base=url_for("start_results.results", token=token),
        edit_url=url_for("start.step", token=token, step="troubles"),
        account_url=url_for("start_account.account", token=token),
    )
