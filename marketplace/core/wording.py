"""Days, moments and money as every page, document and message words them: one way for each."""

from datetime import date, datetime
from decimal import Decimal

from marketplace.core.clock import SHANGHAI

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000


def day_text(value: date | datetime | None) -> str:
    """Return 2026年11月22日 for a day, or for the Shanghai day of a moment; an en dash when there is none."""
    if value is None:
        return "–"
    day = _shanghai_day(value)
    return f"{day.year}年{day.month}月{day.day}日"


def month_text(day: date) -> str:
    """Return 2026年11月."""
    return f"{day.year}年{day.month}月"


def short_day_text(value: date | datetime) -> str:
    """Return 11月22日, where the year is beyond doubt."""
    day = _shanghai_day(value)
    return f"{day.month}月{day.day}日"


def moment_text(value: datetime | None) -> str:
    """Return 2026年11月22日 14:05 in Shanghai time."""
    return "–" if value is None else f"{day_text(value)} {clock_text(value)}"


def second_text(value: datetime) -> str:
    """Return 2026年11月22日 14:05:09 in Shanghai time, where a deadline hangs on it."""
    return f"{day_text(value)} {value.astimezone(SHANGHAI):%H:%M:%S}"


def clock_text(value: datetime) -> str:
    """Return 14:05 in Shanghai time."""
    return f"{value.astimezone(SHANGHAI):%H:%M}"


def _shanghai_day(value: date | datetime) -> date:
    return value.astimezone(SHANGHAI) if isinstance(value, datetime) else value


def wan_text(value: float | None) -> str:
    """Return an amount given in 万元 as ¥12.5万; an unknown amount says so."""
    return "面议" if value is None else f"¥{plain_wan(value)}万"


def plain_wan(value: float) -> str:
    """Return an amount in 万元 without idle zeros, to stand before its unit."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def fen_text(value: int | None) -> str:
    """Return an amount given in fen, exact, as ¥12.5万, or as ¥6,000 below ten thousand yuan."""
    if value is None:
        return "面议"
    yuan = Decimal(value) / FEN_PER_YUAN
    if yuan >= YUAN_PER_WAN:
        return f"¥{yuan / YUAN_PER_WAN:,f}万"
    return f"¥{yuan:,.2f}".removesuffix(".00")
