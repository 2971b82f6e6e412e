"""The page on which a county sets the days of its acceptances."""

from flask import Blueprint, render_template, request, url_for

from marketplace.projects.checklist import current_checklist
from marketplace.projects.models import AcceptanceTerms
from marketplace.projects.queries.terms import checklist_of
from marketplace.projects.schemas import TermsIn
from marketplace.projects.services.terms import set_terms
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("acceptance_terms", __name__, url_prefix="/projects/acceptance-terms", template_folder="../templates")
LABELS = {"within_months": "申请期限", "redo_days": "整改期限"}


@bp.get("")
@requires(Permission.DECIDE_ACCEPTANCE)
def show() -> str:
    """Show the days that hold in the county."""
    session, county = read_session(), actor().area_prefix
    holds, terms = checklist_of(session, county_code=county), session.get(AcceptanceTerms, county)
    version = terms.version if terms else 0
    return _page(blank(LABELS, within_months=holds.within_months, redo_days=holds.redo_days, version=version))


@bp.post("")
@requires(Permission.DECIDE_ACCEPTANCE)
def save() -> Answer:
    """Set the days for applications from now on."""
    form = BoundForm.bind(TermsIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: set_terms(session, actor=actor(), entered=form.require(), now=now()),
        said="验收期限已保存，今后开始的验收申请按新的期限；已经开始的不变。",
        url=url_for("acceptance_terms.show"),
        page=_page,
    )


def _page(form: Form) -> str:
    terms = read_session().get(AcceptanceTerms, actor().area_prefix)
    return render_template("projects/acceptance_terms.html", form=form, terms=terms, usual=current_checklist())
