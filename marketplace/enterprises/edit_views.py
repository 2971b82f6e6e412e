"""The form of an enterprise: saved as one types, merged when two windows or two people wrote, handed in once."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response as BaseResponse

from marketplace.core.errors import InvalidError, VersionMovedError
from marketplace.drafts.models import Draft
from marketplace.drafts.pages import MERGED, is_autosave, merge_page, seen_versions, told
from marketplace.drafts.services import (
    Saved,
    begin_form,
    clashes_of,
    find_draft,
    forget_draft,
    form_key,
    keep_on,
    rebase_form,
    settle_clashes,
)
from marketplace.enterprises.form_rows import industry_of, raw_form, typed_fields, with_empty_rows
from marketplace.enterprises.page_data import FORM_LABELS, field_words, form_options
from marketplace.enterprises.queries import EnterpriseView, load_editable, require_editable
from marketplace.enterprises.schemas import EnterpriseForm
from marketplace.enterprises.stating import state_enterprise
from marketplace.exchange.rows import IndustryRef
from marketplace.exchange.spoken import About, read_back
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.typical import typical_problems
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("enterprise_edit", __name__, template_folder="templates")
MORE_ROWS = 5
EDITED = "别人刚保存过这家企业的资料，和您写的合在一起了，一条没丢。请看一遍，再保存。"


@bp.get("/enterprises/<int:enterprise_id>/edit")
@requires(Permission.EDIT_ENTERPRISE)
def edit(enterprise_id: int) -> str | BaseResponse:
    """Show the form with what was typed last and not handed in, else with what is stated now."""
    view = load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)
    draft = find_draft(read_session(), key=_key(enterprise_id), now=now())
    if draft is not None and clashes_of(draft):
        return redirect(url_for(".merge", enterprise_id=enterprise_id), code=303)
    raw = raw_form(view.row, version=view.version) if draft is None else draft.content
    more = MORE_ROWS if request.args.get("rows") == "more" else 0
    form: BoundForm[EnterpriseForm] = BoundForm(raw=with_empty_rows(raw, more=more), labels=FORM_LABELS)
    return _page(form, view=view, draft=draft, stated=view.version if draft is None else draft.stated_version)


def _page(form: BoundForm[EnterpriseForm], *, view: EnterpriseView, draft: Draft | None, stated: int) -> str:
    library = KNOWLEDGE.library(read_session())
    written = {one.get("text", "") for one in form.raw["problems"]}
    typical = typical_problems(library, industry=_industry(form) or view.row.industry)
    return render_template(
        "enterprises/edit.html",
        form=form,
        view=view,
        stated_version=stated,
        draft=draft,
        typical=[(text, text) for text in typical if text not in written],
        code_name=dict(library.gbt_names).get(str(form.value("gbt_code")).removeprefix("C"), ""),
        **form_options(read_session()),
    )


def _industry(form: BoundForm[EnterpriseForm]) -> IndustryRef | None:
    if form.valid is None:
        return None
    try:
        return industry_of(form.valid, library=KNOWLEDGE.library(read_session()))
    except InvalidError:
        return None


@bp.post("/enterprises/<int:enterprise_id>/edit")
@requires(Permission.EDIT_ENTERPRISE)
def save(enterprise_id: int) -> BaseResponse | tuple[Response, int] | tuple[str, int]:
    """Replace what is stated; while typing, or when more rows are asked for, only the draft is kept.

    Each of these asks first whether the enterprise is the person's to edit.
    """
    form = BoundForm.bind(EnterpriseForm, request.form, labels=FORM_LABELS)
    if is_autosave():
        return told(_keep(form, enterprise_id=enterprise_id), merge_url=_merge_url(enterprise_id), now=now())
    if request.form.get("do") == "more":
        _keep(form, enterprise_id=enterprise_id)
        return redirect(url_for(".edit", enterprise_id=enterprise_id, rows="more", _anchor="h-problems"), code=303)
    return _hand_in(form, enterprise_id=enterprise_id)


def _hand_in(form: BoundForm[EnterpriseForm], *, enterprise_id: int) -> BaseResponse | tuple[str, int]:
    try:
        with transaction() as session:
            state_enterprise(session, actor=actor(), enterprise_id=enterprise_id, entered=form.require(), now=now())
            forget_draft(session, key=_key(enterprise_id))
    except VersionMovedError:
        return _rebase(form, enterprise_id=enterprise_id)
    except InvalidError as error:
        if form.valid is not None:
            form.add_error(error)
        return _returned(form, enterprise_id=enterprise_id), 422
    flash("资料和清单已保存。", "success")
    budget = form.require().budget_wan
    if isinstance(budget, About):
        flash(f"首年预算{read_back(budget.said, budget, unit='万元')}", "info")
    return redirect(url_for("enterprises.show", enterprise_id=enterprise_id), code=303)


def _returned(form: BoundForm[EnterpriseForm], *, enterprise_id: int) -> str:
    """Show a form that was refused: what was typed is kept as a draft too."""
    _keep(form, enterprise_id=enterprise_id)
    draft = find_draft(read_session(), key=_key(enterprise_id), now=now())
    view = load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)
    form.raw = with_empty_rows(form.raw)
    return _page(form, view=view, draft=draft, stated=seen_versions().stated)


def _rebase(form: BoundForm[EnterpriseForm], *, enterprise_id: int) -> BaseResponse:
    with transaction() as session:
        saved = rebase_form(session, now=now(), **_form_values(session, form, enterprise_id=enterprise_id))
    if saved.is_clashing:
        return redirect(_merge_url(enterprise_id), code=303)
    flash(EDITED, "warn")
    return redirect(url_for(".edit", enterprise_id=enterprise_id), code=303)


def _keep(form: BoundForm[EnterpriseForm], *, enterprise_id: int) -> Saved:
    key, fields = _key(enterprise_id), typed_fields(form.raw)
    with transaction() as session:
        kept = keep_on(session, key=key, fields=fields, seen=seen_versions(), now=now())
        if kept is None:  # What is stated needs reading only when a draft is begun.
            return begin_form(session, now=now(), **_form_values(session, form, enterprise_id=enterprise_id))
        require_editable(session, actor=actor(), enterprise_id=enterprise_id)
        return kept


def _form_values(session: Session, form: BoundForm[EnterpriseForm], *, enterprise_id: int) -> dict[str, Any]:
    view = load_editable(session, actor=actor(), enterprise_id=enterprise_id)
    return {
        "key": _key(enterprise_id),
        "fields": typed_fields(form.raw),
        "stated": typed_fields(raw_form(view.row, version=view.version)),
        "stated_version": view.version,
        "seen": seen_versions(),
    }


@bp.get("/enterprises/<int:enterprise_id>/edit/merge")
@requires(Permission.EDIT_ENTERPRISE)
def merge(enterprise_id: int) -> str | BaseResponse:
    """Show what two windows, or two people, filled in differently."""
    load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)
    draft = find_draft(read_session(), key=_key(enterprise_id), now=now())
    clashes = clashes_of(draft) if draft is not None else ()
    if not clashes:
        return redirect(url_for(".edit", enterprise_id=enterprise_id), code=303)
    return merge_page(clashes, action=_merge_url(enterprise_id), labels=FORM_LABELS, words=field_words(read_session()))


@bp.post("/enterprises/<int:enterprise_id>/edit/merge")
@requires(Permission.EDIT_ENTERPRISE)
def merge_post(enterprise_id: int) -> BaseResponse:
    """Write the chosen texts into the draft; the form comes back to be handed in."""
    with transaction() as session:
        load_editable(session, actor=actor(), enterprise_id=enterprise_id)
        draft = find_draft(session, key=_key(enterprise_id), now=now(), lock=True)
        if draft is not None:
            settle_clashes(session, draft, chosen=request.form.to_dict(), now=now())
            flash(MERGED, "warn")
    return redirect(url_for(".edit", enterprise_id=enterprise_id), code=303)


@bp.post("/enterprises/<int:enterprise_id>/edit/discard")
@requires(Permission.EDIT_ENTERPRISE)
def discard(enterprise_id: int) -> BaseResponse:
    """Throw what was typed away and go back to what is stated."""
    with transaction() as session:
        load_editable(session, actor=actor(), enterprise_id=enterprise_id)
        forget_draft(session, key=_key(enterprise_id))
    flash("没交的修改已经放弃，下面是已保存的内容。", "success")
    return redirect(url_for(".edit", enterprise_id=enterprise_id), code=303)


def _key(enterprise_id: int) -> str:
    return form_key("enterprise", object_id=enterprise_id, user_id=actor().user_id)


def _merge_url(enterprise_id: int) -> str:
    return url_for(".merge", enterprise_id=enterprise_id)
