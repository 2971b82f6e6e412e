"""What a provider does: see open calls, apply, hand in, take back, follow its application and appeal."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, VersionMovedError
from marketplace.drafts.models import Draft
from marketplace.drafts.pages import MERGED, is_autosave, merge_page, seen_versions, told
from marketplace.drafts.services import (
    Saved,
    clashes_of,
    find_draft,
    forget_draft,
    keep_form,
    rebase_form,
    settle_clashes,
)
from marketplace.files.process import file_store, uploads
from marketplace.files.services import attach_files
from marketplace.files.sniffing import ACCEPT
from marketplace.lists.application_page import (
    ApplyPage,
    form_values,
    load_application_page,
    load_apply_page,
    load_own,
)
from marketplace.lists.apply_form import (
    BLANK_ROWS,
    Keeper,
    bind_application,
    bind_raw,
    draft_key,
    filled_rows,
    labels_of,
    put,
    words_of,
)
from marketplace.lists.applying import (
    FILES,
    reuse_declaration,
    save_application,
    submit_application,
    withdraw_application,
)
from marketplace.lists.doing import LABELS, Answer, do
from marketplace.lists.labels import YES_NO_LABELS
from marketplace.lists.queries import find_application
from marketplace.lists.schemas import ApplicationIn
from marketplace.web.forms import BoundForm, structure
from marketplace.web.permissions import Permission, requires
from marketplace.web.problems import status_of
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("list_applications", __name__, template_folder="templates")
EDITED = "另一个窗口或同事刚保存过，和您写的合在一起了，一条没丢。请看一遍，再保存。"


@bp.get("/applications")
@requires(Permission.APPLY_TO_LISTS)
def index() -> str:
    """List the provider's applications and the calls that are open."""
    return render_template("lists/applications.html", own=load_own(read_session(), actor=actor(), now=now()))


@bp.get("/calls/<int:call_id>/apply")
@requires(Permission.APPLY_TO_LISTS)
def form(call_id: int) -> str | Response:
    """Show the form of a call with what was typed last and not saved, else with what was saved."""
    page = load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    draft = _draft_of(page)
    if draft is not None and clashes_of(draft):
        return redirect(url_for(".merge", call_id=call_id), code=303)
    raw = form_values(page.application) if draft is None else {**draft.content, "version": draft.stated_version}
    return _form_page(call_id, BoundForm(raw=raw, labels=LABELS))


@bp.post("/calls/<int:call_id>/apply")
@requires(Permission.APPLY_TO_LISTS)
def save(call_id: int) -> Answer | tuple[Response, int]:
    """Save, or save and hand in when that button was pressed; while somebody types only the draft is kept."""
    page = load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    bound = bind_application(request.form)
    if is_autosave():
        return _keep_typed(page, bound)
    hands_in = request.form.get("do") == "submit"
    try:
        saved_id = _save(call_id, bound)
        if hands_in:
            _hand_in(call_id, saved_id)
    except VersionMovedError:
        return _rebase(page, bound)
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
        forget_draft(session, key=draft_key(actor(), call_id=call_id))
        bound.raw["version"] = saved.version
    return saved.id or 0


def _keep_typed(page: ApplyPage, bound: BoundForm[ApplicationIn]) -> tuple[Response, int]:
    if not page.is_open or page.is_handed_in:
        told_why = "申报已经提交，这里写的没有保存。" if page.is_handed_in else "申报已经截止，这里写的没有保存。"
        return jsonify(detail=told_why), 409
    saved = _put(keep_form, page, bound)
    return told(saved, merge_url=url_for(".merge", call_id=page.call.id), now=now())


def _rebase(page: ApplyPage, bound: BoundForm[ApplicationIn]) -> Response:
    saved = _put(rebase_form, page, bound)
    if not saved.is_clashing:
        flash(EDITED, "warn")
    return redirect(url_for(".merge" if saved.is_clashing else ".form", call_id=page.call.id), code=303)


