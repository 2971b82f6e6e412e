"""What other areas hand to this one through the application."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.documents.verifying import Describer
from marketplace.web.state import state

# reader(session, actor or None, subject_id) says whether somebody may open documents about a thing of that kind.
Reader = Callable[[Session, Actor | None, int], bool]
DESCRIBERS = "describers"
DOCUMENT_READERS = "document_readers"


def describers() -> Sequence[Describer]:
    """Return who knows what other digests stand for."""
    return cast("Sequence[Describer]", state().services.get(DESCRIBERS, ()))


def document_readers() -> Mapping[str, Reader]:
    """Return who may open documents about which kind of thing."""
    return cast("Mapping[str, Reader]", state().services.get(DOCUMENT_READERS, {}))


def base_url() -> str:
    """Return the site's address as documents print it."""
    return state().settings.base_url.rstrip("/")
