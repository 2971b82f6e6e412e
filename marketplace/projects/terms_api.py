"""The days of a county's acceptances for its program."""

from flask import Response
from sqlmodel import Session

from marketplace.core.locks import find_locked
from marketplace.projects.acceptance_schemas import AcceptanceTermsOut, TermsBody
from marketplace.projects.models import AcceptanceTerms
from marketplace.projects.queries.terms import checklist_of
from marketplace.projects.services.terms import set_terms
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("terms", tag="改造项目")


@bp.get("/acceptance-terms", summary="验收期限", responses={200: AcceptanceTermsOut})
@requires(Permission.DECIDE_ACCEPTANCE)
def get_terms() -> Response:
    """Return the days that hold in one's county for applications that begin now."""
    return answer(_out(read_session()))


@bp.put("/acceptance-terms", summary="设定验收期限", responses={200: AcceptanceTermsOut})
@requires(Permission.DECIDE_ACCEPTANCE)
def put_terms(body: TermsBody) -> Response:
    """Set the days of one's county; applications that were begun keep theirs."""
    with transaction() as session:
        if is_conditional():
            find_locked(session, AcceptanceTerms, actor().area_prefix)
            require_match(_out(session))
        set_terms(session, actor=actor(), entered=body, now=now())
    return answer(_out(read_session()))


def _out(session: Session) -> AcceptanceTermsOut:
    county = actor().area_prefix
    holds, terms = checklist_of(session, county_code=county), session.get(AcceptanceTerms, county)
    return AcceptanceTermsOut(
        within_months=holds.within_months, redo_days=holds.redo_days, version=terms.version if terms else 0
    )