def _put(way: Keeper, page: ApplyPage, bound: BoundForm[ApplicationIn]) -> Saved:
    with transaction() as session:
        return put(session, way, actor=actor(), call=page.call, raw=bound.raw, seen=seen_versions(), now=now())


def _hand_in(call_id: int, saved_id: int) -> None:
    # What was typed is saved even when something is still missing.
    page = load_application_page(read_session(), actor=actor(), application_id=saved_id, now=now())
    with transaction() as session:
        submit_application(session, actor=actor(), call_id=call_id, seen_version=page.application.version, now=now())


@bp.get("/calls/<int:call_id>/apply/merge")
@requires(Permission.APPLY_TO_LISTS)
def merge(call_id: int) -> str | Response:
    """Show what two windows, or two people, filled in differently."""
    page = load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    draft = _draft_of(page)
    clashes = clashes_of(draft) if draft is not None else ()
    if not clashes:
        return redirect(url_for(".form", call_id=call_id), code=303)
    action = url_for(".merge_post", call_id=call_id)
    return merge_page(clashes, action=action, labels=labels_of(page.call), words=words_of)


@bp.post("/calls/<int:call_id>/apply/merge")
@requires(Permission.APPLY_TO_LISTS)
def merge_post(call_id: int) -> Response:
    """Write the chosen texts into the draft; the form comes back to be saved."""
    load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    with transaction() as session:
        draft = find_draft(session, key=draft_key(actor(), call_id=call_id), now=now(), lock=True)
        if draft is not None:
            settle_clashes(session, draft, chosen=request.form.to_dict(), now=now())
            flash(MERGED, "warn")
    return redirect(url_for(".form", call_id=call_id), code=303)


@bp.post("/calls/<int:call_id>/apply/reuse")
@requires(Permission.APPLY_TO_LISTS)
def reuse(call_id: int) -> Answer:
    """Fill in the answers of the last declaration, by consent; what was typed so far is saved first."""
    load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    bound: BoundForm[Any] = BoundForm(raw=structure(request.form), labels=LABELS)

    def act(session: Session) -> str:
        consents = request.form.get("consents") == "true"
        if consents:
            _save_draft(session, call_id=call_id)
        reuse_declaration(session, actor=actor(), call_id=call_id, consents=consents, now=now())
        return url_for("list_applications.form", call_id=call_id)

    return do(bound, act, page=lambda kept: _form_page(call_id, kept), said="已填入上次的回答，请逐条核对。")


def _save_draft(session: Session, *, call_id: int) -> None:
    """Write what was typed and not saved into the application, so that a page made from it shows all."""
    key = draft_key(actor(), call_id=call_id)
    draft = find_draft(session, key=key, now=now(), lock=True)
    application = find_application(session, call_id=call_id, provider_id=actor().organisation_id)
    if draft is None or clashes_of(draft):
        return
    raw = {**draft.content, "version": application.version if application else 0}
    save_application(session, actor=actor(), call_id=call_id, entered=bind_raw(raw).require(), now=now())
    forget_draft(session, key=key)


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


def _draft_of(page: ApplyPage) -> Draft | None:
    return find_draft(read_session(), key=draft_key(actor(), call_id=page.call.id or 0), now=now())


def _form_page(call_id: int, bound: BoundForm[Any]) -> str:
    page = load_apply_page(read_session(), actor=actor(), call_id=call_id, now=now())
    draft = _draft_of(page)
    if bound.field_errors and page.application is not None:
        bound.raw.setdefault("version", page.application.version)
    bound.raw["evidence"] = [*filled_rows(bound.raw), *BLANK_ROWS]
    return render_template(
        "lists/apply.html",
        page=page,
        call=page.call,
        form=bound,
        draft_version=draft.version if draft else 0,
        accept=ACCEPT,
        yes_no=[(one.value, label) for one, label in YES_NO_LABELS.items()],
    )
