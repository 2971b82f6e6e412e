"""Webhooks of one's own body for programs: addresses, what was delivered, and sending again."""

from flask import Response
from sqlmodel import Session

from marketplace.notify import webhooks
from marketplace.notify.api_schemas import (
    DeliveryOut,
    DeliveryPath,
    NewWebhookOut,
    WebhookBody,
    WebhookOut,
    WebhookPath,
)
from marketplace.notify.models import WebhookEndpoint
from marketplace.notify.webhook_addresses import parse_networks
from marketplace.web.api import CursorQuery, EmptyBody, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = api_blueprint("webhooks", tag="消息和通知")


@bp.get("/webhooks", summary="通知网址列表", responses={200: listing(WebhookOut)})
@requires(Permission.SIGNED_IN)
def list_webhooks(query: CursorQuery) -> Response:
    """List the addresses of one's body that are in use, oldest first, without their secrets."""
    found = webhooks.load_endpoints(read_session(), organisation_id=actor().organisation_id)
    rows = [_out(one) for one in found if (one.id or 0) > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.post("/webhooks", summary="登记通知网址", responses={201: NewWebhookOut})
@requires(Permission.SIGNED_IN)
def create_webhook(body: WebhookBody) -> Response:
    """Register an address; it hears of changes from now on, and its secret is told this once."""
    with transaction() as session:
        allowed = parse_networks(state().settings.webhook_networks)
        made = webhooks.create_endpoint(
            session, actor=actor(), url=body.url, kinds=body.kinds, now=now(), allowed=allowed
        )
        return answer(NewWebhookOut.model_validate(made, from_attributes=True), status=201)


@bp.get("/webhooks/<int:endpoint_id>", summary="一个通知网址", responses={200: WebhookOut})
@requires(Permission.SIGNED_IN)
def get_webhook(path: WebhookPath) -> Response:
    """Return an address of one's body."""
    return answer(_out(_load(read_session(), endpoint_id=path.endpoint_id)))


@bp.delete("/webhooks/<int:endpoint_id>", summary="停用通知网址", responses={204: None})
@requires(Permission.SIGNED_IN)
def delete_webhook(path: WebhookPath) -> Response:
    """Tell an address nothing more."""
    with transaction() as session:
        require_match(_out(_load(session, endpoint_id=path.endpoint_id)))
        webhooks.disable_endpoint(session, actor=actor(), endpoint_id=path.endpoint_id, now=now())
    return Response(status=204)


@bp.get("/webhooks/<int:endpoint_id>/deliveries", summary="通知的发送记录", responses={200: listing(DeliveryOut)})
@requires(Permission.SIGNED_IN)
def list_deliveries(path: WebhookPath, query: CursorQuery) -> Response:
    """List what was sent to an address, newest first; the cursor leads to older ones."""
    session = read_session()
    _load(session, endpoint_id=path.endpoint_id)
    found = webhooks.load_deliveries(
        session, endpoint_id=path.endpoint_id, before_id=query.after_id, limit=query.limit + 1
    )
    rows = [DeliveryOut.model_validate(one, from_attributes=True) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.post("/webhooks/deliveries/<int:delivery_id>/resend", summary="重发一条通知", responses={200: WebhookOut})
@requires(Permission.SIGNED_IN)
def resend(path: DeliveryPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Queue a message once more under its old id; the answer is the address that it goes to."""
    with transaction() as session:
        endpoint_id = webhooks.resend(session, actor=actor(), delivery_id=path.delivery_id, now=now())
        require_match(_out(_load(session, endpoint_id=endpoint_id)))
        return answer(_out(_load(session, endpoint_id=endpoint_id)))


def _load(session: Session, *, endpoint_id: int) -> WebhookEndpoint:
    return webhooks.load_endpoint(session, organisation_id=actor().organisation_id, endpoint_id=endpoint_id)


def _out(endpoint: WebhookEndpoint) -> WebhookOut:
    return WebhookOut.model_validate(endpoint, from_attributes=True)
