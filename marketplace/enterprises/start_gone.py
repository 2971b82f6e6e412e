"""A private link whose start has become an enterprise: it leads whoever may see that one to its recommendations."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from marketplace.core.errors import NotFoundError
from marketplace.drafts.services import StartGoneError, find_trail
from marketplace.enterprises.queries import load_visible
from marketplace.web.problems import error_page
from marketplace.web.session import read_session
from marketplace.web.signin import viewer
from marketplace.web.state import now


def lead_on(bp: Blueprint) -> None:
    """Let the pages of a blueprint answer for starts that are no more."""
    bp.register_error_handler(StartGoneError, _on_gone)


def _on_gone(error: StartGoneError) -> Response:
    enterprise_id = _visible_enterprise() if request.method == "GET" else None
    if enterprise_id is not None:
        return redirect(f"/enterprises/{enterprise_id}/recommendations", code=303)
    return error_page(status=404, code=error.code, detail=error.message, is_told=True)


def _visible_enterprise() -> int | None:
    token, who = (request.view_args or {}).get("token", ""), viewer().actor
    enterprise_id = find_trail(read_session(), token=token, now=now()) if who else None
    if who is None or enterprise_id is None:
        return None
    try:
        return load_visible(read_session(), actor=who, enterprise_id=enterprise_id).enterprise_id
    except NotFoundError:
        return None
