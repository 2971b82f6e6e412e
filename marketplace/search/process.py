"""The node's index as the running process holds it, and its warming up before a server takes requests."""

from typing import cast

from flask import Flask

from marketplace.core.kept import KeptAnswers
from marketplace.search.node import SearchNode, make_node
from marketplace.web.state import state

MOST_ANSWERS = 500  # Of some 50 KB each.


def search_node() -> SearchNode:
    """Return the process's one node."""
    services = state().services
    if "search_node" not in services:
        services["search_node"] = make_node(state().settings)
    return cast("SearchNode", services["search_node"])


def kept_answers() -> KeptAnswers:
    """Return the process's answers to what was asked since the last public change."""
    return cast("KeptAnswers", state().services.setdefault("search_answers", KeptAnswers(most=MOST_ANSWERS)))


def warm_up(app: Flask) -> None:
    """Read the library's words and lay out the dictionary, so that processes forked later share them.

    The index itself is opened by each process at its first search. The database's connections are closed again: a
    forked process must open its own.
    """
    with app.app_context():
        try:
            with state().database.session() as session:
                search_node().prepare(session)
        finally:
            state().database.dispose()
