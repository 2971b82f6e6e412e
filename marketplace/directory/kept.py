"""Counts and rendered lists, kept until something changes: what many visitors ask is computed once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlmodel import Session

from marketplace.core.changes import load_last_seq

Answer = TypeVar("Answer")
MOST = 500  # Anybody may make up combinations of filters; beyond this everything is forgotten and begins anew.


class KeptAnswers:
    """Answers of one database by their question, valid for one number of the change log.

    Whatever enters, leaves or alters the directory writes the change log in the same transaction, so an unchanged
    number means unchanged answers. Every node and process follows the log by itself.
    """

    def __init__(self) -> None:
        self._seq = -1
        self._answers: dict[Hashable, Any] = {}

    def get(self, session: Session, *, question: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer, computed once per state of the change log; asking costs one statement."""
        seq = load_last_seq(session)
        if seq != self._seq or len(self._answers) >= MOST:
            self._seq, self._answers = seq, {}
        answers = self._answers  # Another thread may begin anew meanwhile; this one ends with what it began with.
        if question not in answers:
            answers[question] = make()
        return cast("Answer", answers[question])
