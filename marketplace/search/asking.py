"""Questions put to the node's index: never an error because it is busy, behind, broken or not there yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from marketplace.core.db import Database
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.search.labels import IndexState
from marketplace.search.node import SearchNode
from marketplace.search.rebuilding import rebuild_if_small
from search_index import (
    Hit,
    InvalidQueryError,
    PageOutOfRangeError,
    Results,
    SearchIndex,
    SearchQuery,
    Span,
    Suggestion,
)

log = structlog.get_logger(__name__)
Found = TypeVar("Found")
NAMED_PER_KIND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Results, and how far they can be relied on."""

    results: Results
    state: IndexState


def ask(database: Database, session: Session, *, node: SearchNode, query: SearchQuery) -> Answer:
    """Return results from the index, or by names from the database while there is none.

    Raises NotFoundError for a page beyond the end, InvalidError for impossible filters.
    """
    found = _use(database, session, node=node, use=lambda index: index.search(query))
    if found is None:
        return Answer(results=_by_names(session, node=node, query=query), state=IndexState.UNAVAILABLE)
    return Answer(results=found[0], state=found[1])


def suggest(
    database: Database, session: Session, *, node: SearchNode, prefix: str, limit: int
) -> tuple[Suggestion, ...]:
    """Return titles that hold what was typed so far; none while there is no index."""
    found = _use(database, session, node=node, use=lambda index: index.suggest(prefix, limit=limit))
    return found[0] if found else ()


def _use(
    database: Database, session: Session, *, node: SearchNode, use: Callable[[SearchIndex], Found]
) -> tuple[Found, IndexState] | None:
    """Use the index; when it fails, open it anew, then build a small one anew, then give up and ask for a rebuild."""
    mending: tuple[Callable[[], bool], ...] = (lambda: True, lambda: rebuild_if_small(database, node), lambda: False)
    for mend in mending:
        try:
            index, state = node.refresh(session)
            return use(index), state
        except PageOutOfRangeError as error:
            raise NotFoundError(f"一共只有 {error.pages} 页，没有第 {error.page} 页。") from error
        except InvalidQueryError as error:
            raise InvalidError("筛选条件太多或写法不对，请减少几项再试。") from error
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a damaged index raises, a page must not fail for it
            log.warning("search_index_unusable", error=type(error).__name__)
            node.forget()
            if not mend():
                break
    node.folders.ask_for_rebuild()
    return None


def _by_names(session: Session, *, node: SearchNode, query: SearchQuery) -> Results:
    hits = tuple(
        Hit(kind=source.kind, id=key, title=title, score=0.0, title_spans=(Span(title, marked=False),), snippet=())
        for source in node.sources
        if not query.kinds or source.kind in query.kinds
        for key, title in source.named(session, query.text.strip(), NAMED_PER_KIND)
    )
    return Results(total=len(hits), hits=hits, facets={})


def usable_index(database: Database, session: Session, *, node: SearchNode) -> SearchIndex | None:
    """Return the node's index with the latest changes, None while there is none."""
    found = _use(database, session, node=node, use=lambda index: index)
    return found[0] if found else None
