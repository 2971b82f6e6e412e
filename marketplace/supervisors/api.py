"""A supervisor's firm is registered by the program of somebody who has an account already."""

from flask import Response
from pydantic import ConfigDict

from marketplace.accounts.api_schemas import MembershipOut
from marketplace.accounts.joining import answer_registered, registering
from marketplace.supervisors.registration import register_supervisor
from marketplace.supervisors.schemas import NewSupervisorIn
from marketplace.web.api import api_blueprint
from marketplace.web.permissions import Permission, requires
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


@bp.post("/supervisors", summary="登记监理机构", responses={201: MembershipOut})
@requires(Permission.REGISTER_BODIES)
def register(body: NewSupervisorBody) -> Response:
    """Register a firm, which waits for the operator; the person acts for it in a membership of its own."""
    with registering() as session:
        made = register_supervisor(session, actor=actor(), user_id=actor().user_id, entered=body, now=now())
        supervisor_id = made.organisation_id
    return answer_registered(supervisor_id)
