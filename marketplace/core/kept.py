"""Counts, lists and answers, kept until something public changes: what many ask is computed once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from marketplace.core.changes import Change
from marketplace.core.commits import Stand
from marketplace.core.table_tags import also_read, tables_read

Answer = TypeVar("Answer")
_LAST_SEQ = select(func.max(col(Change.seq)))  # Built once: this runs on every visit of a list.
MOST = 200  # Anybody may make up combinations of filters.


class Answers:
    """Answers by their question, all of one state of what they are made from; those kept longest make room."""

    def __init__(self, *, most: int = MOST) -> None:
        self._found: dict[Hashable, Any] = {}
        self._most = most
        self._lock = Lock()

    def get(self, *, question: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer, made when nobody asked before."""
        found = self.find(question)
        if found is None:
            found = make()
            self.put(question, found)
        return cast("Answer", found)

    def find(self, question: Hashable) -> Any:
        """Return the answer, None when nobody asked before."""
        return self._found.get(question)

    def put(self, question: Hashable, answer: object) -> None:
        """Keep an answer that holds as long as the others."""
        with self._lock:
            self._found[question] = answer
            while len(self._found) > self._most:
                del self._found[next(iter(self._found))]


class KeptAnswers:
    """Answers of one database, valid for one number of the change log.

    Whatever enters, leaves or alters the directory or what can be searched for writes the change log in the same
    transaction, and so does a new edition of the scenario library; an unchanged number means unchanged answers. Every
    process follows the log.
    """

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._kept: tuple[int | None, Answers] = (None, Answers(most=most))

    def now(self, session: Session) -> Answers:
        """Return the answers that hold for what the session reads: one statement, by the connection for its speed."""
        seq = session.connection().execute(_LAST_SEQ).scalar_one()
        known, answers = self._kept
        if seq != known:
            # Another thread may begin anew meanwhile; each ends with the answers that it began with.
            answers = Answers(most=self._most)
            self._kept = (seq, answers)
        return answers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    answer: Any
    tables: frozenset[str]
    newest: Hashable


class TaggedAnswers:
    """Answers, each valid until somebody commits to a table that was read for it; those made longest ago go."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, *, question: Hashable, stand: Stand | None, make: Callable[[], Answer]) -> Answer:
        """Return the answer, made when it must be; ``stand`` was read before anything the answer is made from.

        None is an answer that isn't kept: anybody may ask for what is not there.
        """
        if stand is None:
            return make()
        found = self._kept.get(question)
        if found is None or stand.newest(found.tables, question=question) != found.newest:
            with tables_read() as tables:
                answer = make()
            if answer is not None:
                kept = _Kept(answer=answer, tables=frozenset(tables), newest=stand.newest(tables, question=question))
                self._put(question, kept)
            return answer
        also_read(found.tables)
        return cast("Answer", found.answer)

    def _put(self, question: Hashable, kept: _Kept) -> None:
        with self._lock:
            self._kept[question] = kept
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
