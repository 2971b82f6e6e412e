"""Errors of the engine; the area that calls it translates them."""

from collections.abc import Sequence
from enum import StrEnum


class MatchingError(Exception):
    """Base of everything the engine raises on purpose."""


class UnknownCandidateError(MatchingError):
    """The asked candidate is not in the index."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"no candidate {ref!r} in the index")
        self.ref = ref


class DuplicateCandidateError(MatchingError):
    """Two candidates carry the same ref."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"candidate {ref!r} occurs twice")
        self.ref = ref


class JudgementFault(StrEnum):
    """What is wrong with a line of a run or of judgements."""

    RUN_COLUMNS = "expected: query Q0 candidate rank score tag"
    JUDGEMENT_COLUMNS = "expected: enterprise ref, provider ref, whole grade"
    RANK_TWICE = "this rank of the query occurs twice"
    CANDIDATE_TWICE = "this candidate of the query occurs twice"


class JudgementFormatError(MatchingError):
    """Lines of a run or of judgements cannot be read: every one, counted from 1, with its fault."""

    def __init__(self, faults: Sequence[tuple[int, JudgementFault]]) -> None:
        super().__init__("; ".join(f"line {line}: {fault}" for line, fault in faults))
        self.faults = tuple(faults)


class NotFittedError(MatchingError):
    """A model is asked before it has learned."""

    def __init__(self, model: str) -> None:
        super().__init__(f"{model} has to be fitted first")


class WeightsError(MatchingError):
    """A weight set names an unknown feature, or a weight has the wrong sign."""
