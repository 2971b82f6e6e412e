"""The signed-in viewer of a request, from the cookie or from an API token."""

from functools import cache
from typing import Any, cast

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, current_user, login_user, logout_user

from marketplace.core.actor import Actor
from marketplace.core.errors import SignInRequiredError
from marketplace.core.kept import TaggedAnswers
from marketplace.web.session import read_session
from marketplace.web.state import now, stand, state
from marketplace.web.viewer import ANONYMOUS, Viewer

_BEARER = "bearer"  # The name of the scheme, in whatever letters (RFC 9110, 11.1).
_KNOWN, MOST_KNOWN = "known_viewers", 1000
_OWN_BEARER = frozenset({"operations.metrics"})  # Reads a token from the settings, which stands for nobody.


def viewer() -> Viewer:
    """Return who looks: the owner of a token on API paths, else of the cookie, else the anonymous viewer."""
    if "token_viewer" not in g:
        g.token_viewer = _viewer_of_token()
    if g.token_viewer is not None:
        return cast("Viewer", g.token_viewer)
    # The login proxy has no type of its own.
    user: Any = current_user
    return cast("Viewer", user._get_current_object())  # noqa: SLF001 - werkzeug's documented way to unwrap a proxy


def actor() -> Actor:
    """Return the signed-in actor; views behind a permission always have one."""
    found = viewer().actor
    if found is None:
        raise SignInRequiredError
    return found


def sign_in(someone: Viewer) -> None:
    """Put the viewer's session token into the signed cookie."""
    g.pop("token_viewer", None)
    login_user(someone)


def remember_half_way(token: str) -> None:
    """Put the token of a sign-in that waits for its second factor into the cookie; for every page it is nobody."""
    login_user(Viewer(session_token=token), force=True)


def token_in_cookie() -> str:
    """Return the token that the signed cookie holds, of an open session or of a sign-in on its way."""
    return str(session.get("_user_id", ""))


def sign_out() -> None:
    """Forget the cookie."""
    logout_user()


def uses_token() -> bool:
    """Say whether the request authenticates by header, so that no other site can forge it."""
    return _scheme_and_token()[0] == _BEARER and request.endpoint not in _OWN_BEARER


def admitted_token() -> str:
    """Return the token by which this request's viewer was found; empty when there was none or it was refused."""
    return _scheme_and_token()[1] if g.get("token_viewer") is not None else ""


def _scheme_and_token() -> tuple[str, str]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower(), token.strip()


def _viewer_of_token() -> Viewer | None:
    if not uses_token():
        return None
    found = state().load_token_viewer(read_session(), _scheme_and_token()[1], now())
    if found is None:
        raise SignInRequiredError("令牌无效或已过期，请重新生成令牌。", code="token_invalid")
    return found


class _Cookies(SecureCookieSessionInterface):
    """Flask's signed cookies; what signs them is made once a process rather than once or twice a request."""

    def __init__(self) -> None:
        self.get_signing_serializer = cache(super().get_signing_serializer)  # type: ignore[method-assign]  # In the place of the method.


def init_signin(app: Flask) -> None:
    """Load the viewer from the session row that the cookie names, anew when anything changes about either."""
    app.session_interface = _Cookies()
    manager = LoginManager()
    manager.anonymous_user = lambda: ANONYMOUS
    manager.session_protection = None  # Phones change their address; the session row can be revoked instead.
    manager.init_app(app)

    @manager.user_loader  # type: ignore[untyped-decorator]  # flask-login brings no types
    def load(token: str) -> Viewer | None:
        known = cast("TaggedAnswers", state().services.setdefault(_KNOWN, TaggedAnswers(most=MOST_KNOWN)))
        at = state().clock()
        found = known.get(question=token, stand=stand(), make=lambda: state().load_viewer(read_session(), token, at))
        return found if found is None or found.until is None or at < found.until else None
