"""Supervisors' firms for programs: whom a plant can ask; one is registered by somebody who has an account already."""

from flask import Response
from pydantic import BaseModel, ConfigDict

from marketplace.accounts.api_schemas import RegisteredOut
from marketplace.accounts.joining import answer_registered, registering
from marketplace.supervisors.queries import load_confirmed_after
from marketplace.supervisors.registration import register_supervisor
from marketplace.supervisors.schemas import NewSupervisorIn
from marketplace.web.api import CursorQuery, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("supervisors", tag="监理机构")


class NewSupervisorBody(NewSupervisorIn):
    """A supervisor's firm to register."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "示范县虚构监理有限公司", "description": "信息系统监理，十二名监理工程师。"}]
        },
    )


class SupervisorFirmOut(BaseModel):
    """A firm that supervises; enquiries and projects name it by its ``id``."""

    id: int
    name: str
    uscc: str
    description: str


@bp.get("/supervisors", summary="监理机构列表", responses={200: listing(SupervisorFirmOut)})
@requires(Permission.RUN_PROJECTS)
def list_supervisors(query: CursorQuery) -> Response:
    """List the confirmed firms, in the order in which they came."""
    found = load_confirmed_after(read_session(), after_id=query.after_id, limit=query.limit + 1)
    rows = [SupervisorFirmOut.model_validate(one, from_attributes=True) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.post("/supervisors", summary="登记监理机构", responses={201: RegisteredOut})
@requires(Permission.REGISTER_BODIES)
def register(body: NewSupervisorBody) -> Response:
    """Register a firm, which waits for the operator; the person acts for it in a membership of its own.

    The token that registers it does not act for it: the answer says where one is made.
    """
    with registering() as session:
        made = register_supervisor(session, actor=actor(), user_id=actor().user_id, entered=body, now=now())
        supervisor_id = made.organisation_id
    return answer_registered(supervisor_id)
