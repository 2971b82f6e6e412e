"""The ranker of the running process, and its warming up before a server takes requests."""

import structlog
from flask import Flask

from marketplace.core.errors import NotFoundError
from marketplace.recommendations.ranker import Ranker
from marketplace.web.state import state

log = structlog.get_logger(__name__)
_NAME = "ranker"


def ranker() -> Ranker:
    """Return the process's one ranker."""
    found: Ranker = state().services.setdefault(_NAME, Ranker())
    return found


def warm_up(app: Flask) -> None:
    """Fit the linker and lay out the candidates, so that processes forked later share them; needs seconds.

    Without a library in the database there is nothing to warm. The database's connections are closed again:
    a forked process must open its own.
    """
    with app.app_context():
        try:
            with state().database.session() as session:
                ranker().current(session)
        except NotFoundError:
            log.info("ranker_not_warmed")
        finally:
            state().database.dispose()
