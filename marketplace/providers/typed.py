"""Kinds of typed values: what people write in one field, made into lists and amounts."""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from marketplace.exchange.spoken import is_plain, spoken_days, yearly_wan
from marketplace.exchange.text import clean_line
from marketplace.exchange.values import is_unpriced

MAX_WAN = 100_000
MAX_DAYS = 3650
ITEM_LIMIT = 120
_SEPARATORS = re.compile("[、，,；;\n]+")


def split_words(value: Any) -> Any:
    """Return the words of a field that holds several, told apart by 、 or a line break, each once."""
    if value is None:
        return ()
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        return value
    words = (clean_line(word) for text in texts for word in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def bounded_words(*, most: int) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """Return a check that refuses more words than ``most``, or a word that is too long to be one."""

    def check(words: tuple[str, ...]) -> tuple[str, ...]:
        if len(words) > most:
            raise ValueError(f"最多写 {most} 个，现在有 {len(words)} 个，请减少一些。")
        long = next((word for word in words if len(word) > ITEM_LIMIT), None)
        if long is not None:
            raise ValueError(f"“{long[:20]}…”有 {len(long)} 个字，太长了；请用顿号把几个词隔开。")
        return words

    return check


def amount_of(value: Any) -> Any:
    """Return an amount of 万元 as a number, also when it is spoken (一万二, 6800元一年); 0 and 面议 mean not priced."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        raise ValueError("请填写数字，单位是万元，例如 12.5。")  # noqa: TRY004 - pydantic turns ValueError into messages
    if value is None or value == "" or is_unpriced(value):
        return None
    return yearly_wan(value, low=0, high=MAX_WAN) or None


def amount_text(value: float | None) -> str:
    """Return an amount of 万元 as a form would send it."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def days_of(value: Any) -> Any:
    """Return a whole number of days, also when it is spoken (两周, 半个月), in full width or with its unit."""
    if value is None or value == "":
        return None
    text = unicodedata.normalize("NFKC", str(value)).replace(" ", "").removesuffix("天")
    if text and not is_plain(text):
        return spoken_days(text, low=1, high=MAX_DAYS)
    if not text.isdecimal() or not 0 < int(text[:9]) <= MAX_DAYS:
        raise ValueError(f"请填写 1 到 {MAX_DAYS} 之间的整数，单位是天，例如 30。")
    return int(text)


Words = Annotated[tuple[str, ...], BeforeValidator(split_words), AfterValidator(bounded_words(most=100))]
Wan = Annotated[float | None, BeforeValidator(amount_of)]
Days = Annotated[int | None, BeforeValidator(days_of)]
