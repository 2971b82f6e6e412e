"""The frame of every POST of this area: do it in one transaction, or show the page again with what was typed."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError
from marketplace.web.forms import BoundForm
from marketplace.web.problems import status_of
from marketplace.web.session import transaction

Answer = Response | tuple[str, int]
LABELS = {
    "title": "名称",
    "closes_on": "申报截止日期",
    "criteria": "评分标准",
    "questions": "声明问题",
    "reason": "理由",
    "decision": "集体研究的决定",
    "effective_on": "生效日期",
    "provider_id": "服务商",
    "rationale": "事实和依据",
    "until_on": "截止日期",
    "kind": "办理事项",
    "text": "事实和理由",
    "answer": "答复",
    "verdict": "审查结论",
    "source": "原文件",
    "catalog_no": "细分行业",
    "file": "Excel 表",
    "evidence": "证据",
}


def do(
    form: BoundForm[Any],
    act: Callable[[Session], str],
    *,
    page: Callable[[BoundForm[Any]], str],
    said: str,
) -> Answer:
    """Run ``act``, which returns the address to go to; a refusal shows the page with the reason, nothing half done."""
    try:
        with transaction() as session:
            target = act(session)
    except NotFoundError:
        raise
    except MarketplaceError as error:
        if not (isinstance(error, InvalidError) and error.fields == form.field_errors):
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return page(form), int(status_of(error))
    flash(said, "success")
    return redirect(target, code=303)
