"""Sessions and colleagues on one's account: ending them, and handing over who looks after the people."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import managers, sessions
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("people", __name__)


@bp.post("/account/sessions/<int:session_id>/revoke")
@requires(Permission.SIGNED_IN)
def revoke_session(session_id: int) -> Response:
    """End one of one's own sessions."""
    with transaction() as session:
        sessions.revoke_session(session, actor=actor(), session_id=session_id, now=now())
    flash("那台设备已退出登录。", "success")
    return redirect(url_for("members.account"), code=303)


@bp.post("/account/colleagues/<int:membership_id>/hand-over")
@requires(Permission.SIGNED_IN)
def hand_over(membership_id: int) -> Response:
    """Make a colleague the manager of one's body."""
    with transaction() as session:
        managers.hand_over(session, actor=actor(), membership_id=membership_id, now=now())
    flash("已转交，对方现在是本单位的账号管理员。", "success")
    return redirect(url_for("members.account"), code=303)


@bp.post("/account/colleagues/<int:membership_id>/end")
@requires(Permission.SIGNED_IN)
def end_membership(membership_id: int) -> Response:
    """Remove a colleague who left."""
    with transaction() as session:
        managers.end_membership(session, actor=actor(), membership_id=membership_id, now=now())
    flash("已移出，这个人在本单位的登录和令牌都已失效，记入日志。", "success")
    return redirect(url_for("members.account"), code=303)
