"""Pages of results: the newest with what would lift it, earlier ones with their reports."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from marketplace.assessments.labels import PURPOSE_LABELS
from marketplace.assessments.page_data import Shown, shown
from marketplace.assessments.papers import SUBJECT
from marketplace.assessments.queries import answers_of_row, draft_key, load_assessment, load_assessments
from marketplace.assessments.scheme import Scheme, load_scheme, points_text
from marketplace.assessments.scoring import Answers
from marketplace.assessments.services import want_scenario
from marketplace.documents.queries import load_documents
from marketplace.drafts.services import find_draft
from marketplace.enterprises.policies import can_edit
from marketplace.enterprises.queries import EnterpriseView, load_visible
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("assessments", __name__, template_folder="templates")
BASE = "/enterprises/<int:enterprise_id>/assessments"


@bp.get(BASE)
@requires(Permission.SEE_ENTERPRISES)
def index(enterprise_id: int) -> str:
    """Show the newest result, what would lift it, and all earlier ones."""
    session = read_session()
    view = load_visible(session, actor=actor(), enterprise_id=enterprise_id)
    rows = load_assessments(session, enterprise_id=enterprise_id)
    may_edit = can_edit(actor(), enterprise_id=enterprise_id, county_code=view.county_code)
    draft = find_draft(session, key=draft_key(enterprise_id), now=now()) if may_edit else None
    return render_template(
        "assessments/index.html",
        view=view,
        may_edit=may_edit,
        draft=draft,
        latest=rows[0] if rows else None,
        shown=_shown(load_scheme(rows[0].edition), answers_of_row(rows[0]), view=view) if rows else None,
        scheme=load_scheme(rows[0].edition if rows else load_scheme().edition),
        rows=[(one, PURPOSE_LABELS[one.purpose], points_text(one.milli)) for one in rows],
        papers=load_documents(session, subject_kind=SUBJECT, subject_ids=[one.id or 0 for one in rows]),
    )


def _shown(scheme: Scheme, answers: Answers, *, view: EnterpriseView) -> Shown:
    return shown(scheme, answers, library=KNOWLEDGE.library(read_session()), row=view.row)


@bp.get(f"{BASE}/<int:assessment_id>")
@requires(Permission.SEE_ENTERPRISES)
def show(enterprise_id: int, assessment_id: int) -> str:
    """Show one concluded assessment."""
    session = read_session()
    view = load_visible(session, actor=actor(), enterprise_id=enterprise_id)
    found = load_assessment(session, enterprise_id=enterprise_id, assessment_id=assessment_id)
    scheme = load_scheme(found.edition)
    return render_template(
        "assessments/result.html",
        view=view,
        found=found,
        scheme=scheme,
        purpose=PURPOSE_LABELS[found.purpose],
        shown=_shown(scheme, answers_of_row(found), view=view),
        may_edit=can_edit(actor(), enterprise_id=enterprise_id, county_code=view.county_code),
        papers=load_documents(session, subject_kind=SUBJECT, subject_ids=[assessment_id]).get(assessment_id, []),
    )


@bp.post(f"{BASE}/wanted")
@requires(Permission.EDIT_ENTERPRISE)
def want(enterprise_id: int) -> BaseResponse:
    """Put a suggested scenario onto the enterprise's own list."""
    code = request.form.get("code", "")
    with transaction() as session:
        is_new = want_scenario(session, actor=actor(), enterprise_id=enterprise_id, code=code, now=now())
    flash("已加进您的场景清单，推荐会一起考虑。" if is_new else "这个场景已经在您的清单里。", "success")
    return redirect(url_for(".index", enterprise_id=enterprise_id), code=303)
