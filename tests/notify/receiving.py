"""A receiver of webhooks as another firm would write it: three checks before it believes, no code of ours.

Standard Webhooks: the signature covers id, time and body, so none of them can be changed or taken over from another
message. What is too old is refused; what came before is acknowledged and not acted upon, since a sender whose
acknowledgement was lost sends again.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

TOLERANCE = timedelta(minutes=5)  # Between the clocks of both sides; ids are kept for longer than that.


class RefusedMessageError(Exception):
    """The message is not believed; the text says which check it failed."""


class RepeatedMessageError(Exception):
    """A believed message came before: acknowledge it, and do nothing."""


@dataclass(slots=True, kw_only=True)
class Receiver:
    """Believes messages under one secret; ``seen`` maps the ids of believed messages to when they came."""

    secret: str
    seen: dict[str, datetime] = field(default_factory=dict)

    def take(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> dict[str, Any]:
        """Return a message that is believed for the first time; raises RefusedMessageError or RepeatedMessageError."""
        told = {name.lower(): value for name, value in headers.items()}
        try:
            number, stamp, signatures = (told[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
            sent_at = datetime.fromtimestamp(int(stamp), tz=now.tzinfo)
        except (KeyError, ValueError, OverflowError, OSError) as error:
            raise RefusedMessageError("headers") from error
        if not self._is_signed(f"{number}.{stamp}.".encode() + body, signatures):
            raise RefusedMessageError("signature")
        if abs(now - sent_at) > TOLERANCE:
            raise RefusedMessageError("age")
        if number in self.seen:
            raise RepeatedMessageError(number)
        self.seen[number] = now
        message: dict[str, Any] = json.loads(body)
        return message

    def _is_signed(self, content: bytes, signatures: str) -> bool:
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        wanted = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        return any(hmac.compare_digest(one.encode(), wanted.encode()) for one in signatures.split(" "))
