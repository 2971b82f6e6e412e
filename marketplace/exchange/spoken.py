"""Amounts as people say them (十来万, 一万二, 两三千, 30-50万) → numbers, which a person reads back.

A form shows the figure again, the check of a file names it beside its cell. A range counts as its upper end, since
most is asked for; 十几 counts as 15. What is rough (十来万, 二三十万, 不到50万) is read as about its figure: ``About``.
What names no figure at all (几万) or may be read in two ways is refused.
"""

import math
import re
from collections.abc import Mapping
from typing import Self

from marketplace.exchange.text import clean_code, clean_line
from marketplace.exchange.values import ValueFaultError, as_integer, as_number, show

WAN = 10_000
HUNDRED = 100
_DIGITS = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {"两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": WAN, "w": WAN, "k": 1000, "亿": 100_000_000}
_AROUND = re.compile(
    "^(?:大概|大约|约莫|约|差不多|最多|不超过|不到|控制在|将近|近|上|小)+|(?:左右|上下|以内|之内|以下|吧|的样子)+$"
)
_COUNTED = re.compile("(?:元|块钱|块|人民币|名|号人|号|个人|个|人|员工)+$")
_RANGE = re.compile(r"^(.+?)(?:-|—|~|到|至)(.+)$")
_CODE = re.compile(r"^0\d|^(?:19|20)\d\d-\d{1,2}(?:-|$)")  # A telephone or a date, which is no range.
_FEW = re.compile("(?<!十)几")
_STRETCHED = re.compile(r"(?<=[十百千万\d])(?:来|多|把)")
_NEIGHBOURS = re.compile("一(?=[二两])|[二两](?=三)|三(?=四)|四(?=五)|五(?=六)|六(?=七)|七(?=八)|八(?=九)")
_SPAN = re.compile(r"^(.*?)(个半|半个?|个)?(工作日|天|日|周|星期|礼拜|月|季度|年)$")
_DAYS = {"工作日": 1.4, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "季度": 90, "年": 365}
_MONTHS = {"月": 1, "季度": 3, "年": 12}
# No bound is meant by these; 最多, 不超过 and 以内 do name one.
_ROUGH = re.compile(r"大概|大约|约|差不多|不到|将近|近|上百|上千|左右|上下|的样子|十几|(?<=[十百千万亿\d])(?:来|多|把)")
_YEARLY = re.compile("^(?:每年|[一1]年)|(?:/年|/[一1]年|每年|[一1]年|年)$")
_MONEY = re.compile("[万w元块]")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[〇零一二两俩三四五六七八九]|[十百千万wk亿]")


class NoAmountError(ValueFaultError):
    """Words in which nobody finds an amount."""


class About(float):
    """A figure that was said as a rough one; ``said`` are the words."""

    said: str

    def __new__(cls, figure: float, *, said: str) -> Self:
        """Return the figure with its words."""
        made = super().__new__(cls, figure)
        made.said = said
        return made


def is_rough(said: str) -> bool:
    """Say whether words name no exact figure and no bound: 十来万, 二三十万, 不到50万."""
    text = clean_code(said)
    return bool(_ROUGH.search(text) or _NEIGHBOURS.search(text))


def yearly_wan(value: object, *, low: float, high: float) -> float:
    """Return what a year costs in 万元: 6800元一年, 每年1.2万 and 6800元/年, or a plain price."""
    return spoken_wan(_without_year(value) if isinstance(value, str) else value, low=low, high=high)


def _without_year(said: str) -> str:
    """Drop the year of a price; without a unit of money nobody knows whether 6800/年 means yuan, so that stays."""
    bare = _YEARLY.sub("", clean_code(said))
    return bare if _MONEY.search(bare) else said


def spoken_wan(value: object, *, low: float, high: float) -> float:
    """Return an amount of 万元, ``About`` one that is rough; figures alone are 万元, and 元 or 千 lead to yuan."""
    if not isinstance(value, str) or is_plain(value):
        return as_number(value, low=low, high=high)
    text = _bare(value)
    number = _number(text, of=value)
    if "万" in text or "w" in text or "亿" in text or "元" in value or "块" in value or "千" in text or "k" in text:
        number /= WAN
    elif "百" in text:
        plain = f"{number:.0f}"
        raise ValueFaultError(f"{show(value)}是 {plain} 元还是 {plain} 万元？请带上单位，例如“{plain}万”。")
    figure = as_number(number, low=low, high=high)
    return About(figure, said=clean_line(value)) if is_rough(value) else figure


