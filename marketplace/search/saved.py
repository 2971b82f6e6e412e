"""Saved searches: kept by a person, checked by the worker, which tells of new hits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, col, func, select

from marketplace.core.actor import Actor
from marketplace.core.conflicts import LimitReachedError
from marketplace.core.digest import digest
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError
from marketplace.core.jobs import Handler, enqueue
from marketplace.notify.services import notify_users
from marketplace.search.models import SavedSearch
from marketplace.search.node import SearchNode, make_node
from marketplace.search.schemas import SearchIn
from marketplace.settings import Settings
from search_index import Hit, IndexUnavailableError, SearchIndex

ALERT_JOB = "search_alert"
CHECK_EVERY = timedelta(hours=1)
MOST_SAVED = 50
MOST_KNOWN = 1_000
HITS_AT_ONCE = 100
TOLD_BY_NAME = 5
LABEL_LENGTH = 300


class TooManyHitsError(ConflictError):
    """Alerts are for questions with few answers."""

    code = "search.too_many_hits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is saved, with its description in words."""

    wanted: SearchIn
    label: str

    @property
    def digest(self) -> str:
        return digest(self.wanted.address())


def save_search(session: Session, *, actor: Actor, question: Question, now: datetime) -> SavedSearch:
    """Keep a question, once; raises InvalidError for an empty one, ConflictError beyond 50."""
    if not question.wanted.address():
        raise InvalidError(fields={"q": ["请先写要找的内容，或选一个筛选条件。"]})
    mine = col(SavedSearch.user_id) == actor.user_id
    kept = session.exec(select(SavedSearch).where(mine, SavedSearch.question_digest == question.digest)).first()
    if kept is not None:
        return kept
    if session.exec(select(func.count()).select_from(SavedSearch).where(mine)).one() >= MOST_SAVED:
        raise LimitReachedError(f"最多保存 {MOST_SAVED} 个搜索，请先删掉不用的。")
    saved = SavedSearch(
        user_id=actor.user_id,
        question=question.wanted.address(),
        question_digest=question.digest,
        label=question.label[:LABEL_LENGTH],
        created_at=now,
    )
    session.add(saved)
    session.flush()  # A check is asked for by the new row's id.
    return saved


def load_own(session: Session, *, actor: Actor, saved_id: int) -> SavedSearch:
    """Return a person's own saved search; another's does not exist."""
    saved = session.get(SavedSearch, saved_id)
    if saved is None or saved.user_id != actor.user_id:
        raise NotFoundError
    return saved


def load_saved(session: Session, *, actor: Actor) -> list[SavedSearch]:
    """Return a person's saved searches, the latest first; they are few."""
    mine = select(SavedSearch).where(SavedSearch.user_id == actor.user_id)
    return list(session.exec(mine.order_by(col(SavedSearch.id).desc())))


def delete_saved(session: Session, *, actor: Actor, saved_id: int) -> None:
    """Forget a saved search; a check that is due finds nothing and ends."""
    session.delete(load_own(session, actor=actor, saved_id=saved_id))


def set_alerts(
    session: Session, *, actor: Actor, saved_id: int, on: bool, index: SearchIndex | None, now: datetime
) -> None:
    """Switch alerts on or off; what is found now counts as known. Raises TooManyHitsError.

    ``index`` is None while there is none; then the first check only notes what there is.
    """
    saved = load_own(session, actor=actor, saved_id=saved_id)
    if saved.alerts == on:
        return
    hits = find_all(index, saved=saved) if on and index is not None else None
    saved.alerts, saved.known = on, [_key(hit) for hit in hits or ()]
    saved.checked_at = None if hits is None else now
    if on:
        saved.round += 1
        _check_later(session, saved=saved, now=now)


def find_all(index: SearchIndex, *, saved: SavedSearch) -> list[Hit]:
    """Return every hit of a saved question; raises TooManyHitsError beyond 1,000."""
    wanted, found, page = SearchIn.model_validate(saved.question), list[Hit](), 1
    while True:
        results = index.search(wanted.query(page=page, per_page=HITS_AT_ONCE))
        if results.total > MOST_KNOWN:
            raise TooManyHitsError(f"这个搜索有 {results.total} 条结果，太多了，没有打开提醒；加上条件再保存就能提醒。")
        # Near matches are shown to who asks now; nobody wants to be told of them later.
        found += () if results.relaxed else results.hits
        if results.relaxed or len(found) >= results.total:
            return found
        page += 1


def alert_handler(settings: Settings) -> Handler:
    """Return the job handler that checks one saved search and asks for the next check."""
    node = make_node(settings)

    def handle(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
        saved = session.get(SavedSearch, payload["saved_search_id"])
        if saved is None or not saved.alerts or saved.round != payload["round"]:
            return
        check_saved(session, saved=saved, node=node, now=now)
        _check_later(session, saved=saved, now=now)

    return handle


def check_saved(session: Session, *, saved: SavedSearch, node: SearchNode, now: datetime) -> int:
    """Tell the owner of hits that were not there before; return their number. Without an index nothing happens."""
    try:
        hits = find_all(node.open_current(session), saved=saved)
    except (IndexUnavailableError, TooManyHitsError):
        return 0
    known = set(saved.known)
    fresh = [hit for hit in hits if _key(hit) not in known] if saved.checked_at is not None else []
    saved.known, saved.checked_at = [_key(hit) for hit in hits], now
    if fresh:
        _tell(session, saved=saved, fresh=fresh, now=now)
    return len(fresh)


def _tell(session: Session, *, saved: SavedSearch, fresh: Sequence[Hit], now: datetime) -> None:
    named = "、".join(hit.title for hit in fresh[:TOLD_BY_NAME])
    more = f"等 {len(fresh)} 条" if len(fresh) > TOLD_BY_NAME else ""
    notify_users(
        session,
        user_ids=[saved.user_id],
        subject=f"您保存的搜索有 {len(fresh)} 条新结果",
        body=f"搜索：{saved.label}\n新结果：{named}{more}"[:2000],
        url=f"/search/saved/{saved.id}",
        now=now,
    )


def _check_later(session: Session, *, saved: SavedSearch, now: datetime) -> None:
    payload = {"saved_search_id": saved.id, "round": saved.round}
    enqueue(session, kind=ALERT_JOB, payload=payload, now=now + CHECK_EVERY)


def _key(hit: Hit) -> str:
    return f"{hit.kind}/{hit.id}"


def address_of(saved: SavedSearch) -> str:
    """Return the address of the search page with the saved question."""
    return f"/search?{urlencode(SearchIn.model_validate(saved.question).address(), doseq=True)}"
