"""Jinja set up strictly, with filters for Chinese dates, money and counts."""

from datetime import date, datetime
from typing import Any

from flask import Flask, get_flashed_messages, request
from jinja2 import StrictUndefined

from marketplace.core.clock import SHANGHAI
from marketplace.web.signin import viewer
from marketplace.web.state import state

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000


def date_zh(value: date | datetime | None) -> str:
    """Return 2026年11月22日 for a day, or for the Shanghai day of a moment; an en dash when there is none."""
    if value is None:
        return "–"
    day = value.astimezone(SHANGHAI) if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日"


def time_zh(value: datetime | None) -> str:
    """Return 2026年11月22日 14:05 in Shanghai time."""
    if value is None:
        return "–"
    local = value.astimezone(SHANGHAI)
    return f"{date_zh(local)} {local:%H:%M}"


def wan(value: float | None) -> str:
    """Return an amount given in 万元 as ¥12.5万; an unknown amount says so."""
    if value is None:
        return "面议"
    return f"¥{value:,.2f}".rstrip("0").rstrip(".") + "万"


def fen(value: int | None) -> str:
    """Return an amount given in fen as ¥12.5万, or as ¥6,000 below ten thousand yuan."""
    if value is None:
        return "面议"
    yuan = value / FEN_PER_YUAN
    if yuan >= YUAN_PER_WAN:
        return wan(yuan / YUAN_PER_WAN)
    return f"¥{yuan:,.2f}".removesuffix(".00")


def percent(value: float | None) -> str:
    """Return a share from 0 to 1 as 12.5%."""
    return "–" if value is None else f"{value * 100:.1f}%".replace(".0%", "%")


def init_templating(app: Flask) -> None:
    """Refuse undefined names, and give every page its viewer, navigation and messages."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(date_zh=date_zh, time_zh=time_zh, wan=wan, fen=fen, percent=percent)

    @app.context_processor
    def page_context() -> dict[str, Any]:
        return {
            "viewer": viewer(),
            "navigation": _navigation(),
            "messages": get_flashed_messages(with_categories=True),
            "search_text": request.args.get("q", ""),
            "demo_mode": state().settings.demo_mode,
        }


def _navigation() -> list[dict[str, Any]]:
    return [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in state().navigation]
