"""Sending one webhook: signed as Standard Webhooks asks for, to an address that was checked, without redirects."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import urllib3
from standardwebhooks import Webhook

from marketplace.notify.labels import WebhookFault
from marketplace.notify.webhook_addresses import (
    AddressRefusedError,
    Network,
    Resolve,
    check_url,
    pick_address,
    resolve_host,
)

TIMEOUT_SECONDS = 10
OK = range(200, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message on its way: where to, what, and the secret that signs it."""

    delivery_id: int
    url: str
    secret: str
    message_id: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of one attempt: an HTTP status, or a short code of the fault; never the other side's text."""

    delivery_id: int
    status: int | None = None
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and self.status in OK


def message_body(*, kind: str, object_id: int, url: str, created_at: datetime) -> str:
    """Return the JSON of a message: the type of event, when it was noted, and which thing to fetch."""
    data: Mapping[str, Any] = {"kind": kind, "id": object_id, "url": url}
    message = {"type": f"{kind}.changed", "timestamp": created_at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def send(parcel: Parcel, now: datetime, *, allowed: Sequence[Network] = (), resolve: Resolve = resolve_host) -> Receipt:
    """Post a message once; every fault becomes a receipt, so that the log of deliveries tells of it."""
    try:
        return _post(parcel, now, allowed=allowed, resolve=resolve)
    except AddressRefusedError as error:
        return Receipt(delivery_id=parcel.delivery_id, error=str(error))
    except (urllib3.exceptions.HTTPError, OSError) as error:
        return Receipt(delivery_id=parcel.delivery_id, error=_fault(error))


def _fault(error: Exception) -> WebhookFault:
    kinds = {
        urllib3.exceptions.TimeoutError: WebhookFault.TIMEOUT,
        urllib3.exceptions.SSLError: WebhookFault.TLS_FAILED,
    }
    return next((fault for kind, fault in kinds.items() if isinstance(error, kind)), WebhookFault.NO_CONNECTION)


def signed_headers(parcel: Parcel, now: datetime) -> Mapping[str, str]:
    """Return the headers by which the receiver checks source, age and repetition."""
    signature = Webhook(parcel.secret).sign(msg_id=parcel.message_id, timestamp=now, data=parcel.body)
    return {
        "Content-Type": "application/json",
        "User-Agent": "marketplace-webhooks",
        "webhook-id": parcel.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


def _post(parcel: Parcel, now: datetime, *, allowed: Sequence[Network], resolve: Resolve) -> Receipt:
    parts = check_url(parcel.url)
    host, is_secure = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    address = pick_address(host, port, allowed=allowed, resolve=resolve)
    # The connection goes to the address that was checked; certificate and Host header still name the host.
    options: dict[str, Any] = {"timeout": TIMEOUT_SECONDS, "retries": False, "maxsize": 1}
    pool = (
        urllib3.HTTPSConnectionPool(address, port, server_hostname=host, assert_hostname=host, **options)
        if is_secure
        else urllib3.HTTPConnectionPool(address, port, **options)
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {**signed_headers(parcel, now), "Host": parts.netloc}
    with pool:
        answer = pool.request(
            "POST", path, body=parcel.body.encode(), headers=headers, redirect=False, preload_content=False
        )
        answer.close()
    return Receipt(delivery_id=parcel.delivery_id, status=answer.status)
