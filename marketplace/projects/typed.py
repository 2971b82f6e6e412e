"""Amounts and figures as people type them: 万元 or yuan become fen, measured figures thousandths, both exact."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from marketplace.exchange.text import clean_line

FEN_PER_WAN, FEN_PER_YUAN, MILLI = 1_000_000, 100, 1_000
MOST_WAN = 100_000
MOST_YUAN = MOST_WAN * 10_000
MOST_FIGURE = 10**12


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


def wan_to_fen(value: Any) -> int:
    """Return an amount typed in 万元 as fen."""
    return _scaled(value, unit=FEN_PER_WAN, most=MOST_WAN, what="万元")


def yuan_to_fen(value: Any) -> int:
    """Return an amount typed in yuan as fen."""
    return _scaled(value, unit=FEN_PER_YUAN, most=MOST_YUAN, what="元")


def to_milli(value: Any) -> int:
    """Return a measured figure as thousandths."""
    return _scaled(value, unit=MILLI, most=MOST_FIGURE, what="表上的单位")


def wan_text(fen: int) -> str:
    """Return an amount in fen as a form in 万元 shows it."""
    return f"{Decimal(fen) / FEN_PER_WAN:f}"


def yuan_text(fen: int | None) -> str:
    """Return an amount in fen as a form in yuan shows it."""
    return "" if fen is None else f"{Decimal(fen) / FEN_PER_YUAN:f}"


WanFen = Annotated[int, BeforeValidator(wan_to_fen)]
YuanFen = Annotated[int, BeforeValidator(yuan_to_fen)]
Milli = Annotated[int, BeforeValidator(to_milli)]
Line = Annotated[str, AfterValidator(clean_line), StringConstraints(max_length=120)]
Unit = Annotated[str, AfterValidator(clean_line), StringConstraints(max_length=20)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=500)]
