"""The node's index as the running process holds it."""

from typing import cast

from marketplace.search.node import SearchNode, make_node
from marketplace.web.state import state


def search_node() -> SearchNode:
    """Return the process's one node."""
    services = state().services
    if "search_node" not in services:
        services["search_node"] = make_node(state().settings)
    return cast("SearchNode", services["search_node"])
