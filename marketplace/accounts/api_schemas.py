"""What programs read of the person that they act for, and of that person's tokens."""

from datetime import datetime

from pydantic import BaseModel, Field

from marketplace.core.actor import Role


class MeOut(BaseModel):
    """Who a request acts for; ``scopes`` is null for a signed-in person, who is not limited by a token."""

    user_id: int
    display_name: str
    role: Role
    organisation_id: int
    organisation_name: str
    area_prefix: str = Field(description="Digits with which the county codes of the area begin; empty for bodies")
    scopes: list[str] | None


class MembershipOut(BaseModel):
    """A body for which a person may act; a token acts in one membership, and is made on the account page."""

    membership_id: int
    organisation_id: int
    organisation_name: str
    role: Role
    is_confirmed: bool = Field(description="Whether a bureau or the operator confirmed that the body is what it says")


class RegisteredOut(MembershipOut):
    """The membership that a registration made, and how a program goes on to act in it.

    A token of one body makes none for another: whoever found it could keep a way in after it was ended. So the person
    makes it, signed in, on the account page.
    """

    token_page: str = Field(description="Where the person makes a token for the new body, after switching to it")
    next_step: str = Field(description="The same in a Chinese sentence, to be shown to the person")


class TokenPath(BaseModel):
    """One of one's own tokens."""

    token_id: int = Field(ge=1)


class TokenOut(BaseModel):
    """A valid token; the token itself was shown once and is not kept."""

    id: int
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
