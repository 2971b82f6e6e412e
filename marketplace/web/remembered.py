"""What a browser keeps for somebody without an account: signed, out of reach of scripts and of other sites."""

from datetime import timedelta

from flask import Response, after_this_request, request
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.web.state import state

START = "start"


def remember(text: str, *, kept: timedelta) -> None:
    """Put a text into the cookie of this request's answer."""
    value = _signing().dumps(text)

    @after_this_request
    def put(response: Response) -> Response:
        response.set_cookie(
            START, value, max_age=kept, httponly=True, samesite="Lax", secure=state().settings.secure_cookies
        )
        return response


def remembered() -> str:
    """Return the text of the cookie; empty when there is none, or when it isn't ours."""
    try:
        return str(_signing().loads(request.cookies.get(START, "")))
    except BadSignature:
        return ""


def forget() -> None:
    """Delete the cookie with this request's answer."""

    @after_this_request
    def drop(response: Response) -> Response:
        response.delete_cookie(START, httponly=True, samesite="Lax", secure=state().settings.secure_cookies)
        return response


def _signing() -> URLSafeSerializer:
    return URLSafeSerializer(state().settings.secret_key, salt="start")
