"""The living style guide: every component with sample values, mounted in the demonstration only."""

from flask import Blueprint, render_template
from pydantic import BaseModel

from marketplace.core.errors import NotFoundError
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.state import state

bp = Blueprint("styleguide", __name__)
LABELS = {"code": "统一社会信用代码", "reason": "事实和理由", "size": "企业规模"}
FILLED = {"name": "示例织带有限公司", "people": "320", "county": "330603", "kind": "saas", "payment": ["once"]}
FAULTS = {"code": ["少了 11 位，应是 18 位"], "reason": ["请写明事实和理由"], "size": ["请选一项"]}


@bp.get("/styleguide")
@requires(Permission.PUBLIC)
def styleguide() -> str:
    """Show every component, full, empty and with errors."""
    if not state().settings.demo_mode:
        raise NotFoundError
    good: BoundForm[BaseModel] = BoundForm(raw=FILLED)
    bad: BoundForm[BaseModel] = BoundForm(raw={"code": "9133060"}, labels=LABELS)
    bad.field_errors = {name: list(texts) for name, texts in FAULTS.items()}
    return render_template("styleguide.html", form=good, bad_form=bad, page_url=lambda page: f"?page={page}")
