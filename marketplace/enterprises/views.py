"""Pages of one enterprise: registration, its page, and its form."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.accounts.views import enter
from marketplace.core.errors import InvalidError, NotFoundError, VersionMovedError
from marketplace.enterprises import services
from marketplace.enterprises.form_rows import (
    edited_row,
    industry_of,
    raw_form,
    registered_row,
    with_empty_rows,
)
from marketplace.enterprises.page_data import FORM_LABELS, REGISTER_LABELS, county_options, form_options, show_context
from marketplace.enterprises.queries import EnterpriseView, load_editable, load_visible
from marketplace.enterprises.registration import register_enterprise, resume_registration
from marketplace.enterprises.schemas import EnterpriseIn, RegisterIn
from marketplace.exchange.rows import IndustryRef
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.typical import typical_problems
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
    return render_template("enterprises/register.html", form=form, counties=county_options(read_session()))


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
        form.add_error(InvalidError(fields={"county_code": ["没有这个县（市、区），请从列表里选。"]}))
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


@bp.get("/enterprises/<int:enterprise_id>/edit")
@requires(Permission.EDIT_ENTERPRISE)
def edit(enterprise_id: int) -> str:
    """Show the form with what is stated now."""
    view = load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)
    form: BoundForm[EnterpriseIn] = BoundForm(raw=raw_form(view.row, version=view.version), labels=FORM_LABELS)
    return _edit_page(form, view=view)


def _edit_page(form: BoundForm[EnterpriseIn], *, view: EnterpriseView) -> str:
    library = KNOWLEDGE.library(read_session())
    written = {one.get("text", "") for one in form.raw["problems"]}
    typical = typical_problems(library, industry=_industry(form) or view.row.industry)
    return render_template(
        "enterprises/edit.html",
        form=form,
        view=view,
        typical=[(text, text) for text in typical if text not in written],
        code_name=dict(library.gbt_names).get(str(form.value("industry_code")).removeprefix("C"), ""),
        **form_options(read_session()),
    )


def _industry(form: BoundForm[EnterpriseIn]) -> IndustryRef | None:
    if form.valid is None:
        return None
    try:
        return industry_of(form.valid, library=KNOWLEDGE.library(read_session()))
    except InvalidError:
        return None


@bp.post("/enterprises/<int:enterprise_id>/edit")
@requires(Permission.EDIT_ENTERPRISE)
def save(enterprise_id: int) -> Response | tuple[str, int]:
    """Replace what is stated, unless somebody else did so since the form was shown."""
    view = load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)
    form = BoundForm.bind(EnterpriseIn, request.form, labels=FORM_LABELS)
    if request.form.get("do") == "more":
        form.raw, form.field_errors = with_empty_rows(form.raw, more=MORE_ROWS), {}
        return _edit_page(form, view=view), 200
    status = _save(form, enterprise_id=enterprise_id)
    if status is not None:
        form.raw = with_empty_rows(form.raw)
        return _edit_page(form, view=load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)), status
    flash("资料和清单已保存。", "success")
    return redirect(url_for("enterprises.show", enterprise_id=enterprise_id), code=303)


def _save(form: BoundForm[EnterpriseIn], *, enterprise_id: int) -> int | None:
    """Write a valid form; return the status of the page that comes back, None when all is well."""
    entered = form.valid
    if entered is None:
        return 422
    try:
        with transaction() as session:
            _write(session, entered, enterprise_id=enterprise_id)
    except VersionMovedError as error:
        form.add_error(InvalidError(error.message))
        form.raw["seen_version"] = load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id).version
        return 409
    except InvalidError as error:
        form.add_error(error)
        return 422
    return None


def _write(session: Session, entered: EnterpriseIn, *, enterprise_id: int) -> None:
    current = load_editable(session, actor=actor(), enterprise_id=enterprise_id)
    row = edited_row(current.row, entered=entered, library=KNOWLEDGE.library(session))
    if row == current.row:
        return  # The same form sent twice: what it says already stands.
    services.update_enterprise(
        session,
        actor=actor(),
        enterprise_id=enterprise_id,
        row=row,
        seen_version=entered.seen_version,
        now=now(),
    )
