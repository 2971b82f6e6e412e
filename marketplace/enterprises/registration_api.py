"""An enterprise is registered by the program of somebody who has an account already."""

from flask import Response

from marketplace.accounts.api_schemas import RegisteredOut
from marketplace.accounts.joining import answer_registered, registering
from marketplace.enterprises.api import bp
from marketplace.enterprises.api_schemas import NewEnterpriseBody
from marketplace.enterprises.form_rows import registered_row
from marketplace.enterprises.registration import register_another
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.web.permissions import Permission, requires
from marketplace.web.signin import actor
from marketplace.web.state import now

__all__ = ["bp"]


@bp.post("/enterprises", summary="登记企业", responses={201: RegisteredOut})
@requires(Permission.REGISTER_BODIES)
def register(body: NewEnterpriseBody) -> Response:
    """Register an enterprise, which waits for its county; the person acts for it in a membership of its own.

    The token that registers it does not act for it: the answer says where one is made.
    """
    with registering() as session:
        row = registered_row(body, library=KNOWLEDGE.library(session))
        made = register_another(session, actor=actor(), row=row, county_code=body.county_code, now=now())
    return answer_registered(made)
