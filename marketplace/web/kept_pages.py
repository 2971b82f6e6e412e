"""Whole public pages, kept for visitors until what they show changes: what thousands look at is written once.

A page that is declared so is the same for everybody who sends neither cookie of ours nor token. It is sent from memory
while nobody commits to a table that was read for it, for the same address and encodings; within the same minute when it
looked at the clock, ten minutes else. What is kept is what went out, compressed; counting, limits, log, request id and
headers are done each time.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, request, session
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from marketplace.core.commits import Stand
from marketplace.core.kept import TaggedAnswers
from marketplace.core.table_tags import tables_read
from marketplace.web.headers import is_personal
from marketplace.web.page_store import PageKey, PageStore, SentPage
from marketplace.web.signin import viewer
from marketplace.web.state import stand, state

View = TypeVar("View", bound=Callable[..., Any])
STORE, PERSONAL = "kept_pages", "pages_of_people"
MOST_PERSONAL = 300  # Of some 60 KB each.
_OK = 200


def kept_for_visitors(view: View) -> View:
    """Declare a page to depend on nothing but the database, the clock and the address when a visitor asks for it."""
    view.is_kept_for_visitors = True  # type: ignore[attr-defined]  # a mark on the function itself
    return view


def is_kept_for_visitors(app: Flask, endpoint: str) -> bool:
    """Say whether an endpoint is declared so."""
    return bool(getattr(app.view_functions[endpoint], "is_kept_for_visitors", False))


def keep_out() -> None:
    """Let this answer go out without being kept: it depends on something that may change without a commit."""
    g.pop("kept_as", None)


def kept_for_viewer(write: Callable[[], str]) -> str:
    """Return a costly page as it was written last for the same person and address, if it would be the same again."""
    if "_flashes" in session:
        return write()
    pages = cast("TaggedAnswers", state().services.setdefault(PERSONAL, TaggedAnswers(most=MOST_PERSONAL)))
    question = (viewer(), request.root_url, request.full_path)
    return pages.get(question=question, stand=stand(), make=write)


def init_kept_pages(app: Flask) -> None:
    """Answer from memory what can be; comes after limits, before whatever else looks at a request."""
    app.extensions["marketplace"].services[STORE] = PageStore()

    @app.before_request
    def look_up() -> Response | None:
        stands = stand() if _is_for_visitors() else None
        if stands is None:
            return None
        key = _key()
        found = _store().find(key, stand=stands)
        if found is None:
            g.kept_as, g.reading = key, ExitStack()
            g.tables_read = g.reading.enter_context(tables_read())
            return None
        return _answered(Response(found.body, headers=list(found.headers)))

    @app.after_request
    def keep(response: Response) -> Response:
        key = g.pop("kept_as", None)
        if key is None or not _may_be_kept(response):
            return response
        if response.content_encoding == "gzip":
            response.set_data(_undated(response.get_data()))
        response.set_etag(sha256(response.get_data()).hexdigest()[:32])
        response.vary.update(["Accept-Encoding", "Authorization", "Cookie"])
        tables = frozenset(g.tables_read)
        page = SentPage(body=response.get_data(), headers=tuple(response.headers), tables=tables)
        _store().put(key, page, stand=cast("Stand", stand()))
        return _answered(response)

    @app.teardown_request
    def stop_reading(_error: BaseException | None) -> None:
        g.pop("reading", ExitStack()).close()
        g.pop("stand", None)


def _store() -> PageStore:
    return cast("PageStore", state().services[STORE])


def _is_for_visitors() -> bool:
    is_reading = request.method in {"GET", "HEAD"} and request.endpoint is not None
    return is_reading and is_kept_for_visitors(current_app, str(request.endpoint)) and not is_personal()


def _key() -> PageKey:
    return PageKey(
        site=request.root_url,
        path=request.path,
        asked=request.query_string,
        encodings=_encodings(request.headers.get("Accept-Encoding", "")),
    )


@lru_cache(maxsize=256)
def _encodings(header: str) -> str:
    """Return what a browser takes, in its order, however it is written."""
    return ",".join(f"{name}={quality}" for name, quality in parse_accept_header(header, Accept))


def _may_be_kept(response: Response) -> bool:
    sets_cookie = "Set-Cookie" in response.headers or session.modified
    is_whole = response.status_code == _OK and not response.is_streamed
    return is_whole and not sets_cookie and not response.cache_control.no_store


def _undated(packed: bytes) -> bytes:
    """Return gzip's bytes without the second in which they were packed: all processes shall send the same."""
    return packed[:4] + bytes(4) + packed[8:]


def _answered(response: Response) -> Response:
    """Leave the body away for a browser that has it."""
    response.make_conditional(request)
    response.headers.pop("Date", None)  # The server says it.
    return response
