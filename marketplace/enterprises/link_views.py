"""The page on which an enterprise says whether its words were understood: suggestions, confirmed with one tap."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import VersionMovedError
from marketplace.core.ids import read_id
from marketplace.enterprises.listed import load_listed, with_guesses
from marketplace.enterprises.queries import load_editable
from marketplace.enterprises.stating import confirm_links
from marketplace.taxonomy.industries import guess_industries
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("enterprise_links", __name__, template_folder="templates")
MOST_INDUSTRIES = 4


@bp.get("/enterprises/<int:enterprise_id>/links")
@requires(Permission.EDIT_ENTERPRISE)
def show_links(enterprise_id: int) -> str:
    """Show each problem and scenario with what the library calls it."""
    return _page(enterprise_id)


def _page(enterprise_id: int, *, problem: str = "") -> str:
    session = read_session()
    view = load_editable(session, actor=actor(), enterprise_id=enterprise_id)
    listed = load_listed(session, enterprise_id=enterprise_id)
    return render_template(
        "enterprises/links.html",
        view=view,
        listed=with_guesses(session, listed=listed),
        industries=guess_industries(session, text=view.row.industry.text, most=MOST_INDUSTRIES),
        problem=problem,
    )


@bp.post("/enterprises/<int:enterprise_id>/links")
@requires(Permission.EDIT_ENTERPRISE)
def confirm_links_post(enterprise_id: int) -> Response | tuple[str, int]:
    """Keep the ticked scenarios of each row; a row without a tick is left to the engine."""
    listed = load_listed(read_session(), enterprise_id=enterprise_id)
    try:
        with transaction() as session:
            confirm_links(
                session,
                actor=actor(),
                enterprise_id=enterprise_id,
                chosen={one.field: tuple(dict.fromkeys(request.form.getlist(one.field))) for one in listed},
                gbt_code=request.form.get("industry", ""),
                seen_version=read_id(request.form.get("version", "")) or 0,
                now=now(),
            )
    except VersionMovedError as moved:
        return _page(enterprise_id, problem=moved.message), 409
    flash("核对好了，推荐会按您确认的来排。", "success")
    return redirect(url_for("enterprises.show", enterprise_id=enterprise_id), code=303)
