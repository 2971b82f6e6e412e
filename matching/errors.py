"""Errors of the engine; the area that calls it translates them."""


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


class JudgementFormatError(MatchingError):
    """A line of a run or of judgements cannot be read; ``line`` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class NotFittedError(MatchingError):
    """A model is asked before it has learned."""

    def __init__(self, model: str) -> None:
        super().__init__(f"{model} has to be fitted first")


class WeightsError(MatchingError):
    """A weight set names an unknown feature, or a weight has the wrong sign."""
