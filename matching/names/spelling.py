"""Spell a name one way: width, case, script, invisible characters; and say whether two characters sound alike."""

import unicodedata
from functools import lru_cache

from matching.text import fold

MAX_CHARS = 200  # Registered names have at most some 60 characters.

_OPEN = "([{<〔【「『《"
_CLOSE = ")]}>〕】」』》"


def spell(name: str) -> str:
    """Return ``name`` half-width, lower-case, simplified, without spaces, invisible characters and punctuation.

    Brackets of every kind become ( and ), because a place may stand in them.
    """
    # Invisible characters go first: NFKC would join what they part.
    visible = "".join(
        character for character in name[: MAX_CHARS * 4] if unicodedata.category(character)[0] not in "CZ"
    )
    folded = fold(unicodedata.normalize("NFKC", visible))
    return "".join(map(_keep, folded))[:MAX_CHARS]


def _keep(character: str) -> str:
    if character in _OPEN:
        return "("
    if character in _CLOSE:
        return ")"
    return character if character.isalnum() else ""


def bare(spelled: str) -> str:
    """Return a spelled name without its brackets."""
    return spelled.replace("(", "").replace(")", "")


@lru_cache(maxsize=32768)
def readings(character: str) -> frozenset[str]:
    """Return the toneless readings of a Chinese character; empty for letters, digits and the unknown."""
    if character.isascii():
        return frozenset()
    from pypinyin import Style, pinyin  # Reads its tables when it is loaded, for tenths of a second.

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(found[0]) if found else frozenset()


def sounds_alike(left: str, right: str) -> bool:
    """Return whether two different characters share a toneless reading."""
    return left != right and bool(readings(left) & readings(right))


def sound_key(text: str) -> str:
    """Return one reading a character, for look-up: texts that differ by homophones mostly share the key."""
    return " ".join(min(readings(character), default=character) for character in text)
