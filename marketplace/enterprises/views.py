"""Pages of one enterprise: registration and its page; its form stands in ``edit_views``."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from marketplace.accounts.entering import enter
from marketplace.accounts.registering import tell_all
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.enterprises.form_rows import registered_row, with_empty_rows
from marketplace.enterprises.page_data import REGISTER_LABELS, county_options, show_context, urgency_options
from marketplace.enterprises.queries import load_visible
from marketplace.enterprises.registration import NO_COUNTY, register_enterprise, resume_registration
from marketplace.enterprises.schemas import RegisterIn
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("enterprises", __name__, template_folder="templates")
MORE_ROWS = 5
DUPLICATE = "这个统一社会信用代码刚刚已经登记。如果是贵单位，请直接登录，或用邀请链接加入。"


@bp.get("/enterprises/register")
@requires(Permission.PUBLIC)
def register() -> str:
    """Ask an enterprise who it is, what it makes, and what troubles it."""
    raw = with_empty_rows({"problems": _asked_problems()})
    return _register_page(BoundForm(raw=raw, labels=REGISTER_LABELS))


def _asked_problems() -> list[dict[str, str]]:
    # The home page hands over what an owner has typed there already.
    said = request.args.get("q", "").strip()
    return [{"text": said, "priority": ""}] if said else []


def _register_page(form: BoundForm[RegisterIn]) -> str:
    counties = county_options(read_session())
    return render_template("enterprises/register.html", form=form, counties=counties, urgencies=urgency_options())


@bp.post("/enterprises/register")
@requires(Permission.PUBLIC)
def register_post() -> Response | tuple[str, int]:
    """Write the enterprise and its first person, and sign them in."""
    form = BoundForm.bind(RegisterIn, request.form, labels=REGISTER_LABELS)
    if request.form.get("do") == "more":
        form.raw = with_empty_rows(form.raw, more=MORE_ROWS)
        form.field_errors = {}
        return _register_page(form), 200
    made = _register(form)
    if made is None:
        tell_all(form, session=read_session())
        form.raw = with_empty_rows(form.raw)
        return _register_page(form), 422
    enterprise_id, token = made
    enter(token)
    flash("登记好了。请核对一下系统怎样理解您的难题，核对后推荐会更准。", "success")
    return redirect(url_for("enterprise_links.show_links", enterprise_id=enterprise_id), code=303)


def _register(form: BoundForm[RegisterIn]) -> tuple[int, str] | None:
    entered = form.valid
    if entered is None:
        return None
    with transaction() as session:
        again = resume_registration(
            session, uscc=entered.uscc, email=entered.email, password=entered.password, now=now()
        )
    if again is not None:
        return again
    try:
        with transaction() as session:
            return register_enterprise(
                session,
                row=registered_row(entered, library=KNOWLEDGE.library(session)),
                county_code=entered.county_code,
                email=entered.email,
                display_name=entered.display_name,
                password=entered.password,
                now=now(),
            )
    except InvalidError as error:
        form.add_error(error)
    except NotFoundError:
        form.add_error(InvalidError(fields={"county_code": [NO_COUNTY]}))
    except IntegrityError:
        # Two windows registered the same body at one moment: the database let one of them through.
        form.add_error(InvalidError(fields={"uscc": [DUPLICATE]}))
    return None


@bp.get("/enterprises/<int:enterprise_id>")
@requires(Permission.SEE_ENTERPRISES)
def show(enterprise_id: int) -> str:
    """Show what an enterprise states."""
    view = load_visible(read_session(), actor=actor(), enterprise_id=enterprise_id)
    return render_template("enterprises/enterprise.html", **show_context(read_session(), view=view, actor=actor()))
