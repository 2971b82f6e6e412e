"""An application with one page that writes, and what its journal holds afterwards."""

from collections.abc import Callable

from flask import Flask

from marketplace.app import create_app
from marketplace.core import journal
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.web.permissions import Permission, requires
from tests.fixtures.web import NOW, BrowserClient


def app_that_writes(settings: Settings, database: Database, write: Callable[[], object]) -> Flask:
    """Return the application, which calls ``write`` at each POST to /write."""
    app = create_app(settings, database=database, clock=lambda: NOW)
    app.testing = True
    app.test_client_class = BrowserClient

    @requires(Permission.PUBLIC)
    def page() -> str:
        write()
        return "written"

    app.add_url_rule("/write", view_func=page, methods=["POST"])
    return app


def entries(database: Database) -> int:
    """Return how many entries the journal holds; its chain must be whole."""
    with database.session() as session:
        found = journal.verify(session)
    assert found.is_intact
    return found.count
