"""Amounts and figures as people type them: 万元 or yuan become fen, measured figures thousandths, both exact."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from marketplace.exchange.spoken import spoken_days, spoken_months, spoken_wan
from marketplace.exchange.text import clean_code, clean_line

FEN_PER_WAN, FEN_PER_YUAN, MILLI = 1_000_000, 100, 1_000
YUAN_PER_WAN = 10_000
MOST_WAN = 100_000
MOST_YUAN = MOST_WAN * 10_000
MOST_FIGURE = 10**12
MOST_DAYS, MOST_MONTHS = 730, 120
_FIGURE = re.compile(r"^[-+]?[\d.,]+(?:万元|万)?$")
_IN_YUAN = re.compile(r"^[-+]?[\d.,]+元?$")
_OF_PRICE = re.compile(r"^(?:元)?\s*(?:[/／]\s*每?|每)")


def _scaled(value: Any, *, unit: int, most: int, what: str) -> int:
    text = str(value).replace(",", "").replace("，", "").strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"请填写数字，例如 12.5，单位是{what}。") from None
    if not number.is_finite() or not 0 <= number <= most:
        raise ValueError(f"请填写 0 到 {most} 之间的数字，单位是{what}。")
    scaled = number * unit
    if scaled != scaled.to_integral_value():
        raise ValueError(f"小数位太多，最小精确到{'分' if unit != MILLI else '千分之一'}。")
    return int(scaled)


def _said(value: Any) -> Any:
    """Return an amount as people write it (4.8万元, 五千元) as plain 万元; plain figures stay exact as typed."""
    text = clean_code(value) if isinstance(value, str) else value
    if not isinstance(text, str) or _FIGURE.match(text):
        return str(text).removesuffix("元").removesuffix("万")
    return str(Decimal(str(spoken_wan(text, low=0, high=MOST_WAN))).quantize(Decimal("0.000001")).normalize())


def _share(value: Any) -> Any:
    return clean_code(value).removesuffix("%") if isinstance(value, str) else value


def wan_to_fen(value: Any) -> int:
    """Return an amount typed in 万元 as fen."""
    return _scaled(_said(value), unit=FEN_PER_WAN, most=MOST_WAN, what="万元")


def yuan_to_fen(value: Any) -> int:
    """Return an amount typed in yuan as fen, also as people write it: 三十, 1.5 万, ３０元."""
    return _scaled(_said_yuan(value), unit=FEN_PER_YUAN, most=MOST_YUAN, what="元")


def _said_yuan(value: Any) -> Any:
    text = clean_code(value) if isinstance(value, str) else value
    if not isinstance(text, str) or _IN_YUAN.match(text):
        return str(text).removesuffix("元")
    told = text if text.endswith(("元", "块", "块钱")) else f"{text}元"
    wan_told = Decimal(str(spoken_wan(told, low=0, high=MOST_WAN)))
    return str((wan_told * YUAN_PER_WAN).quantize(Decimal("0.01")).normalize())


def clean_unit(value: Any) -> Any:
    """Return a unit of measure without what belongs to its price: 每个工位每月 is 个工位每月, 元/台 is 台."""
    return _OF_PRICE.sub("", value.strip()) if isinstance(value, str) else value


def to_milli(value: Any) -> int:
    """Return a measured figure as thousandths."""
    return _scaled(value, unit=MILLI, most=MOST_FIGURE, what="表上的单位")


def wan_text(fen: int) -> str:
    """Return an amount in fen as a form in 万元 shows it."""
    return f"{Decimal(fen) / FEN_PER_WAN:f}"


def yuan_text(fen: int | None) -> str:
    """Return an amount in fen as a form in yuan shows it."""
    return "" if fen is None else f"{Decimal(fen) / FEN_PER_YUAN:f}"


WanFen = Annotated[
    int,
    BeforeValidator(wan_to_fen),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": MOST_WAN, "description": "万元, units of 10,000 yuan"}),
]
YuanFen = Annotated[
    int,
    BeforeValidator(yuan_to_fen),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": MOST_YUAN, "description": "元, yuan"}),
]
Fen = Annotated[int, Field(ge=0, le=MOST_WAN * FEN_PER_WAN, description="分, hundredths of a yuan")]
# Kept as whole per cent; answers tell it in thousandths, as other shares.
SharePermille = Annotated[
    int,
    Field(ge=10, le=1_000, multiple_of=10, description="Thousandths, in whole per cent"),
    AfterValidator(lambda permille: permille // 10),
]
Days = Annotated[
    int, Field(ge=1, le=MOST_DAYS), BeforeValidator(lambda value: spoken_days(value, low=1, high=MOST_DAYS))
]
Months = Annotated[
    int, Field(ge=0, le=MOST_MONTHS), BeforeValidator(lambda value: spoken_months(value, low=0, high=MOST_MONTHS))
]
Share = Annotated[int, Field(ge=1, le=100), BeforeValidator(_share)]
Milli = Annotated[
    int,
    BeforeValidator(to_milli),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": MOST_FIGURE, "description": "Exact to a thousandth"}),
]
Line = Annotated[str, AfterValidator(clean_line), StringConstraints(max_length=120)]
Unit = Annotated[str, BeforeValidator(clean_unit), AfterValidator(clean_line), StringConstraints(max_length=20)]
LineUnit = Annotated[str, BeforeValidator(clean_unit), AfterValidator(clean_line), StringConstraints(max_length=40)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=500)]
