"""The inbox page."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.notify.labels import EMPTY_HINTS
from marketplace.notify.queries import load_inbox
from marketplace.notify.services import mark_all_read, open_message
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("notify", __name__, template_folder="templates")


@bp.get("/inbox")
@requires(Permission.SIGNED_IN)
def inbox() -> str:
    """Show a person's messages, newest first."""
    page = load_inbox(read_session(), user_id=actor().user_id, args=page_args(request.args))
    return render_template(
        "notify/inbox.html",
        page=page,
        hint=EMPTY_HINTS[actor().role],
        page_url=lambda n: url_for("notify.inbox", page=n),
    )


@bp.post("/inbox/<int:message_id>/open")
@requires(Permission.SIGNED_IN)
def open_one(message_id: int) -> Response:
    """Mark a message as read and lead to what it is about."""
    with transaction() as session:
        url = open_message(session, user_id=actor().user_id, message_id=message_id, now=now()).url
    return redirect(url or url_for("notify.inbox"), code=303)


@bp.post("/inbox/read")
@requires(Permission.SIGNED_IN)
def read_all() -> Response:
    """Mark every message as read."""
    with transaction() as session:
        mark_all_read(session, user_id=actor().user_id, now=now())
    return redirect(url_for("notify.inbox"), code=303)
