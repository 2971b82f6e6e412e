"""The worker goes on when the database is busy or away for a while."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from marketplace.serving import keep_turning


def turning(outcomes: list[int | Exception], stopping: threading.Event) -> Callable[[], int]:
    """Return a turn that gives the outcomes one after the other and asks to stop with the last."""
    left = list(outcomes)

    def turn() -> int:
        outcome = left.pop(0)
        if not left:
            stopping.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    turn.left = left  # type: ignore[attr-defined]  # for the test to look at
    return turn


def test_worker_outlasts_a_locked_database() -> None:
    stopping = threading.Event()
    locked = OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))
    turn = turning([1, locked, locked, 2], stopping)

    keep_turning(turn, stopping=stopping, pause=0)

    assert turn.left == []  # type: ignore[attr-defined]


def test_worker_ends_with_a_fault_of_its_own() -> None:
    stopping = threading.Event()
    turn = turning([KeyError("no such handler"), 0], stopping)

    with pytest.raises(KeyError):
        keep_turning(turn, stopping=stopping, pause=0)


def test_worker_rests_only_after_a_turn_without_work() -> None:
    stopping = threading.Event()
    turn = turning([3, 2, 1], stopping)

    keep_turning(turn, stopping=stopping, pause=3600)

    assert turn.left == []  # type: ignore[attr-defined]
