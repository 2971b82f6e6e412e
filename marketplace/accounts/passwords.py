"""Passwords and secret tokens: argon2 hashes, digests of random tokens, and rules of strength."""

import hashlib
import re
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MIN_LENGTH = 10
MIN_DISTINCT = 5
MIN_BITS = 38.0
_WORD_BITS = 8.0
_SHORTEST_RUN = 4
_ROWS = tuple(
    line
    for row in ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv")
    for line in (row, row[::-1])
)
_LOOKALIKES = str.maketrans("@$", "as")
_REPEATED = re.compile(r"(.+?)\1+")
_COMMON = (
    *("password", "passw0rd", "admin", "welcome", "letmein", "iloveyou", "woaini", "qq", "test", "demo", "user"),
    *("zhejiang", "hangzhou", "ningbo", "wenzhou", "shaoxing", "jinhua", "huzhou", "jiaxing", "taizhou", "zhongguo"),
    *("gongsi", "qiye", "mima", "密码", "公司", "企业", "有限", "浙江", "杭州", "你好"),
    *(str(year) for year in range(1950, 2051)),
)
_hasher = PasswordHasher()
# Checked when no such user exists, so that the time taken tells nothing; a test holds its parameters to the hasher's.
_DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$BkagjJTAaAT8rjBSNsgnoA$N4piuCmyO1UmNUinbmOBW/8jtdIg9QrdZclRxa6JPLg"


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


def guess_bits(password: str) -> float:
    """Estimate in bits how hard a password is to guess.

    Runs (1234, qwer, aaaa), years and words that everybody uses count as one guess each, whatever their length, and
    so do the same piece again; other characters by the size of their kind: a Chinese character far more than a digit.
    """
    rest, bits = password.lower().translate(_LOOKALIKES), 0.0
    for piece in (*_COMMON, *sorted(_runs(rest), key=len, reverse=True)):
        if piece in rest:
            bits, rest = bits + _WORD_BITS, rest.replace(piece, "\n")
    rest = _REPEATED.sub(r"\1", rest)
    return bits + sum(_bits_of(char) for char in rest if char != "\n")


def _runs(text: str) -> set[str]:
    """Return every stretch of a text that walks along a row of keys or of the alphabet."""
    stretches = (text[start:end] for start in range(len(text)) for end in range(start + _SHORTEST_RUN, len(text) + 1))
    return {stretch for stretch in stretches if any(stretch in row for row in _ROWS)}


def _bits_of(char: str) -> float:
    if char.isascii():
        return 3.3 if char.isdigit() else 4.7 if char.isalpha() else 6.0
    return 9.0


def weakness(password: str, *, personal: tuple[str, ...] = ()) -> str | None:
    """Return what makes a password weak, in Chinese, or None; strength counts, not form."""
    if len(password) < MIN_LENGTH:
        return f"密码至少 {MIN_LENGTH} 个字符，可以用一句自己记得住的话。"
    if len(set(password)) < MIN_DISTINCT:
        return "密码里不同的字符太少，容易被猜中。"
    if guess_bits(password) < MIN_BITS:
        return "这个密码太常见，容易被猜中：不要用连号、年份、单位或“password”一类的词，换一句自己的话。"
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
