"""Single values of raw data → typed values; each function raises `ValueFaultError` with a Chinese reason."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import process

from marketplace.exchange.labels import (
    MUST_LABELS,
    NEED_KIND_LABELS,
    Deployment,
    Must,
    NeedKind,
    Payment,
    ProviderKindName,
)
from marketplace.exchange.text import clean_code, is_damaged

EnumT = TypeVar("EnumT", bound=StrEnum)

FEN_DECIMALS = 6  # One fen is 0.000001 万元: the service keeps money in fen, so nothing finer survives.
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?")
_UNPRICED = frozenset({"面议", "面谈", "另议", "待定", "待议", "商议", "电议", "价格面议"})
_UNITS = ("万元", "万", "人", "名")
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
_FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_SHOWN = 30  # Characters of a wrong value that a message repeats.


class ValueFaultError(ValueError):
    """A value that can't be taken; the text says why and how to mend it, `suggestion` may hold a right value."""

    def __init__(self, reason: str, *, suggestion: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


def show(value: object) -> str:
    """Return a value as a message repeats it: in quotes, cut when it is long."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value)[: 2 * _SHOWN].split())
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def as_text(value: object) -> str:
    """Take a text as it is; a number, as spreadsheets make of a code, becomes its digits."""
    if isinstance(value, str):
        if is_damaged(value):
            raise ValueFaultError("含有无法识别的字符（乱码），请用正确的编码另存后重新上传。")
        if value.strip() in _FORMULA_ERRORS:
            raise ValueFaultError(f"{show(value)}是没有算出结果的公式，请改成文字或数字。")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        raise ValueFaultError(f"应填文字，现在是{kind_of(value)}。")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def as_number(value: object, *, low: float, high: float) -> float:
    """Take a number, or a text of one with full-width digits, thousands separators or a unit (万元, 人)."""
    if isinstance(value, str):
        number = _number_in(value)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueFaultError(f"应填数字，现在是{kind_of(value)}。")
    else:
        number = value
    if not low <= number <= high:  # NaN is in no range.
        raise ValueFaultError(f"{show(value)}超出范围，应在{low:,.0f}到{high:,.0f}之间，请检查数字和单位。")
    return round(float(number), FEN_DECIMALS)


def is_unpriced(value: object) -> bool:
    """Say whether somebody wrote in words that a price is to be agreed."""
    return isinstance(value, str) and clean_code(value) in _UNPRICED


def as_integer(value: object, *, low: int, high: int) -> int:
    """Take a whole number, or a text of one."""
    number = as_number(value, low=low, high=high)
    if not number.is_integer():
        raise ValueFaultError(f"{show(value)}应是整数，请去掉小数。")
    return int(number)


def as_date(value: object) -> date:
    """Take a date, or a text such as 2026-11-22, 2026/11/22, 2026年11月22日 or 20261122."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(clean_code(as_text(value)))
    if match is None:
        raise ValueFaultError(f"{show(value)}不是日期，请写成“2026-11-22”这样。")
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueFaultError(f"{show(value)}没有这一天，请检查月份和日期。") from None


def as_choice(value: object, *, members: type[EnumT]) -> EnumT | None:
    """Take an official term, whatever its width, case or inner spaces; None stands for 不限 where that is a term."""
    words = _CHOICES[members]
    word = _fold(as_text(value))
    if word in words:
        return words[word]  # type: ignore[return-value]  # The table of a type holds members of that type.
    terms = [_TERMS.get(member.value, member.value) for member in members]
    best = process.extractOne(word, {term: _fold(term) for term in terms})
    nearest = best[2] if best else ""
    raise ValueFaultError(f"{show(value)}不在可选项里，应是{'、'.join(terms)}之一。", suggestion=nearest)


def kind_of(value: object) -> str:
    """Return in words what kind of JSON value this is."""
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return "是非值"
    if isinstance(value, int | float):
        return "数字"
    if isinstance(value, str):
        return "文字"
    return "列表" if isinstance(value, list) else "一组字段" if isinstance(value, Mapping) else "别的类型"


def _number_in(value: str) -> float:
    text = clean_code(value).replace(",", "").replace("，", "")
    for unit in _UNITS:
        text = text.removesuffix(unit)
    if not _NUMBER.fullmatch(text):
        raise ValueFaultError(f"{show(value)}不是数字，请只填阿拉伯数字，例如“12.5”。")
    return float(text)


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _table(members: type[StrEnum], more: Mapping[str, StrEnum | None]) -> dict[str, StrEnum | None]:
    return {_fold(member.value): member for member in members} | {_fold(word): member for word, member in more.items()}


_TERMS: dict[str, str] = {str(member): label for member, label in (*MUST_LABELS.items(), *NEED_KIND_LABELS.items())}
_CHOICES: dict[type[StrEnum], dict[str, StrEnum | None]] = {
    Payment: _table(
        Payment, {"一次性": Payment.ONE_OFF, "按使用": Payment.BY_USE, "按效果": Payment.BY_RESULT, "不限": None}
    ),
    Deployment: _table(Deployment, {"本地": Deployment.LOCAL, "不限": None, "无要求": None}),
    ProviderKindName: _table(ProviderKindName, {}),
    Must: _table(Must, {label: member for member, label in MUST_LABELS.items()} | {"地区": Must.REGION}),
    NeedKind: _table(NeedKind, {label: member for member, label in NEED_KIND_LABELS.items()}),
}
