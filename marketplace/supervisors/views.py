"""Pages on which a supervisor's firm registers, and the operator's queue of those that wait."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import services as accounts
from marketplace.accounts.entering import enter
from marketplace.accounts.registering import tell_all
from marketplace.core.actor import System
from marketplace.core.errors import InvalidError, MarketplaceError
from marketplace.supervisors.queries import load_waiting
from marketplace.supervisors.registration import register_supervisor
from marketplace.supervisors.schemas import RegisterIn
from marketplace.supervisors.services import confirm_supervisor
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("supervisors", __name__, template_folder="templates")
LABELS = {
    "name": "单位名称",
    "uscc": "统一社会信用代码",
    "description": "资质和经验",
    "email": "邮箱",
    "display_name": "称呼",
    "password": "密码",
}


@bp.get("/supervisors/register")
@requires(Permission.PUBLIC)
def register() -> str:
    """Ask a firm who it is and who signs in for it."""
    return render_template("supervisors/register.html", form=BoundForm(raw={}, labels=LABELS))


@bp.post("/supervisors/register")
@requires(Permission.PUBLIC)
def register_post() -> Response | tuple[str, int]:
    """Add body, firm and person in one transaction, and sign the person in."""
    form = BoundForm.bind(RegisterIn, request.form, labels=LABELS)
    if form.valid is not None:
        try:
            token = _register(form.valid)
        except MarketplaceError as error:
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        else:
            enter(token)
            flash("登记好了。平台运营确认后，企业就可以邀请贵机构担任监理。", "success")
            return redirect(url_for("portal.desk"), code=303)
    tell_all(form, session=read_session())
    return render_template("supervisors/register.html", form=form), 422


def _register(entered: RegisterIn) -> str:
    system = System(name="registration")
    with transaction() as session:
        user = accounts.create_user(
            session,
            email=entered.email,
            display_name=entered.display_name,
            password=entered.password,
            now=now(),
            actor=system,
        )
        user_id = user.id or 0
        membership = register_supervisor(session, actor=system, user_id=user_id, entered=entered, now=now())
        return accounts.open_session(session, user_id=user_id, membership_id=membership.id, now=now())


@bp.get("/operator/supervisors")
@requires(Permission.CONFIRM_PROVIDERS)
def waiting() -> str:
    """Show unconfirmed firms, those that have waited longest first."""
    page = load_waiting(read_session(), args=page_args(request.args))
    return render_template(
        "supervisors/waiting.html", page=page, page_url=lambda n: url_for("supervisors.waiting", page=n)
    )


@bp.post("/operator/supervisors/<int:supervisor_id>/confirm")
@requires(Permission.CONFIRM_PROVIDERS)
def confirm(supervisor_id: int) -> Response:
    """Confirm a firm, so that it can be asked."""
    with transaction() as session:
        body = confirm_supervisor(session, actor=actor(), supervisor_id=supervisor_id, now=now())
    flash(f"已确认“{body.name}”。", "success")
    return redirect(url_for("supervisors.waiting"), code=303)
