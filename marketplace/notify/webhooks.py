"""Webhooks: register an address, tell it of public changes, keep a log, send again."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.core.actor import Actor
from marketplace.core.changes import load_changes_after, load_last_seq
from marketplace.core.conflicts import LimitReachedError
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.jobs import Errand, enqueue
from marketplace.core.journal import record
from marketplace.core.locks import locked
from marketplace.notify.labels import WebhookKind
from marketplace.notify.models import WebhookDelivery, WebhookEndpoint
from marketplace.notify.webhook_addresses import Network, parse_networks
from marketplace.notify.webhook_registering import check_new_url
from marketplace.notify.webhook_sending import Parcel, Receipt, message_body, send
from marketplace.settings import Settings

WEBHOOK_JOB = "webhook"
MOST_ENDPOINTS = 5
MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
BATCH = 200
ADDRESS_OF_KIND = {
    WebhookKind.PROVIDER: "/api/v1/providers/{id}",
    WebhookKind.MODULE: "/api/v1/modules/{id}",
    WebhookKind.SCENARIO: "/api/v1/scenarios",
    WebhookKind.LIST: "/api/v1/lists/{id}",
    WebhookKind.INDUSTRY: "/api/v1/industries",
}


def create_endpoint(
    session: Session,
    *,
    actor: Actor,
    url: str,
    kinds: Sequence[WebhookKind],
    now: datetime,
    allowed: Sequence[Network] = (),
) -> WebhookEndpoint:
    """Register an address for the actor's body; it hears of changes from now on.

    ``allowed`` are the private networks that it may lie in. Raises InvalidError and LimitReachedError.
    """
    check_new_url(url, allowed=allowed)
    if not kinds:
        raise InvalidError(fields={"kinds": ["请至少选一种要通知的内容。"]})
    if len(load_endpoints(session, organisation_id=actor.organisation_id)) >= MOST_ENDPOINTS:
        raise LimitReachedError(f"一个单位最多登记 {MOST_ENDPOINTS} 个网址。请先停用不用的。")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    endpoint = WebhookEndpoint(
        organisation_id=actor.organisation_id,
        url=url,
        kinds=sorted({kind.value for kind in kinds}),
        secret=secret,
        cursor=load_last_seq(session),
        created_at=now,
    )
    session.add(endpoint)
    session.flush()  # The journal names the new row by its number.
    record(session, actor=actor, action="webhook.created", subject=f"webhook:{endpoint.id}", now=now)
    return endpoint


def disable_endpoint(session: Session, *, actor: Actor, endpoint_id: int, now: datetime) -> None:
    """Tell an address nothing more."""
    endpoint = load_endpoint(session, organisation_id=actor.organisation_id, endpoint_id=endpoint_id)
    endpoint.disabled_at = now
    session.add(endpoint)
    record(session, actor=actor, action="webhook.disabled", subject=f"webhook:{endpoint_id}", now=now)


def load_endpoints(session: Session, *, organisation_id: int) -> Sequence[WebhookEndpoint]:
    """Return a body's addresses in use, oldest first."""
    return session.exec(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.organisation_id == organisation_id, col(WebhookEndpoint.disabled_at).is_(None))
        .order_by(col(WebhookEndpoint.id))
    ).all()


def load_endpoint(session: Session, *, organisation_id: int, endpoint_id: int) -> WebhookEndpoint:
    """Return an address of a body; raise NotFoundError when it is another's, disabled, or none."""
    endpoint = session.get(WebhookEndpoint, endpoint_id)
    if endpoint is None or endpoint.organisation_id != organisation_id or endpoint.disabled_at is not None:
        raise NotFoundError("没有这个通知网址，或已停用。")
    return endpoint


def load_deliveries(
    session: Session, *, endpoint_id: int, before_id: int = 0, limit: int = 50
) -> Sequence[WebhookDelivery]:
    """Return the latest messages to an address, newest first; ``before_id`` 0 starts with the last one."""
    wanted = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint_id)
    if before_id:
        wanted = wanted.where(col(WebhookDelivery.id) < before_id)
    return session.exec(wanted.order_by(col(WebhookDelivery.id).desc()).limit(limit)).all()


