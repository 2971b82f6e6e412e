"""The environment that pages are rendered in, and forms as people leave them."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel

from marketplace.web.forms import BoundForm

WEB = Path(__file__).parents[2] / "marketplace" / "web"
TEMPLATES = WEB / "templates"
STYLES = WEB / "static" / "css"
SCRIPTS = WEB / "static" / "js"
STYLE_ORDER = ("tokens", "base", "components", "charts", "print")


def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def style_sheet() -> str:
    return "\n".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in STYLE_ORDER)


def filled_form(**raw: Any) -> BoundForm[BaseModel]:
    values: dict[str, Any] = {
        "name": "绍兴澜绮印染有限公司",
        "people": "320",
        "county": "330603",
        "kind": "saas",
        "payment": ["once"],
    }
    return BoundForm(raw=values | raw)


def broken_form() -> BoundForm[BaseModel]:
    form: BoundForm[BaseModel] = BoundForm(
        raw={"code": "9133060"}, labels={"code": "统一社会信用代码", "reason": "事实和理由", "size": "企业规模"}
    )
    form.field_errors = {"code": ["少了 11 位，应是 18 位"], "reason": ["请写明事实和理由"], "size": ["请选一项"]}
    return form


def page_context(**more: Any) -> dict[str, Any]:
    viewer = SimpleNamespace(
        is_authenticated=True, display_name="演示用户", role_label="企业", unread_count=3, desk_url="/desk"
    )
    areas = ("找服务商", "推荐名单", "看样学样", "场景库", "数据")
    return {
        "asset_url": lambda name: f"/assets/{name}",
        "viewer": viewer,
        "navigation": [
            {"label": label, "url": f"/{index}", "current": index == 0} for index, label in enumerate(areas)
        ],
        "messages": [("success", "难题清单已保存")],
        "crumbs": [("首页", "/"), ("样式手册", "")],
        "demo_mode": True,
        "form": filled_form(),
        "bad_form": broken_form(),
        "page_url": lambda number: f"?page={number}",
    } | more


def styleguide() -> str:
    return environment().get_template("styleguide.html").render(page_context())


def one(page: BeautifulSoup, selector: str) -> Tag:
    """Return the first match; a test that expects a tag fails here when there is none."""
    return page.select(selector)[0]


def render(source: str, **values: Any) -> BeautifulSoup:
    """Render a piece of template that imports what it needs."""
    return BeautifulSoup(environment().from_string(source).render(values), "html.parser")
