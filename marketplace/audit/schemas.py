"""What one searches the journal by."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from marketplace.audit.words import NOUNS

# People write 企业:230 as the page shows it; of names that share a label the first in the table is meant.
_KIND_OF = {label: name for name, label in reversed(NOUNS.items())}
KIND = r"^[a-z_]{0,40}$"
OBJECT = r"^([a-z_]{1,40}:[0-9A-Za-z._:-]{1,80}|\d{1,12})?$"


def _plain(value: object) -> object:
    if not isinstance(value, str):
        return value
    noun, parted, key = value.strip().replace("：", ":").replace(" ", ":", 1).partition(":")
    return f"{_KIND_OF.get(noun, noun)}{parted}{key}"


class JournalQuery(BaseModel):
    """Filters stand in the address; ``before`` is the number below which the next page begins."""

    kind: Annotated[str, StringConstraints(pattern=KIND)] = ""
    object: Annotated[str, StringConstraints(pattern=OBJECT), BeforeValidator(_plain)] = ""
    since: date | None = None
    until: date | None = None
    before: int | None = Field(default=None, ge=1, le=2**53)

    @model_validator(mode="after")
    def days_in_order(self) -> Self:
        """Refuse a range that ends before it begins."""
        if self.since and self.until and self.since > self.until:
            raise ValueError("开始日期在结束日期之后，请对调一下。")
        return self
