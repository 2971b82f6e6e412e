"""What other areas hand to this one through the application."""

from collections.abc import Callable, Mapping
from typing import cast

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.documents.findings import Witnesses
from marketplace.web.state import now, state

# reader(session, actor or None, subject_id) says whether somebody may open documents about a thing of that kind.
Reader = Callable[[Session, Actor | None, int], bool]
DESCRIBERS = "describers"
STANDINGS = "document_standings"
DOCUMENT_READERS = "document_readers"


def witnesses() -> Witnesses:
    """Return who knows what digests stand for and whether what papers state still holds, at the present time."""
    known = state().services
    return Witnesses(now=now(), describers=known.get(DESCRIBERS, ()), standings=known.get(STANDINGS, {}))


def document_readers() -> Mapping[str, Reader]:
    """Return who may open documents about which kind of thing."""
    return cast("Mapping[str, Reader]", state().services.get(DOCUMENT_READERS, {}))


def base_url() -> str:
    """Return the site's address as documents print it."""
    return state().settings.base_url.rstrip("/")
