"""The operator's queue of providers that registered themselves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.accounts.organisations import confirm_organisation
from marketplace.notify.services import notify_organisation
from marketplace.providers.queries import load_profile, load_waiting
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
        name = load_profile(session, provider_id=provider_id).body.name
        confirm_organisation(session, actor=actor(), organisation_id=provider_id, is_provider=True, now=now())
        notify_organisation(
            session,
            organisation_id=provider_id,
            subject="贵单位已通过确认",
            body="从现在起，贵单位会出现在公开目录里，已发布的模块参加排序。",
            url=f"/providers/{provider_id}",
            now=now(),
        )
    flash(f"已确认“{name}”。", "success")
    return redirect(url_for("provider_confirmation.waiting"), code=303)
