"""A provider's page on where it stands, and its place for one enterprise that has sent it an enquiry."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import NotFoundError
from marketplace.insights.mends import mends_by_label
from marketplace.insights.position_at import load_place_at
from marketplace.insights.position_queries import load_position
from marketplace.insights.position_services import ask_for_position
from marketplace.recommendations.process import ranker
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
    return render_template("insights/position.html", page=page, position=page.position, mends=mends_by_label())


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
    place = load_place_at(read_session(), ranker(), provider_id=_own(provider_id), enterprise_id=enterprise_id)
    return render_template("insights/position_at.html", provider_id=provider_id, at=place)
