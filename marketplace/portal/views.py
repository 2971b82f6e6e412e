"""The home page and the desk of each role."""

from flask import Blueprint, render_template

from marketplace.portal.desks import desk_for
from marketplace.portal.queries import load_home
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor

bp = Blueprint("portal", __name__, template_folder="templates")


@bp.get("/")
@requires(Permission.PUBLIC)
def home() -> str:
    """Show the doors for each kind of visitor, and what the platform holds."""
    return render_template("portal/home.html", home=load_home(read_session()))


@bp.get("/desk")
@requires(Permission.SIGNED_IN)
def desk() -> str:
    """Show what the signed-in person can do, most pressing first."""
    return render_template("portal/desk.html", desk=desk_for(read_session(), actor=actor()))
