"""What the worker does every night: publish the journal's head of the day before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.documents.services import publish_head

HEAD_JOB = "journal_head"


def publish_head_of_day(session: Session, _payload: Mapping[str, Any], now: datetime) -> None:
    """Publish the head; doing it again the same day changes nothing."""
    publish_head(session, now=now)
