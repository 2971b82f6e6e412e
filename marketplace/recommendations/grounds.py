"""Whether a stored ranking may be relied on."""

from sqlmodel import Session, select

from marketplace.recommendations.models import Run


def is_own_run(session: Session, *, enterprise_id: int, named: str) -> bool:
    """Say whether a digest is that of a stored ranking for this enterprise."""
    found = session.exec(select(Run.id).where(Run.digest == named, Run.enterprise_id == enterprise_id))
    return found.first() is not None
