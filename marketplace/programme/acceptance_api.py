"""A pilot county's acceptance for programs: asked for by the county, judged by experts, decided by the province."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find_locked
from marketplace.documents.process import base_url
from marketplace.programme.models import PilotAcceptance
from marketplace.programme.pilot_api_schemas import (
    PilotAcceptanceBody,
    PilotAcceptanceOut,
    PilotAreaPath,
    PilotJudgementBody,
    PilotPanelBody,
)
from marketplace.programme.queries.pilots import load_own_pilot, load_watched_pilot
from marketplace.programme.queries.records import find_acceptance
from marketplace.programme.queries.rounds import load_own_round
from marketplace.programme.services.acceptance import decide_acceptance, open_acceptance, request_acceptance
from marketplace.web.api import answer, api_blueprint, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("pilot_acceptances", tag="试点县工作")


@bp.get("/pilots/<int:pilot_id>/acceptance", summary="试点创建验收", responses={200: PilotAcceptanceOut})
@requires(Permission.SEE_COUNTY)
def get_pilot_acceptance(path: PilotAreaPath) -> Response:
    """Return where the acceptance stands; before the county asks for it there is none (404)."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    found = _find(session, pilot_id=path.pilot_id)
    if found is None:
        raise NotFoundError("这个试点县还没有申请验收。")
    return answer(found)


@bp.put("/pilots/<int:pilot_id>/acceptance", summary="申请试点创建验收", responses={200: PilotAcceptanceOut})
@requires(Permission.WRITE_PILOT)
def put_pilot_acceptance(path: PilotAreaPath, body: PilotAcceptanceBody) -> Response:
    """Ask for acceptance in the last ninety days of the two years or after; mended until the experts begin (409)."""
    with transaction() as session:
        load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id, lock=True)
        require_match(_find(session, pilot_id=path.pilot_id))
        request_acceptance(session, actor=actor(), pilot_id=path.pilot_id, entered=body, base_url=base_url(), now=now())
    return _current(path)


@bp.post("/pilots/<int:pilot_id>/acceptance/panel", summary="组织专家验收", responses={201: PilotAcceptanceOut})
@requires(Permission.RUN_ROUNDS)
def post_panel(path: PilotAreaPath, body: PilotPanelBody) -> Response:
    """Set the experts' review up; inviting experts and scoring are people's, on its pages."""
    with transaction() as session:
        _require_match(session, path)
        open_acceptance(session, actor=actor(), pilot_id=path.pilot_id, entered=body, now=now())
    return _current(path, status=201)


@bp.post("/pilots/<int:pilot_id>/acceptance/decision", summary="决定验收", responses={200: PilotAcceptanceOut})
@requires(Permission.RUN_ROUNDS)
def post_pilot_decision(path: PilotAreaPath, body: PilotJudgementBody) -> Response:
    """Decide once the experts are done; who passes becomes 样本县 and is told so by a paper."""
    with transaction() as session:
        _require_match(session, path)
        decide_acceptance(session, actor=actor(), pilot_id=path.pilot_id, entered=body, base_url=base_url(), now=now())
    return _current(path)


def _require_match(session: Session, path: PilotAreaPath) -> None:
    pilot = load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    load_own_round(session, actor=actor(), round_id=pilot.round_id)
    find_locked(session, PilotAcceptance, path.pilot_id)
    require_match(_find(session, pilot_id=path.pilot_id))


def _find(session: Session, *, pilot_id: int) -> PilotAcceptanceOut | None:
    found = find_acceptance(session, pilot_id=pilot_id)
    return PilotAcceptanceOut.model_validate(found, from_attributes=True) if found else None


def _current(path: PilotAreaPath, *, status: int = 200) -> Response:
    found = read_session().get_one(PilotAcceptance, path.pilot_id)
    return answer(PilotAcceptanceOut.model_validate(found, from_attributes=True), status=status)
