"""Counts and rendered lists, kept until something changes: what many visitors ask is computed once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from marketplace.core.changes import Change

Answer = TypeVar("Answer")
_LAST_SEQ = select(func.max(col(Change.seq)))  # Built once: this runs on every visit of a list.
MOST = 200  # Anybody may make up combinations of filters; beyond this everything is forgotten and begins anew.


class KeptAnswers:
    """Answers of one database by their question, valid for one number of the change log.

    Whatever enters, leaves or alters the directory writes the change log in the same transaction, and so does a new
    edition of the scenario library; an unchanged number means unchanged answers. Every process follows the log.
    """

    def __init__(self) -> None:
        self._seq: int | None = -1
        self._answers: dict[Hashable, Any] = {}

    def get(self, session: Session, *, question: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer, computed once per state of the change log; asking costs one statement."""
        seq = session.execute(_LAST_SEQ).scalar_one()
        if seq != self._seq or len(self._answers) >= MOST:
            self._seq, self._answers = seq, {}
        answers = self._answers  # Another thread may begin anew meanwhile; this one ends with what it began with.
        if question not in answers:
            answers[question] = make()
        return cast("Answer", answers[question])
