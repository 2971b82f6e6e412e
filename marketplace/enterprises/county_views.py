"""The bureau's list of enterprises in its area, and the county's confirmation of one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.enterprises.confirming import confirm_enterprise
from marketplace.enterprises.policies import area_prefix_of
from marketplace.enterprises.queries import list_enterprises
from marketplace.enterprises.schemas import ListQuery
from marketplace.taxonomy.queries import county_options
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import GRANTS, Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("county_enterprises", __name__, template_folder="templates")
STATES = [("waiting", "待确认"), ("confirmed", "已确认")]


@bp.get("/county/enterprises")
@requires(Permission.SEE_COUNTY)
def index() -> str:
    """List the enterprises of the actor's area; filters stand in the address."""
    form = BoundForm.bind(ListQuery, request.args)
    wanted = form.valid or ListQuery()
    page = list_enterprises(
        read_session(),
        actor=actor(),
        q=wanted.q,
        county=wanted.county,
        state=wanted.state,
        args=page_args(request.args),
    )
    return render_template(
        "enterprises/county_enterprises.html",
        page=page,
        page_url=lambda number: url_for(
            "county_enterprises.index", page=number, q=wanted.q, county=wanted.county, state=wanted.state
        ),
        form=form,
        counties=county_options(read_session(), prefix=area_prefix_of(actor()) or ""),
        states=STATES,
        is_filtered=bool(wanted.q or wanted.county or wanted.state),
        can_confirm=actor().role in GRANTS[Permission.CONFIRM_ENTERPRISES],
        reads_journal=actor().role in GRANTS[Permission.READ_JOURNAL],
        can_invite=actor().role in {Role.COUNTY, Role.OPERATOR},
    )


@bp.post("/county/enterprises/<int:enterprise_id>/confirm")
@requires(Permission.CONFIRM_ENTERPRISES)
def confirm(enterprise_id: int) -> Response:
    """Confirm that an enterprise is what it says, and tell its people."""
    with transaction() as session:
        view = confirm_enterprise(session, actor=actor(), enterprise_id=enterprise_id, now=now())
    flash(f"已确认“{view.row.name}”。", "success")
    return redirect(url_for("county_enterprises.index"), code=303)
