"""What other areas hand to this one through the application."""

from collections.abc import Callable, Collection
from typing import cast

from sqlmodel import Session

from marketplace.web.state import state

# pilots(session, county_code) gives the ids of a county's pilot enterprises; none where it has not selected any.
PilotFirms = Callable[[Session, str], Collection[int]]
PILOT_FIRMS = "pilot_firms"


def no_pilots(_session: Session, _county_code: str) -> Collection[int]:
    """Know of no pilot enterprises."""
    return ()


def pilot_firms() -> PilotFirms:
    """Return who knows a county's pilot enterprises."""
    return cast("PilotFirms", state().services.get(PILOT_FIRMS, no_pilots))
