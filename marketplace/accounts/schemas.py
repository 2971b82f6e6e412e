"""What people type into the pages of the accounts area."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from marketplace.core.actor import Role
from marketplace.exchange.text import clean_code

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOBILE = re.compile(r"(?:\+?86)?[- ]?1\d{2}[- ]?\d{4}[- ]?\d{4}")


def _half_width(value: object) -> object:
    return clean_code(value) if isinstance(value, str) else value


def _address(text: str) -> str:
    if _MOBILE.fullmatch(text):
        raise ValueError("这里要邮箱，不是手机号，例如 name@example.com。")
    if _ADDRESS.fullmatch(text) is None:
        raise ValueError("邮箱写得不全，应像 name@example.com 这样：中间一个 @，后面带点。")
    return text


# Chinese keyboards type the sign and the digits of an address in full width; none is ever meant so.
Email = Annotated[str, StringConstraints(max_length=200), BeforeValidator(_half_width), AfterValidator(_address)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class SignInIn(BaseModel):
    """E-mail and password; ``next`` is a path of this site."""

    email: str = Field(max_length=200)
    password: str = Field(max_length=200)
    next: str = Field(default="", max_length=500)


class CodeIn(BaseModel):
    """Six digits of an authenticator, or a recovery code."""

    code: str = Field(max_length=40)


class EnrolIn(BaseModel):
    """The first code of an authenticator, and the sealed secret that its QR code gave away."""

    code: str = Field(max_length=40)
    ticket: str = Field(max_length=400)


class ForgotIn(BaseModel):
    """The address that a reset link is sent to."""

    email: Email


class NewPasswordIn(BaseModel):
    """A new password; its strength is checked by the service."""

    password: str = Field(max_length=200)


class JoinIn(BaseModel):
    """A person who joins through an invitation: a new one gives all three, a known one address and password."""

    email: Email
    display_name: str = Field(default="", max_length=60)
    password: str = Field(max_length=200)


class InviteIn(BaseModel):
    """Whom a link is for."""

    role: Role


class TokenIn(BaseModel):
    """A token for a program: a name to recognise it, what it may do, and how long."""

    name: Name
    can_write: bool = False
    days: int = Field(default=90, ge=1, le=365)
