"""Days in examples are written as of one day and shown as of today, so that what lies ahead still does."""

import re
from datetime import date

WRITTEN_ON = date(2026, 11, 28)
_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?!-)")


def as_of(text: str, *, today: date) -> str:
    """Return an example with the day on which it was written, and every later one, moved along; the past stays."""
    return _DAY.sub(lambda found: _moved(found[0], today), text)


def _moved(written: str, today: date) -> str:
    day = date.fromisoformat(written)
    return (day - WRITTEN_ON + today).isoformat() if day >= WRITTEN_ON else written
