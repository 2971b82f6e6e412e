"""What a supervisor's firm types to register."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from marketplace.accounts.codes import CreditCode
from marketplace.accounts.schemas import Email
from marketplace.exchange.limits import NAME_LIMIT
from marketplace.exchange.text import clean_line

Line = Annotated[str, AfterValidator(clean_line)]


class NewSupervisorIn(BaseModel):
    """A supervisor's firm to register."""

    name: Line = Field(min_length=2, max_length=NAME_LIMIT)
    uscc: CreditCode = ""
    description: str = Field(default="", max_length=2000)


class RegisterIn(NewSupervisorIn):
    """A firm that registers itself, and the person who does so."""

    email: Email
    display_name: Line = Field(min_length=1, max_length=60)
    password: str = Field(max_length=200)
