"""The operator's queue of providers that registered themselves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.providers.confirming import confirm_provider
from marketplace.providers.queries import load_waiting
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("provider_confirmation", __name__, template_folder="templates")


@bp.get("/operator/providers")
@requires(Permission.CONFIRM_PROVIDERS)
def waiting() -> str:
    """Show unconfirmed providers, those that have waited longest first."""
    page = load_waiting(read_session(), args=page_args(request.args))
    return render_template(
        "providers/waiting.html", page=page, page_url=lambda n: url_for("provider_confirmation.waiting", page=n)
    )


@bp.post("/operator/providers/<int:provider_id>/confirm")
@requires(Permission.CONFIRM_PROVIDERS)
def confirm(provider_id: int) -> Response:
    """Confirm that a provider is what it says: from now on it is listed and ranked."""
    with transaction() as session:
        name = confirm_provider(session, actor=actor(), provider_id=provider_id, now=now()).name
    flash(f"已确认“{name}”。", "success")
    return redirect(url_for("provider_confirmation.waiting"), code=303)
