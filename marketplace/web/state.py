"""What one process holds: settings, database, clock and the hooks that areas above the web layer supply."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, cast

from flask import current_app, g
from sqlmodel import Session

from marketplace.core.clock import shanghai_day, utc_now
from marketplace.core.commits import CLOCK, DAY, Stand
from marketplace.core.db import Database
from marketplace.core.table_tags import also_read
from marketplace.settings import Settings
from marketplace.web.viewer import Viewer

AT_A_MOMENT, OF_A_DAY = frozenset({CLOCK}), frozenset({DAY})


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
    """Return the present moment by the process's clock, which tests can set; what is kept of it ends soon."""
    also_read(AT_A_MOMENT)
    return state().clock()


def today() -> date:
    """Return the day in Shanghai by the process's clock; what is kept of it ends with the day."""
    also_read(OF_A_DAY)
    return shanghai_day(state().clock())


def made_at() -> datetime:
    """Return the moment at which an answer is made, to be told with it: whoever is given it later is told the same."""
    return state().clock()


def stand() -> Stand | None:
    """Return how database and clock stood before this request read anything; None when no database answers."""
    if "stand" not in g:
        found = state().database.commits.stand()
        g.stand = replace(found, minute=int(state().clock().timestamp()) // 60) if found else None
    return cast("Stand | None", g.stand)
