"""Supervisors' firms that registered themselves, for the operator's programs: who waits, and the confirmation."""

from flask import Response
from pydantic import BaseModel, Field
from sqlmodel import Session, select

from marketplace.accounts.organisation_api import OrganisationOut, organisation_out
from marketplace.accounts.organisation_queries import load_body, load_waiting_bodies
from marketplace.core.errors import NotFoundError
from marketplace.supervisors.models import Supervisor
from marketplace.supervisors.services import confirm_supervisor
from marketplace.web.api import CursorQuery, EmptyBody, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("supervisor_confirmations", tag="平台运营")


class SupervisorPath(BaseModel):
    """A supervisor's firm in the address."""

    supervisor_id: int = Field(ge=1)


@bp.get("/waiting-supervisors", summary="等待确认的监理机构", responses={200: listing(OrganisationOut)})
@requires(Permission.CONFIRM_PROVIDERS)
def list_waiting_supervisors(query: CursorQuery) -> Response:
    """List unconfirmed firms in the order of their registration."""
    kind = select(Supervisor.organisation_id)
    found = load_waiting_bodies(read_session(), kind=kind, after_id=query.after_id, limit=query.limit + 1)
    rows = [organisation_out(one) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/supervisors/<int:supervisor_id>/confirmation", summary="监理机构是否已确认", responses={200: OrganisationOut})
@requires(Permission.CONFIRM_PROVIDERS)
def get_supervisor_confirmation(path: SupervisorPath) -> Response:
    """Return the firm's body and whether it is confirmed."""
    return answer(_out(read_session(), path))


@bp.post("/supervisors/<int:supervisor_id>/confirmation", summary="确认监理机构", responses={200: OrganisationOut})
@requires(Permission.CONFIRM_PROVIDERS)
def post_supervisor_confirmation(path: SupervisorPath, body: EmptyBody) -> Response:  # noqa: ARG001 - checked before
    """Confirm that a firm is what it says: from now on it can be asked to supervise."""
    with transaction() as session:
        require_match(_out(session, path))
        confirm_supervisor(session, actor=actor(), supervisor_id=path.supervisor_id, now=now())
    return answer(_out(read_session(), path))


def _out(session: Session, path: SupervisorPath) -> OrganisationOut:
    if session.get(Supervisor, path.supervisor_id) is None:
        raise NotFoundError
    return organisation_out(load_body(session, organisation_id=path.supervisor_id))
