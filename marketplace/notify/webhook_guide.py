"""The page that tells programmers how to take and verify what webhooks send."""

import json
from datetime import UTC, datetime
from importlib.resources import files

from flask import Blueprint, render_template, request, url_for

from marketplace.notify.labels import WEBHOOK_FAULT_LABELS, WEBHOOK_KIND_LABELS, WebhookKind
from marketplace.notify.webhook_sending import TIMEOUT_SECONDS, message_body
from marketplace.notify.webhooks import ADDRESS_OF_KIND, FIRST_WAIT, MOST_ATTEMPTS, MOST_ENDPOINTS, waits
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires

bp = Blueprint("webhook_guide", __name__, template_folder="templates")
NOTED_AT = datetime(2026, 11, 28, 8, tzinfo=UTC)


@bp.get("/developers/webhooks")
@requires(Permission.PUBLIC)
@kept_for_visitors
def guide() -> str:
    """Show what is sent, how to verify it, and when it comes again."""
    return render_template(
        "notify/guide.html",
        message=json.dumps(json.loads(_message()), ensure_ascii=False, indent=2),
        program=files(__package__).joinpath("verify_example.py").read_text(encoding="utf-8"),
        kinds=WEBHOOK_KIND_LABELS,
        faults=WEBHOOK_FAULT_LABELS,
        timeout=TIMEOUT_SECONDS,
        most_endpoints=MOST_ENDPOINTS,
        attempts=MOST_ATTEMPTS,
        first_wait=int(FIRST_WAIT.total_seconds()),
        hours=round(sum(wait.total_seconds() for wait in waits()) / 3600, 1),
        crumbs=[("首页", "/"), ("开放接口", url_for("api_pages.index")), ("变化通知", "")],
    )


def _message() -> str:
    kind = WebhookKind.MODULE
    url = request.url_root.rstrip("/") + ADDRESS_OF_KIND[kind].format(id=7)
    return message_body(kind=kind.value, object_id=7, url=url, created_at=NOTED_AT)
