"""A pilot county's firms for programs of its bureau: proposed, decided, followed until they are renovated."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.core.money import to_wan
from marketplace.programme.pilot_api_schemas import (
    FirmDecisionBody,
    FirmProgressBody,
    FirmProposalBody,
    PilotAreaPath,
    PilotFirmOut,
    PilotFirmPath,
)
from marketplace.programme.queries.editions import SelectionLine, load_selections
from marketplace.programme.queries.pilots import load_own_pilot, load_watched_pilot
from marketplace.programme.services.pilots import decide_selection, note_progress, propose_enterprise
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("pilot_firms", tag="试点县工作")


@bp.get("/pilots/<int:pilot_id>/enterprises", summary="试点企业列表", responses={200: listing(PilotFirmOut)})
@requires(Permission.SEE_COUNTY)
def list_firms(path: PilotAreaPath, query: CursorQuery) -> Response:
    """List proposed and selected firms in the order of proposal."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    rows = [_out(one) for one in load_selections(session, pilot_id=path.pilot_id)]
    found = sorted((row for row in rows if row.id > query.after_id), key=lambda row: row.id)
    return answer_list(found, limit=query.limit, ids=[row.id for row in found])


@bp.get("/pilots/<int:pilot_id>/enterprises/<int:selection_id>", summary="一家试点企业", responses={200: PilotFirmOut})
@requires(Permission.SEE_COUNTY)
def get_firm(path: PilotFirmPath) -> Response:
    """Return a proposed or selected firm."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    return answer(_firm(session, path))


@bp.post("/pilots/<int:pilot_id>/enterprises", summary="提名试点企业", responses={201: PilotFirmOut})
@requires(Permission.WRITE_PILOT)
def propose(path: PilotAreaPath, body: FirmProposalBody) -> Response:
    """Propose a firm of the county; a firm is proposed once (409)."""
    with transaction() as session:
        load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id)
        require_match(None)
        made = propose_enterprise(session, actor=actor(), pilot_id=path.pilot_id, entered=body, now=now())
        at = PilotFirmPath(pilot_id=path.pilot_id, selection_id=made.id or 0)
    return answer(_firm(read_session(), at), status=201)


@bp.put(
    "/pilots/<int:pilot_id>/enterprises/<int:selection_id>/decision",
    summary="决定试点企业",
    responses={200: PilotFirmOut},
)
@requires(Permission.WRITE_PILOT)
def put_decision(path: PilotFirmPath, body: FirmDecisionBody) -> Response:
    """Select or refuse a proposed firm; once its renovation is finished the decision stands (409)."""
    with transaction() as session:
        _require_match(session, path)
        decide_selection(session, actor=actor(), selection_id=path.selection_id, entered=body, now=now())
    return answer(_firm(read_session(), path))


@bp.put(
    "/pilots/<int:pilot_id>/enterprises/<int:selection_id>/progress",
    summary="登记改造进展",
    responses={200: PilotFirmOut},
)
@requires(Permission.WRITE_PILOT)
def put_progress(path: PilotFirmPath, body: FirmProgressBody) -> Response:
    """Say who renovates a selected firm and what came of it; the targets count finished ones."""
    with transaction() as session:
        _require_match(session, path)
        note_progress(session, actor=actor(), selection_id=path.selection_id, entered=body, now=now())
    return answer(_firm(read_session(), path))


def _require_match(session: Session, path: PilotFirmPath) -> None:
    load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id, lock=True)
    require_match(_firm(session, path))


def _firm(session: Session, path: PilotFirmPath) -> PilotFirmOut:
    for line in load_selections(session, pilot_id=path.pilot_id):
        if line.selection.id == path.selection_id:
            return _out(line)
    raise NotFoundError


def _out(line: SelectionLine) -> PilotFirmOut:
    return PilotFirmOut.model_validate(
        {
            **line.selection.model_dump(),
            "name": line.name,
            "provider": line.provider,
            "output_wan": to_wan(line.selection.output_fen),
        }
    )
