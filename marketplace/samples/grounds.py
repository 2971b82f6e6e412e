"""Whether a copy of a sample may be named as the origin of an enquiry."""

from sqlmodel import Session

from marketplace.core.ids import read_id
from marketplace.samples.models import Replication
from marketplace.samples.queries import ORIGIN


def is_own_copy(session: Session, *, enterprise_id: int, named: str) -> bool:
    """Say whether ``replication:7`` names a copy that this enterprise made."""
    number = read_id(named.removeprefix(ORIGIN)) if named.startswith(ORIGIN) else None
    found = session.get(Replication, number) if number is not None else None
    return found is not None and found.enterprise_id == enterprise_id and named == f"{ORIGIN}{number}"
