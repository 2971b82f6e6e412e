"""Ids of rows as others send them: numbers beyond what the database counts with belong to no row."""

from typing import Annotated

from pydantic import Field

MAX_ID = 2**31 - 1  # The largest INTEGER of PostgreSQL.
RowId = Annotated[int, Field(ge=1, le=MAX_ID)]


def read_id(text: str) -> int | None:
    """Return the id that a text of digits names, None when no row could have it."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ID))):
        return None
    number = int(text)
    return number if 1 <= number <= MAX_ID else None
