"""Providers that registered themselves, for the operator's programs: who waits, and the confirmation."""

from flask import Response
from sqlmodel import Session, select

from marketplace.accounts.organisation_api import OrganisationOut, organisation_out
from marketplace.accounts.organisation_queries import load_body, load_waiting_bodies
from marketplace.providers.api_schemas import OwnProviderPath
from marketplace.providers.confirming import confirm_provider
from marketplace.providers.models import Provider
from marketplace.providers.queries import load_profile
from marketplace.web.api import CursorQuery, EmptyBody, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("provider_confirmations", tag="平台运营")


@bp.get("/waiting-providers", summary="等待确认的服务商", responses={200: listing(OrganisationOut)})
@requires(Permission.CONFIRM_PROVIDERS)
def list_waiting_providers(query: CursorQuery) -> Response:
    """List unconfirmed providers in the order of their registration."""
    kind = select(Provider.organisation_id)
    found = load_waiting_bodies(read_session(), kind=kind, after_id=query.after_id, limit=query.limit + 1)
    rows = [organisation_out(one) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/providers/<int:provider_id>/confirmation", summary="服务商是否已确认", responses={200: OrganisationOut})
@requires(Permission.CONFIRM_PROVIDERS)
def get_provider_confirmation(path: OwnProviderPath) -> Response:
    """Return the provider's body and whether it is confirmed."""
    return answer(_out(read_session(), path))


@bp.post("/providers/<int:provider_id>/confirmation", summary="确认服务商", responses={200: OrganisationOut})
@requires(Permission.CONFIRM_PROVIDERS)
def post_provider_confirmation(path: OwnProviderPath, body: EmptyBody) -> Response:  # noqa: ARG001 - checked before
    """Confirm that a provider is what it says: from now on it is listed and ranked."""
    with transaction() as session:
        require_match(_out(session, path))
        confirm_provider(session, actor=actor(), provider_id=path.provider_id, now=now())
    return answer(_out(read_session(), path))


def _out(session: Session, path: OwnProviderPath) -> OrganisationOut:
    load_profile(session, provider_id=path.provider_id)
    return organisation_out(load_body(session, organisation_id=path.provider_id))
