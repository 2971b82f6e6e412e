"""A provider is registered by the program of somebody who has an account already."""

from flask import Response

from marketplace.accounts.api_schemas import RegisteredOut
from marketplace.accounts.joining import answer_registered, registering
from marketplace.providers.api import bp
from marketplace.providers.api_schemas import NewProviderBody
from marketplace.providers.registration import register_provider
from marketplace.web.permissions import Permission, requires
from marketplace.web.signin import actor
from marketplace.web.state import now

__all__ = ["bp"]


@bp.post("/providers", summary="登记服务商", responses={201: RegisteredOut})
@requires(Permission.REGISTER_BODIES)
def register(body: NewProviderBody) -> Response:
    """Register a provider, which waits for the operator; the person acts for it in a membership of its own.

    The token that registers it does not act for it: the answer says where one is made.
    """
    with registering() as session:
        made = register_provider(session, actor=actor(), user_id=actor().user_id, entered=body, now=now())
        provider_id = made.organisation_id
    return answer_registered(provider_id)
