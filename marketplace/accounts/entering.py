"""From a proven person to the cookie: which session opens, and where the browser goes next."""

from urllib.parse import urlsplit

from flask import request, url_for
from sqlmodel import Session

from marketplace.accounts.labels import SessionStage
from marketplace.accounts.policies import device_name
from marketplace.accounts.services import open_session
from marketplace.accounts.sessions import HalfSession, find_half_session
from marketplace.core.errors import SignInRequiredError
from marketplace.web.session import read_session
from marketplace.web.signin import remember_half_way, token_in_cookie
from marketplace.web.signin import sign_in as put_into_cookie
from marketplace.web.state import now, state

STEPS = {SessionStage.CODE: "factor.code", SessionStage.ENROL: "factor.enrol_first"}


def open_here(session: Session, *, user_id: int, membership_id: int | None, proven: bool = False) -> str:
    """Start a session for the browser of this request, under the rules of this installation."""
    return open_session(
        session,
        user_id=user_id,
        membership_id=membership_id,
        device=device_here(),
        proven=proven,
        demands_factor=state().settings.demands_second_factor,
        now=now(),
    )


def device_here() -> str:
    """Return the name of the browser that asks."""
    return device_name(request.headers.get("User-Agent", ""))


def enter(token: str) -> None:
    """Put a fresh session into the cookie; one that waits for its second factor lets nobody in yet."""
    someone = state().load_viewer(read_session(), token, now())
    if someone is not None:
        put_into_cookie(someone)
    else:
        remember_half_way(token)


def half_session() -> HalfSession | None:
    """Return the sign-in on its way in this browser."""
    token = token_in_cookie()
    return find_half_session(read_session(), token=token, now=now()) if token else None


def require_half_session(stage: SessionStage) -> HalfSession:
    """Return the sign-in that waits for this step; without one the way begins at the sign-in page."""
    found = half_session()
    if found is None or found.stage is not stage:
        raise SignInRequiredError
    return found


def next_page(wanted: str) -> str:
    """Return where to go after a right password: to the step that is missing, else where the person wanted to go."""
    half = half_session()
    if half is None:
        return own_path(wanted) or url_for("portal.desk")
    return url_for(STEPS[half.stage], next=own_path(wanted) or None)


def own_path(target: str) -> str:
    """Return a path of this site, or nothing: a link to elsewhere must not be followed after signing in."""
    parts = urlsplit(target)
    is_own = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return target if is_own else ""