def resend(session: Session, *, actor: Actor, delivery_id: int, now: datetime) -> int:
    """Send a message once more under its old id; return the address's number. Raises NotFoundError."""
    delivery = session.get(WebhookDelivery, delivery_id)
    if delivery is None:
        raise NotFoundError("没有这条通知。")
    endpoint = load_endpoint(session, organisation_id=actor.organisation_id, endpoint_id=delivery.endpoint_id)
    delivery.given_up_at, delivery.attempts = None, 0
    session.add(delivery)
    enqueue(session, kind=WEBHOOK_JOB, payload={"delivery_id": delivery_id}, now=now)
    return endpoint.id or 0


def has_news(session: Session) -> bool:
    """Say whether some address has yet to hear of a change: one cheap statement."""
    waiting = select(WebhookEndpoint.id).where(
        col(WebhookEndpoint.disabled_at).is_(None), col(WebhookEndpoint.cursor) < load_last_seq(session)
    )
    return session.exec(waiting.limit(1)).first() is not None


def load_lowest_cursor(session: Session) -> int | None:
    """Return the last change that every address in use was told, None without an address."""
    lowest = select(func.min(WebhookEndpoint.cursor)).where(col(WebhookEndpoint.disabled_at).is_(None))
    return session.exec(lowest).one()


def tell_of_changes(session: Session, *, now: datetime) -> int:
    """Queue a message per address and change that it has not heard of; return how many were queued."""
    queued = 0
    endpoints = session.exec(locked(select(WebhookEndpoint).where(col(WebhookEndpoint.disabled_at).is_(None)))).all()
    for endpoint in endpoints:
        changes = load_changes_after(session, cursor=endpoint.cursor, limit=BATCH)
        for change in changes:
            if change.kind in endpoint.kinds:
                _queue(session, endpoint=endpoint, kind=change.kind, object_id=change.object_id, now=now)
                queued += 1
        if changes:
            endpoint.cursor = changes[-1].seq
            session.add(endpoint)
    return queued


def webhook_errand(settings: Settings) -> Errand[Parcel, Receipt]:
    """Return the errand that sends one message and notes what came of it."""
    allowed = parse_networks(settings.webhook_networks)
    return Errand(read=partial(_read, base_url=settings.base_url), send=partial(send, allowed=allowed), note=_note)


def waits() -> Sequence[timedelta]:
    """Return how long is waited after each failed attempt but the last."""
    return [min(FIRST_WAIT * 2**count, LONGEST_WAIT) for count in range(MOST_ATTEMPTS - 1)]


def _queue(session: Session, *, endpoint: WebhookEndpoint, kind: str, object_id: int, now: datetime) -> None:
    delivery = WebhookDelivery(endpoint_id=endpoint.id or 0, kind=kind, object_id=object_id, created_at=now)
    session.add(delivery)
    session.flush()  # The job names the delivery by its number.
    enqueue(session, kind=WEBHOOK_JOB, payload={"delivery_id": delivery.id}, now=now)


def _read(session: Session, payload: Mapping[str, Any], _now: datetime, *, base_url: str) -> Parcel | None:
    delivery = session.get(WebhookDelivery, payload["delivery_id"])
    endpoint = session.get(WebhookEndpoint, delivery.endpoint_id) if delivery else None
    if delivery is None or endpoint is None or endpoint.disabled_at is not None:
        return None
    url = base_url + ADDRESS_OF_KIND[WebhookKind(delivery.kind)].format(id=delivery.object_id)
    return Parcel(
        delivery_id=delivery.id or 0,
        url=endpoint.url,
        secret=endpoint.secret,
        message_id=f"msg_{delivery.id}",
        body=message_body(kind=delivery.kind, object_id=delivery.object_id, url=url, created_at=delivery.created_at),
    )


def _note(session: Session, receipt: Receipt, now: datetime) -> None:
    delivery = session.get_one(WebhookDelivery, receipt.delivery_id)
    delivery.attempts += 1
    delivery.attempted_at, delivery.last_status, delivery.last_error = now, receipt.status, receipt.error[:60]
    session.add(delivery)
    if receipt.is_delivered:
        delivery.delivered_at = now
    elif delivery.attempts >= MOST_ATTEMPTS:
        delivery.given_up_at = now
    else:
        wait = waits()[delivery.attempts - 1]
        enqueue(session, kind=WEBHOOK_JOB, payload={"delivery_id": delivery.id}, now=now + wait)
