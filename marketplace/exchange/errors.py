"""What goes wrong with a whole file; the texts are Chinese and safe to show."""


class ExchangeError(Exception):
    """Base of the errors of this package; ``reason`` says what is wrong and how to mend it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileRefusedError(ExchangeError):
    """The file as a whole can't be read: of another kind, too large, damaged, locked with a password."""


class CellTooLongError(ExchangeError):
    """A text doesn't fit a spreadsheet's cell (32,767 characters)."""
