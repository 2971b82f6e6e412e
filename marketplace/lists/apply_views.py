"""What a provider does: see open calls, apply, hand in, take back, follow its application and appeal."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError
from marketplace.drafts.pages import is_autosave, told
from marketplace.drafts.services import Saved
from marketplace.files.process import file_store, uploads
from marketplace.files.services import attach_files
from marketplace.files.sniffing import ACCEPT
from marketplace.lists.application_page import form_values, load_application_page, load_apply_page, load_own
from marketplace.lists.applying import (
    FILES,
    reuse_declaration,
    save_application,
    submit_application,
    withdraw_application,
)
from marketplace.lists.doing import LABELS, Answer, do
from marketplace.lists.labels import YES_NO_LABELS
from marketplace.lists.schemas import ApplicationIn
from marketplace.web.forms import BoundForm, structure
from marketplace.web.messages_zh import field_messages
from marketplace.web.permissions import Permission, requires
from marketplace.web.problems import status_of
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("list_applications", __name__, template_folder="templates")


@bp.get("/applications")
@requires(Permission.APPLY_TO_LISTS)
def index() -> str:
    """List the provider's applications and the calls that are open."""
    return render_template("lists/applications.html", own=load_own(read_session(), actor=actor(), now=now()))


@bp.get("/calls/<int:call_id>/apply")
@requires(Permission.APPLY_TO_LISTS)
def form(call_id: int) -> str:
    """Show the form of a call with what was saved."""
    page = load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    return _form_page(call_id, BoundForm(raw=form_values(page.application), labels=LABELS))


@bp.post("/calls/<int:call_id>/apply")
@requires(Permission.APPLY_TO_LISTS)
def save(call_id: int) -> Answer | tuple[Response, int]:
    """Save, while typing too, or save and hand in when that button was pressed."""
    load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    bound = bind_application(request.form)
    if is_autosave():
        return _keep_typed(call_id, bound)
    hands_in = request.form.get("do") == "submit"
    try:
        saved_id = _save(call_id, bound)
        if hands_in:
            _hand_in(call_id, saved_id)
    except MarketplaceError as error:
        if not (isinstance(error, InvalidError) and error.fields == bound.field_errors):
            bound.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return _form_page(call_id, bound), int(status_of(error))
    flash("申报已提交。截止以前可以撤回修改。" if hands_in else "草稿已保存，还没有提交。", "success")
    endpoint = "list_applications.show" if hands_in else "list_applications.form"
    target = url_for(endpoint, application_id=saved_id) if hands_in else url_for(endpoint, call_id=call_id)
    return redirect(target, code=303)


def _save(call_id: int, bound: BoundForm[ApplicationIn]) -> int:
    with transaction() as session:
        saved = save_application(session, actor=actor(), call_id=call_id, entered=bound.require(), now=now())
        attach_files(
            session,
            actor=actor(),
            store=file_store(),
            uploads=uploads("files"),
            subject_kind=FILES,
            subject_id=saved.id or 0,
            now=now(),
        )
        bound.raw["seen_version"] = saved.version
    return saved.id or 0


def _keep_typed(call_id: int, bound: BoundForm[ApplicationIn]) -> tuple[Response, int]:
    with transaction() as session:
        saved = save_application(session, actor=actor(), call_id=call_id, entered=bound.require(), now=now())
        kept = Saved(version=saved.version)
    return told(kept, merge_url="", now=now())


def _hand_in(call_id: int, saved_id: int) -> None:
    # What was typed is saved even when something is still missing.
    page = load_application_page(read_session(), actor=actor(), application_id=saved_id, now=now())
    with transaction() as session:
        submit_application(session, actor=actor(), call_id=call_id, seen_version=page.application.version, now=now())


@bp.post("/calls/<int:call_id>/apply/reuse")
@requires(Permission.APPLY_TO_LISTS)
def reuse(call_id: int) -> Answer:
    """Fill in the answers of the last declaration, by consent."""
    load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    bound: BoundForm[Any] = BoundForm(raw=structure(request.form), labels=LABELS)

    def act(session: Session) -> str:
        consents = request.form.get("consents") == "true"
        reuse_declaration(session, actor=actor(), call_id=call_id, consents=consents, now=now())
        return url_for("list_applications.form", call_id=call_id)

    return do(bound, act, page=lambda kept: _form_page(call_id, kept), said="已填入上次的回答，请逐条核对。")


@bp.post("/calls/<int:call_id>/apply/withdraw")
@requires(Permission.APPLY_TO_LISTS)
def withdraw(call_id: int) -> Response:
    """Take the application back before the deadline."""
    load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    with transaction() as session:
        withdraw_application(session, actor=actor(), call_id=call_id, now=now())
    flash("申报已撤回，可以修改后再提交。", "success")
    return redirect(url_for("list_applications.form", call_id=call_id), code=303)


@bp.get("/applications/<int:application_id>")
@requires(Permission.SEE_APPLICATIONS)
def show(application_id: int) -> str:
    """Show an application: its receipt, its course, its scores after the decision, and why it is not listed."""
    page = load_application_page(read_session(), actor=actor(), application_id=application_id, now=now())
    return render_template("lists/application.html", page=page, row=page.application, form=BoundForm(raw={}))


def bind_application(data: Any) -> BoundForm[ApplicationIn]:
    """Bind the form of an application: answer_q1, statement_product and rows of evidence."""
    raw = structure(data)
    shaped = {
        "answers": {name[7:]: value for name, value in raw.items() if name.startswith("answer_") and value},
        "statements": {name[10:]: value for name, value in raw.items() if name.startswith("statement_") and value},
        "evidence": [row for row in raw.get("evidence", []) if any(row.values())],
        "seen_version": raw.get("seen_version") or 0,
    }
    bound: BoundForm[ApplicationIn] = BoundForm(raw=raw, labels=LABELS)
    try:
        bound.valid = ApplicationIn.model_validate(shaped)
    except ValidationError as error:
        bound.field_errors = {_field(name): texts for name, texts in field_messages(error.errors()).items()}
    return bound


def _field(path: str) -> str:
    """Return the name of the form's field for a path of the schema: answers.q1 → answer_q1."""
    head, _, rest = path.partition(".")
    return f"{head.removesuffix('s')}_{rest}" if head in {"answers", "statements"} else path


def _form_page(call_id: int, bound: BoundForm[Any]) -> str:
    page = load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    if bound.field_errors and page.application is not None:
        bound.raw.setdefault("seen_version", page.application.version)
    return render_template(
        "lists/apply.html",
        page=page,
        call=page.call,
        form=bound,
        accept=ACCEPT,
        yes_no=[(one.value, label) for one, label in YES_NO_LABELS.items()],
    )
