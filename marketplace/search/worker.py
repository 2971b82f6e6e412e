"""The follower: keeps this node's index up with the change log, and rebuilds it when it cannot be used."""

import threading
import time

import structlog
from sqlalchemy.exc import SQLAlchemyError

from marketplace.core.db import Database
from marketplace.search.folders import BuildBusyError
from marketplace.search.following import follow
from marketplace.search.node import FOLLOW_AT_ONCE, SearchNode
from marketplace.search.rebuilding import rebuild
from search_index import IndexBusyError

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 60.0
FAILURES_BEFORE_REBUILD = 2
QUIET_SECONDS = (
    2.0  # Without a change for so long, the index may be tidied: the next one hardly comes this very second.
)


def keep_following(database: Database, node: SearchNode, stopping: threading.Event) -> None:
    """Follow until told to stop; no trouble ends the loop, and an index that keeps failing is rebuilt."""
    pause, failures, ready = 0.0, 0, False
    while not stopping.wait(pause):
        try:
            ready = ready or _get_ready(database, node)
            pause, failures = tend(database, node), 0
        except (IndexBusyError, BuildBusyError):
            pause = PAUSE_SECONDS
        except Exception as error:  # noqa: BLE001 - a damaged file or a database that restarts must not end the worker
            log.warning("search_following_failed", error=type(error).__name__)
            node.forget()
            failures += 1
            pause = min(LONGEST_PAUSE_SECONDS, 2.0**failures)
            if failures == FAILURES_BEFORE_REBUILD and not isinstance(error, SQLAlchemyError):
                node.folders.ask_for_rebuild()


def _get_ready(database: Database, node: SearchNode) -> bool:
    """Read words and tables before the first change comes, which else would wait for them."""
    with database.session() as session:
        node.prepare(session, documents=True)
    return True


def tend(database: Database, node: SearchNode) -> float:
    """Do what is due, one step at a time; return the seconds to wait before the next look."""
    if _is_unusable(database, node):
        done = rebuild(database, node, wait=False)
        log.info("search_rebuilt", documents=done.documents, cursor=done.cursor)
        return 0.0
    with database.session() as session:
        index = node.open_current(session)
        taken = follow(session, index, sources=node.sources, most=FOLLOW_AT_ONCE)
    if taken:
        node.followed_at = time.monotonic()
    elif time.monotonic() - node.followed_at >= QUIET_SECONDS:
        index.tidy()
    return 0.0 if taken == FOLLOW_AT_ONCE else PAUSE_SECONDS


def _is_unusable(database: Database, node: SearchNode) -> bool:
    if node.folders.current() is None:
        return True  # A new machine, not a fault.
    with database.session() as session:
        try:
            index = node.open_current(session)
            node.lag(session, index)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - a damaged index may raise anything when it is opened
            log.warning("search_index_unusable", error=type(error).__name__)
            node.forget()
            return True
        return index.outdated or node.folders.rebuild_is_wanted


def start_following(database: Database, node: SearchNode, stopping: threading.Event) -> threading.Thread:
    """Follow in a thread of its own, so that no slow mail holds the index back."""
    thread = threading.Thread(target=keep_following, args=(database, node, stopping), name="search-follower")
    thread.start()
    return thread
