"""Pages of one's personal data: what is kept, a copy of it, and removing the account."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts.models import User
from marketplace.accounts.services import WRONG, check_password
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import ConflictError, InvalidError
from marketplace.personal.export import personal_data
from marketplace.personal.policies import GOES, LABELS
from marketplace.personal.removal import duties, remove_person
from marketplace.personal.schemas import RemovalIn
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.signin import sign_out as forget_cookie
from marketplace.web.state import now

bp = Blueprint("personal", __name__, template_folder="templates")
LEAVES, STAYS, TEXT_STAYS = "删除", "留下，只有编号，不连姓名", "内容留下，姓名和联系方式删除"
AFTERWARDS = {
    "user_account": "姓名、邮箱、密码删除，只留编号",
    "api_token": LEAVES,
    "expert_profile": "单位、职称等留作评审回避的依据，不连姓名",
    "objection": TEXT_STAYS,
    "list_appeal": TEXT_STAYS,
    **dict.fromkeys((name for name, _ in GOES), LEAVES),
}


@bp.get("/account/personal-data")
@requires(Permission.SIGNED_IN)
def show() -> str:
    """Show what is kept of the person, and what would become of it."""
    return _page(BoundForm(raw={}))


def _page(form: BoundForm[RemovalIn]) -> str:
    session, user_id = read_session(), actor().user_id
    kept = personal_data(session, user_id=user_id)
    user = session.get_one(User, user_id)
    return render_template(
        "personal/show.html",
        form=form,
        rows=[(LABELS[name], len(rows), AFTERWARDS.get(name, STAYS)) for name, rows in kept["own"].items()],
        acts=sum(len(numbers) for numbers in kept["acts"].values()),
        duties=duties(session, user_id=user_id),
        has_password=bool(user.password_hash),
    )


@bp.get("/account/personal-data.json")
@requires(Permission.SIGNED_IN)
def download() -> Response:
    """Send everything that is kept of the person as one file."""
    text = json.dumps(personal_data(read_session(), user_id=actor().user_id), ensure_ascii=False, indent=2)
    name = f"personal-data-{shanghai_day(now()).isoformat()}.json"
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/account/removal")
@requires(Permission.SIGNED_IN)
def remove() -> BaseResponse | tuple[str, int]:
    """Remove the person once they proved themselves again."""
    form = BoundForm.bind(RemovalIn, request.form, labels={"proof": "密码或邮箱"})
    with transaction() as session:  # Failures are counted, whatever follows.
        if form.valid is not None and not _proves(session, form.valid.proof):
            form.add_error(InvalidError(fields={"proof": [WRONG]}))
    if not form.is_valid:
        return _page(form), 422
    try:
        with transaction() as session:
            remove_person(session, user_id=actor().user_id, actor=actor(), now=now())
    except ConflictError as error:
        form.add_error(InvalidError(fields={"proof": [error.message]}))
        return _page(form), 409
    forget_cookie()
    flash("账号已注销，您的个人信息已经删除。办过的事还在，但不再和您的姓名相连。", "success")
    return redirect(url_for("portal.home"), code=303)


def _proves(session: Session, proof: str) -> bool:
    user = session.get_one(User, actor().user_id)
    if not user.password_hash:
        return proof.strip().lower() == user.email
    return check_password(session, email=user.email, password=proof, now=now()) is not None