def read_back(value: object, figure: float, *, unit: str) -> str:
    """Return in words how an amount was understood, empty for plain figures: 按约 10 万元读的是“十来万”."""
    if not isinstance(value, str) or is_plain(value):
        return ""
    about = "约 " if is_rough(value) else " "
    return f"{show(value)}按{about}{figure:,.6g} {unit}理解，请核对。"


def spoken_count(value: object, *, low: int, high: int) -> int:
    """Return a whole number of people or things."""
    if not isinstance(value, str) or is_plain(value):
        return as_integer(value, low=low, high=high)
    return as_integer(_number(_bare(value), of=value), low=low, high=high)


def spoken_days(value: object, *, low: int, high: int) -> int:
    """Return a span in days: 半个月 is 15, 两周 14, 一个半月 45, 10 个工作日 two weeks; figures alone are days."""
    return _spoken_span(value, units=_DAYS, low=low, high=high)


def spoken_months(value: object, *, low: int, high: int) -> int:
    """Return a span in months: 一年 is 12, 半年 6; figures alone are months."""
    return _spoken_span(value, units=_MONTHS, low=low, high=high)


def _spoken_span(value: object, *, units: Mapping[str, float], low: int, high: int) -> int:
    if not isinstance(value, str) or is_plain(value):
        return as_integer(value, low=low, high=high)
    text = _AROUND.sub("", clean_code(value))
    found = _SPAN.match(text)
    if found is None or found[3] not in units:
        return as_integer(_number(_bare(value), of=value), low=low, high=high)
    count, half, unit = found[1], found[2] or "", found[3]
    if half.startswith("半") and not count:
        number = 0.5
    else:
        number = _number(_bare(count), of=value) + (0.5 if half == "个半" else 0)
    return as_integer(math.ceil(number * units[unit]), low=low, high=high)


def is_plain(text: str) -> bool:
    """Say whether a text is figures with no more than the unit of its field, which every reader takes alike."""
    return bool(
        re.fullmatch(r"[+-]?[\d.,]*\d\.?(?:[eE][+-]?\d+)?(?:万元|万|人|名)?", clean_code(text).replace("，", ""))
    )


def _bare(text: str) -> str:
    """Return the numeral alone: no words around it, no counted thing behind it, the upper end of a range."""
    plain = clean_code(text).lower().replace(",", "").replace("，", "")
    plain = _COUNTED.sub("", _AROUND.sub("", plain))
    plain = _COUNTED.sub("", _AROUND.sub("", plain))  # 不超过 100 个左右 wraps twice.
    ends = _RANGE.match(plain)
    return _COUNTED.sub("", ends[2]) if ends and not _CODE.match(plain) else plain


def _number(text: str, *, of: str) -> float:
    if _FEW.search(text):
        raise ValueFaultError(f"{show(of)}说不准是多少，请写一个大概的数，例如“5万”或“三四十”。")
    plain = _NEIGHBOURS.sub("", _STRETCHED.sub("", text.replace("十几", "十五")), count=1)
    tokens = _TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain:
        raise NoAmountError(f"没看懂{show(of)}是多少，请写一个数，例如“30”或“三十万”。")
    return _value(tokens, of=of)


def _value(tokens: list[str], *, of: str) -> float:
    """Add a numeral up: 一万二 is 12,000, 两千零五 is 2,005, 3.5万 is 35,000."""
    total = section = 0.0
    digit: float | None = None
    last_unit = 1
    for token in tokens:
        if token in _UNITS:
            unit = _UNITS[token]
            if unit >= WAN:
                total = (total + section + (digit or 0) or 1) * unit
                section = 0.0
            else:
                section += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif digit:
            raise NoAmountError(f"没看懂{show(of)}是多少，请写一个数，例如“30”或“三十万”。")
        else:
            digit = float(token) if token[0].isdigit() else float(_DIGITS[token])
            last_unit = 1 if digit == 0 else last_unit
    if digit and last_unit >= HUNDRED and digit < 10:  # noqa: PLR2004 - 一万二: one digit counts tenths of the unit
        digit *= last_unit / 10
    return total + section + (digit or 0)
