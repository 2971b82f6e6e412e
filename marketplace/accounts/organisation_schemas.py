"""What the operator types about bodies."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from marketplace.accounts.labels import PersonAction
from marketplace.accounts.naming import MAX_LENGTH
from marketplace.core.ids import RowId

Reason = Annotated[str, StringConstraints(min_length=4, max_length=500)]


class RenameIn(BaseModel):
    """A new registered name with the reason, for the version that was seen; ``same_name`` once a twin was shown."""

    name: Annotated[str, StringConstraints(min_length=2, max_length=MAX_LENGTH)]
    reason: Reason
    same_name: bool = False
    version: int


class MergeIn(BaseModel):
    """Into which body a duplicate goes, and why."""

    kept_id: RowId
    merge_reason: Reason


class PersonIn(BaseModel):
    """What is done about which person of a body, and why."""

    membership_id: RowId
    action: PersonAction
    person_reason: Reason
