"""Pages for webhooks: register an address, see what was delivered, send again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.conflicts import LimitReachedError
from marketplace.core.errors import InvalidError
from marketplace.notify import webhooks
from marketplace.notify.labels import WEBHOOK_FAULT_LABELS, WEBHOOK_KIND_LABELS, WebhookKind
from marketplace.notify.schemas import WebhookIn
from marketplace.notify.webhook_addresses import parse_networks
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = Blueprint("webhooks", __name__, template_folder="templates")
LABELS = {"url": "网址", "kinds": "通知内容"}


@bp.get("/account/webhooks")
@requires(Permission.SIGNED_IN)
def webhook_list() -> str:
    """Show the addresses of one's body."""
    return _list_page(BoundForm(raw={"kinds": [kind.value for kind in WebhookKind]}))


@bp.post("/account/webhooks")
@requires(Permission.SIGNED_IN)
def create_webhook() -> str | tuple[str, int]:
    """Register an address and show its secret this once."""
    form = BoundForm.bind(WebhookIn, request.form, labels=LABELS)
    if form.valid is None:
        return _list_page(form), 422
    try:
        with transaction() as session:
            secret = _create(session, form.valid)
    except InvalidError as error:
        form.add_error(error)
        return _list_page(form), 422
    except LimitReachedError as error:
        form.add_error(InvalidError(error.message))
        return _list_page(form), 409
    return _list_page(BoundForm(raw={}), new_secret=secret)


@bp.get("/account/webhooks/<int:endpoint_id>")
@requires(Permission.SIGNED_IN)
def webhook(endpoint_id: int) -> str:
    """Show an address and its latest deliveries."""
    session = read_session()
    endpoint = webhooks.load_endpoint(session, organisation_id=actor().organisation_id, endpoint_id=endpoint_id)
    deliveries = webhooks.load_deliveries(session, endpoint_id=endpoint_id)
    return render_template(
        "notify/webhook.html",
        endpoint=endpoint,
        deliveries=deliveries,
        labels=WEBHOOK_KIND_LABELS,
        faults=WEBHOOK_FAULT_LABELS,
    )


@bp.post("/account/webhooks/<int:endpoint_id>/disable")
@requires(Permission.SIGNED_IN)
def disable_webhook(endpoint_id: int) -> Response:
    """End an address."""
    with transaction() as session:
        webhooks.disable_endpoint(session, actor=actor(), endpoint_id=endpoint_id, now=now())
    flash("已停用，不再向这个网址发通知。", "success")
    return redirect(url_for("webhooks.webhook_list"), code=303)


@bp.post("/account/webhooks/deliveries/<int:delivery_id>/resend")
@requires(Permission.SIGNED_IN)
def resend_webhook(delivery_id: int) -> Response:
    """Send a message once more."""
    with transaction() as session:
        endpoint_id = webhooks.resend(session, actor=actor(), delivery_id=delivery_id, now=now())
    flash("已排队重发。", "success")
    return redirect(url_for("webhooks.webhook", endpoint_id=endpoint_id), code=303)


def _create(session: Session, wanted: WebhookIn) -> str:
    allowed = parse_networks(state().settings.webhook_networks)
    made = webhooks.create_endpoint(
        session, actor=actor(), url=wanted.url, kinds=wanted.kinds, now=now(), allowed=allowed
    )
    return made.secret


def _list_page(form: BoundForm[WebhookIn], *, new_secret: str = "") -> str:
    endpoints = webhooks.load_endpoints(read_session(), organisation_id=actor().organisation_id)
    options = [(kind.value, label) for kind, label in WEBHOOK_KIND_LABELS.items()]
    return render_template(
        "notify/webhooks.html", endpoints=endpoints, form=form, options=options, new_secret=new_secret
    )
