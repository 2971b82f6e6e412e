"""The province's initial review for its program: paper copies, and the decision condition by condition."""

from flask import Response
from sqlmodel import Session

from marketplace.programme.application_api_schemas import (
    PilotApplicationPath,
    PilotPaperBody,
    PilotScreeningBody,
    PilotScreeningOut,
)
from marketplace.programme.application_out import screening_out
from marketplace.programme.queries.applications import load_whole
from marketplace.programme.queries.rounds import load_own_round
from marketplace.programme.services.screening import note_paper, screen_application
from marketplace.web.api import answer, api_blueprint, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("pilot_screenings", tag="试点县申报")
AT = "/pilot-applications/<int:application_id>/screening"


@bp.get(AT, summary="省级初审", responses={200: PilotScreeningOut})
@requires(Permission.RUN_ROUNDS)
def get_screening(path: PilotApplicationPath) -> Response:
    """Return every condition with what the data say; before the form is complete there is nothing to review (409)."""
    return answer(_out(read_session(), path))


@bp.put(AT, summary="决定初审", responses={200: PilotScreeningOut})
@requires(Permission.RUN_ROUNDS)
def put_screening(path: PilotApplicationPath, body: PilotScreeningBody) -> Response:
    """Decide the initial review; faults of single conditions are told by their keys (422)."""
    with transaction() as session:
        require_match(_out(session, path))
        screen_application(
            session,
            actor=actor(),
            application_id=path.application_id,
            entered=body,
            verdicts=body.by_key(),
            now=now(),
        )
    return answer(_out(read_session(), path))


@bp.put(f"{AT}/paper", summary="登记纸质材料", responses={200: PilotScreeningOut})
@requires(Permission.RUN_ROUNDS)
def put_paper(path: PilotApplicationPath, body: PilotPaperBody) -> Response:
    """Record how many paper copies came in, and when."""
    with transaction() as session:
        require_match(_out(session, path))
        note_paper(session, actor=actor(), application_id=path.application_id, entered=body, now=now())
    return answer(_out(read_session(), path))


def _out(session: Session, path: PilotApplicationPath) -> PilotScreeningOut:
    whole = load_whole(session, actor=actor(), application_id=path.application_id)
    load_own_round(session, actor=actor(), round_id=whole.application.round_id)
    return screening_out(session, whole=whole)
