"""Assessments for programs: the questionnaire, results, and a new assessment with all its answers at once."""

from flask import Response

from marketplace.assessments.answers import checked_fields
from marketplace.assessments.api_schemas import (
    AssessmentBody,
    AssessmentLineOut,
    AssessmentOut,
    AssessmentPath,
    QuestionnaireOut,
)
from marketplace.assessments.models import Assessment
from marketplace.assessments.queries import load_assessment, load_assessments_before
from marketplace.assessments.scheme import load_scheme
from marketplace.assessments.services import conclude_assessment
from marketplace.enterprises.queries import load_visible
from marketplace.enterprises.schemas import EnterprisePath
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = api_blueprint("assessments", tag="数字化水平评测")


@bp.get("/assessments/questionnaire", summary="评测题目", responses={200: QuestionnaireOut})
@requires(Permission.SEE_ENTERPRISES)
def get_questionnaire() -> Response:
    """Return the questions of the current edition with the keys that answers name."""
    return answer(QuestionnaireOut.model_validate(load_scheme(), from_attributes=True))


@bp.get(
    "/enterprises/<int:enterprise_id>/assessments", summary="企业的评测", responses={200: listing(AssessmentLineOut)}
)
@requires(Permission.SEE_ENTERPRISES)
def list_assessments(path: EnterprisePath, query: CursorQuery) -> Response:
    """List an enterprise's concluded assessments, newest first; the cursor leads to older ones."""
    session = read_session()
    load_visible(session, actor=actor(), enterprise_id=path.enterprise_id)
    found = load_assessments_before(
        session, enterprise_id=path.enterprise_id, before_id=query.after_id, limit=query.limit + 1
    )
    rows = [AssessmentLineOut.model_validate(one, from_attributes=True) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get(
    "/enterprises/<int:enterprise_id>/assessments/<int:assessment_id>",
    summary="一次评测",
    responses={200: AssessmentOut},
)
@requires(Permission.SEE_ENTERPRISES)
def get_assessment(path: AssessmentPath) -> Response:
    """Return one concluded assessment with its answers."""
    session = read_session()
    load_visible(session, actor=actor(), enterprise_id=path.enterprise_id)
    found = load_assessment(session, enterprise_id=path.enterprise_id, assessment_id=path.assessment_id)
    return answer(_out(found))


@bp.post("/enterprises/<int:enterprise_id>/assessments", summary="完成一次评测", responses={201: AssessmentOut})
@requires(Permission.EDIT_ENTERPRISE)
def post_assessment(path: EnterprisePath, body: AssessmentBody) -> Response:
    """Conclude an assessment: every question needs its answer (422); the same one on the same day is that one."""
    load_visible(read_session(), actor=actor(), enterprise_id=path.enterprise_id)
    fields = checked_fields(load_scheme(), options=body.options, depths=body.depths, purpose=body.purpose)
    with transaction() as session:
        made = conclude_assessment(
            session,
            actor=actor(),
            enterprise_id=path.enterprise_id,
            fields=fields,
            base_url=state().settings.base_url,
            now=now(),
        )
        return answer(_out(made), status=201)


def _out(found: Assessment) -> AssessmentOut:
    return AssessmentOut.model_validate(found, from_attributes=True)
