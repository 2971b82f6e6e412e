"""Enterprises by name for those who oversee them: never in the index, read from the database alone."""

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.enterprises.policies import area_prefix_of
from marketplace.enterprises.queries import ListedRow, list_enterprises
from marketplace.search.schemas import SearchIn
from marketplace.web.pages import Page, PageArgs
from marketplace.web.permissions import GRANTS, Permission

SHOWN = 5
LONGEST_NAME = 60


def find_in_area(session: Session, *, actor: Actor | None, wanted: SearchIn, page: int) -> Page[ListedRow] | None:
    """Return the first enterprises of the actor's area whose names hold the text; None for whoever oversees none."""
    if actor is None or actor.role not in GRANTS[Permission.SEE_COUNTY] or area_prefix_of(actor) is None:
        return None
    if page > 1 or wanted.kind or wanted.filters() or not 1 < len(wanted.q) <= LONGEST_NAME:
        return None
    found = list_enterprises(session, actor=actor, q=wanted.q, args=PageArgs(per_page=SHOWN))
    return found if found.total else None
