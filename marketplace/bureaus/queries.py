"""Reads of bureaus."""

from sqlmodel import Session

from marketplace.bureaus.models import Bureau
from marketplace.core.actor import Role


def find_area(session: Session, *, organisation_id: int) -> tuple[Role, str] | None:
    """Return the role of a bureau's officers and the prefix of its area, None when the body is no bureau."""
    bureau = session.get(Bureau, organisation_id)
    return (Role(bureau.level.value), bureau.area_prefix) if bureau else None
