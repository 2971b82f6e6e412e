"""The usual conflicts, each with a stable code by which a program decides what to do next."""

from marketplace.core.errors import ConflictError


class WrongStateError(ConflictError):
    """The thing is at another stage than the one in which this may be done."""

    code = "wrong_state"


class NotReadyError(ConflictError):
    """Something else has to be done first; the message says what."""

    code = "not_ready"


class AlreadyDoneError(ConflictError):
    """It was done and stands; sending it again changes nothing."""

    code = "already_done"


class AlreadyExistsError(ConflictError):
    """There is one already, and may be only one."""

    code = "already_exists"


class TooEarlyError(ConflictError):
    """The time for it has not come; the message says when it does."""

    code = "too_early"


class DeadlineOverError(ConflictError):
    """The time for it is over."""

    code = "deadline_over"


class SealedError(ConflictError):
    """Nobody may read it yet; the message says until when."""

    code = "sealed"


class LimitReachedError(ConflictError):
    """There are as many as there may be."""

    code = "limit_reached"


class ConsentMissingError(ConflictError):
    """It cannot be taken back, so that the actor has to say in a field that they know what the message says."""

    code = "consent_missing"

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.fields = {field: ["请写 true，表示知道。"]}


USUAL: tuple[type[ConflictError], ...] = (
    WrongStateError,
    NotReadyError,
    AlreadyDoneError,
    AlreadyExistsError,
    TooEarlyError,
    DeadlineOverError,
    SealedError,
    LimitReachedError,
    ConsentMissingError,
)


def told(kind: type[ConflictError]) -> str:
    """Return a conflict's code with what it means, for the API's description."""
    return f"`{kind.code}`: {(kind.__doc__ or '').rstrip('.')}"
