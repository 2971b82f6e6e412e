"""The home page and the desk of each role."""

from urllib.parse import urlencode

from flask import Blueprint, render_template

from marketplace.enterprises.start_memory import remembered_start
from marketplace.portal.desks import desk_for
from marketplace.portal.queries import load_fields, load_home
from marketplace.portal.today import today_of
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

SPOKEN = [
    (text, f"/start?{urlencode({'q': text})}")
    for text in (
        "水电汽一块总表，哪个单子用了多少算不出来",
        "停台全靠挡车工喊",
        "计件工资月月吵",
        "模具在哪里谁也说不准",
        "客户天天催问进度",
    )
]
bp = Blueprint("portal", __name__, template_folder="templates")


@bp.get("/")
@requires(Permission.PUBLIC)
@kept_for_visitors
def home() -> str:
    """Show the doors for each kind of visitor, and what the platform holds."""
    session = read_session()
    return render_template(
        "portal/home.html",
        home=load_home(session),
        fields=load_fields(session),
        spoken=SPOKEN,
        resume_url=remembered_start(session),
    )


@bp.get("/desk")
@requires(Permission.SIGNED_IN)
def desk() -> str:
    """Show what the signed-in person can do, most pressing first."""
    session = read_session()
    today = today_of(session, actor=actor(), now=now())
    return render_template("portal/desk.html", desk=desk_for(session, actor=actor()), today=today)
