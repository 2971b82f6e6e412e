"""Passwords and secret tokens: argon2 hashes, digests of random tokens, and rules of strength."""

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MIN_LENGTH = 10
MIN_DISTINCT = 5
_hasher = PasswordHasher()
# Checked when no such user exists, so that the time taken tells nothing.
_DUMMY_HASH = _hasher.hash("no such user has this password")


def hash_password(password: str) -> str:
    """Return an argon2id hash with its own salt."""
    return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Say whether a password fits; without a hash the same work is done and the answer is no."""
    try:
        _hasher.verify(password_hash or _DUMMY_HASH, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(password_hash)


def weakness(password: str, *, personal: tuple[str, ...] = ()) -> str | None:
    """Return what makes a password weak, in Chinese, or None; strength counts, not form."""
    if len(password) < MIN_LENGTH:
        return f"密码至少 {MIN_LENGTH} 个字符，可以用一句自己记得住的话。"
    if len(set(password)) < MIN_DISTINCT:
        return "密码里不同的字符太少，容易被猜中。"
    lowered = password.lower()
    if any(len(part) > 3 and part.lower() in lowered for part in personal):  # noqa: PLR2004 - shorter parts occur by chance
        return "密码里不要包含您的邮箱或姓名。"
    return None


def new_token() -> str:
    """Return a random token of 256 bits for links, cookies and programs."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
