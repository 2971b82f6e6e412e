"""Jinja set up strictly, with filters for Chinese dates, money and counts."""

from typing import Any

from flask import Flask, current_app, get_flashed_messages, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from marketplace.core.wording import day_text, fen_text, moment_text, wan_text
from marketplace.web.signin import viewer
from marketplace.web.state import state


def percent(value: float | None) -> str:
    """Return a share from 0 to 1 as 12.5%."""
    return "–" if value is None else f"{value * 100:.1f}%".replace(".0%", "%")


def init_templating(app: Flask) -> None:
    """Refuse undefined names, and give every page its viewer, navigation and messages."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(date_zh=day_text, time_zh=moment_text, wan=wan_text, fen=fen_text, percent=percent)

    @app.context_processor
    def page_context() -> dict[str, Any]:
        return {
            "viewer": viewer(),
            "navigation": _navigation(),
            "messages": get_flashed_messages(with_categories=True),
            "search_text": request.args.get("q", ""),
            "demo_mode": state().settings.demo_mode,
        }


def write_kept(template: str, **values: Any) -> Markup:
    """Write out what will be kept for everybody: the template is not told who looks, as a page's would be."""
    html = current_app.jinja_env.get_template(template).render(values)
    return Markup(html)  # noqa: S704 - what a template of our own rendered is escaped


def _navigation() -> list[dict[str, Any]]:
    return [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in state().navigation]
