"""What one process holds: settings, database, clock and the hooks that areas above the web layer supply."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from flask import current_app, g
from sqlmodel import Session

from marketplace.core.clock import utc_now
from marketplace.core.commits import Stand
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.web.viewer import Viewer


@dataclass(kw_only=True)
class State:
    """Collaborators of the running process; ``create_app`` fills the hooks."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime] = utc_now
    load_viewer: Callable[[Session, str, datetime], Viewer | None] = lambda _session, _token, _now: None
    load_token_viewer: Callable[[Session, str, datetime], Viewer | None] = lambda _session, _token, _now: None
    before_commit: list[Callable[[Session], None]] = field(default_factory=list)
    navigation: list[tuple[str, str]] = field(default_factory=list)
    services: dict[str, Any] = field(default_factory=dict)


def state() -> State:
    """Return the state of the running process."""
    return cast("State", current_app.extensions["marketplace"])


def now() -> datetime:
    """Return the present moment by the process's clock, which tests can set."""
    return state().clock()


def stand() -> Stand | None:
    """Return how the database stood before this request read anything; None when it doesn't answer."""
    if "stand" not in g:
        g.stand = state().database.commits.stand()
    return cast("Stand | None", g.stand)
