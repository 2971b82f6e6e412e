"""Counts and rendered lists, kept until something changes: what many visitors ask is computed once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from marketplace.core.changes import Change

Answer = TypeVar("Answer")
_LAST_SEQ = select(func.max(col(Change.seq)))  # Built once: this runs on every visit of a list.
MOST = 200  # Anybody may make up combinations of filters; beyond this everything is forgotten and begins anew.


class Answers:
    """Answers by their question, all of one state of the change log; asking costs no statement."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}

    def get(self, *, question: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer, made when nobody asked before."""
        if question not in self._found:
            self._found[question] = make()
        return cast("Answer", self._found[question])

    @property
    def is_full(self) -> bool:
        """Whether no further question should be kept."""
        return len(self._found) >= MOST


class KeptAnswers:
    """Answers of one database, valid for one number of the change log.

    Whatever enters, leaves or alters the directory writes the change log in the same transaction, and so does a new
    edition of the scenario library; an unchanged number means unchanged answers. Every process follows the log.
    """

    def __init__(self) -> None:
        self._kept: tuple[int | None, Answers] = (None, Answers())

    def now(self, session: Session) -> Answers:
        """Return the answers that hold for what the session reads: one statement, by the connection for its speed."""
        seq = session.connection().execute(_LAST_SEQ).scalar_one()
        known, answers = self._kept
        if seq != known or answers.is_full:
            # Another thread may begin anew meanwhile; each ends with the answers that it began with.
            answers = Answers()
            self._kept = (seq, answers)
        return answers
