"""A provider's page on where it stands, and its place for one enterprise that has sent it an enquiry."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import NotFoundError
from marketplace.insights.position_queries import load_enquirers, load_position
from marketplace.insights.position_services import ask_for_position
from marketplace.recommendations.offers import need_evidence
from marketplace.recommendations.process import ranker
from marketplace.recommendations.queries import load_row
from marketplace.recommendations.ranked import rank_row
from marketplace.recommendations.sums import shown_sum
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("positions", __name__, template_folder="templates")


def _own(provider_id: int) -> int:
    if provider_id != actor().organisation_id:
        raise NotFoundError
    return provider_id


@bp.get("/providers/<int:provider_id>/position")
@requires(Permission.EDIT_PROVIDER)
def position(provider_id: int) -> str:
    """Show where the provider's modules come up, what would help and what does not."""
    page = load_position(read_session(), provider_id=_own(provider_id), now=now())
    return render_template("insights/position.html", page=page, position=page.position)


@bp.post("/providers/<int:provider_id>/position")
@requires(Permission.EDIT_PROVIDER)
def compute(provider_id: int) -> Response:
    """Have the position computed; a second press while it is under way adds nothing."""
    _own(provider_id)
    with transaction() as session:
        is_new = ask_for_position(session, actor=actor(), now=now())
    flash("已经开始算，一般一两分钟就好。" if is_new else "正在算，还没有好。请过一会儿刷新这一页。", "success")
    return redirect(url_for("positions.position", provider_id=provider_id), code=303)


@bp.get("/providers/<int:provider_id>/position/<int:enterprise_id>")
@requires(Permission.EDIT_PROVIDER)
def at_enterprise(provider_id: int, enterprise_id: int) -> str:
    """Show the place for one enterprise, which must have sent this provider an enquiry."""
    if enterprise_id not in dict(load_enquirers(read_session(), provider_id=_own(provider_id))):
        raise NotFoundError
    held = ranker().current(read_session())
    ref = next((ref for ref, known in held.ids.items() if known == provider_id), None)
    if ref is None:
        raise NotFoundError("贵单位现在没有参加排序。")
    ranked = rank_row(
        load_row(read_session(), enterprise_id=enterprise_id), held, k=1, wanted=lambda one: one.ref == ref
    )
    explanation = ranked.explanations[0] if ranked.explanations else None
    return render_template(
        "insights/position_at.html",
        provider_id=provider_id,
        name=ranked.row.name,
        place=ranked.shown[0].rank if ranked.shown else None,
        total=ranked.ranking.total,
        shown=shown_sum(explanation.contributions, weights=ranked.weights) if explanation else None,
        needs=need_evidence(explanation) if explanation else (),
        unsolved=[ranked.row.problems[number - 1].text for number in explanation.unsolved_problems]
        if explanation
        else [],
        digest=ranked.ranking.input_digest,
    )
