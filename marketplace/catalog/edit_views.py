"""The form of a module: saved as one types, merged when two windows or two people wrote, kept or handed in at last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.catalog import services
from marketplace.catalog.forms import (
    add_missing,
    bind_module,
    empty_form,
    form_from,
    industry_options,
    link_texts,
    open_sections,
    raw_of,
    row_counts,
    typed_fields,
)
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.presentation import LABELS
from marketplace.catalog.queries import OwnModulePage, load_own_module
from marketplace.catalog.questions import QUESTIONS
from marketplace.catalog.schemas import ModuleIn
from marketplace.catalog.views import SUBMIT, own
from marketplace.core.conflicts import NotReadyError
from marketplace.core.errors import InvalidError, MarketplaceError, VersionMovedError
from marketplace.drafts.models import Draft
from marketplace.drafts.pages import MERGED, is_autosave, merge_page, seen_versions, told
from marketplace.drafts.services import (
    Saved,
    Seen,
    clashes_of,
    find_draft,
    forget_draft,
    form_key,
    keep_form,
    rebase_form,
    settle_clashes,
)
from marketplace.providers.schemas import MANY_INDUSTRIES
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("module_form", __name__, template_folder="templates")
EDITED = "同事刚保存过这个模块，和您写的合在一起了，一条没丢。请看一遍，再保存。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the form is about: a module with its open version, or one that is only being begun."""

    provider_id: int
    page: OwnModulePage | None = None
    version: ModuleVersion | None = None

    @property
    def key(self) -> str:
        if self.page is None:
            return form_key("new module", object_id=self.provider_id, user_id=actor().user_id)
        return form_key("module", object_id=self.page.module.id or 0, user_id=actor().user_id)

    @property
    def stated(self) -> dict[str, Any]:
        return typed_fields(raw_of(self.version)) if self.version else typed_fields({})

    @property
    def edit(self) -> int:
        return self.version.edit if self.version else 0

    def url(self, step: str) -> str:
        """Return the address of the form, or of one of its steps."""
        if self.page is None:
            return url_for(f".new{step}", provider_id=self.provider_id)
        return url_for(f".edit{step}", provider_id=self.provider_id, module_id=self.page.module.id)


def _begun(provider_id: int) -> Subject:
    return Subject(provider_id=own(provider_id))


def _open(provider_id: int, module_id: int) -> Subject:
    page = load_own_module(read_session(), provider_id=own(provider_id), module_id=module_id)
    if page.open is None:
        raise NotReadyError("这个模块没有正在起草的版本；要修改，请先修订出新的一版。")
    return Subject(provider_id=provider_id, page=page, version=page.open)


@bp.get("/providers/<int:provider_id>/modules/new")
@requires(Permission.EDIT_PROVIDER)
def new(provider_id: int) -> str | Response:
    """Ask what a new module does, or go on with what was typed last."""
    return _show(_begun(provider_id))


@bp.get("/providers/<int:provider_id>/modules/<int:module_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def edit(provider_id: int, module_id: int) -> str | Response:
    """Show the form of the open draft, with what was typed last and not saved."""
    return _show(_open(provider_id, module_id))


def _show(subject: Subject) -> str | Response:
    draft = find_draft(read_session(), key=subject.key, now=now())
    if draft is not None and clashes_of(draft):
        return redirect(subject.url("_merge"), code=303)
    if draft is not None:
        return _form_page(form_from(draft.content), subject=subject, draft=draft, seen_edit=draft.stated_version)
    form = form_from(raw_of(subject.version)) if subject.version else empty_form()
    return _form_page(form, subject=subject, draft=None, seen_edit=subject.edit)


def _form_page(form: BoundForm[ModuleIn], *, subject: Subject, draft: Draft | None, seen_edit: int) -> str:
    return render_template(
        "catalog/edit.html",
        form=form,
        provider_id=subject.provider_id,
        page=subject.page,
        draft=draft,
        seen_edit=seen_edit,
        form_url=subject.url(""),
        discard_url=subject.url("_discard"),
        sections=QUESTIONS.sections,
        opened=open_sections(form),
        row_counts=row_counts(form),
        industries=industry_options(read_session()),
    )


@bp.post("/providers/<int:provider_id>/modules/new")
@requires(Permission.EDIT_PROVIDER)
def new_post(provider_id: int) -> Response | tuple[str | Response, int]:
    """Keep the first draft of a module, and hand it in when asked; while typing only what was typed is kept."""
    return _post(_begun(provider_id))


@bp.post("/providers/<int:provider_id>/modules/<int:module_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def edit_post(provider_id: int, module_id: int) -> Response | tuple[str | Response, int]:
    """Save the open draft, and hand it in when asked; while typing only what was typed is kept."""
    return _post(_open(provider_id, module_id))


def _post(subject: Subject) -> Response | tuple[str | Response, int]:
    form = bind_module(request.form)
    if is_autosave():
        return told(_keep(form, subject=subject), merge_url=subject.url("_merge"), now=now())
    if form.valid is not None:
        try:
            module_id = _write(form.valid, subject=subject)
        except VersionMovedError:
            return _rebase(form, subject=subject)
        except MarketplaceError as error:
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        else:
            return _saved(form.valid, provider_id=subject.provider_id, module_id=module_id)
    elif SUBMIT in request.form:
        add_missing(form)
    _keep(form, subject=subject)
    draft = find_draft(read_session(), key=subject.key, now=now())
    return _form_page(form, subject=subject, draft=draft, seen_edit=_seen().stated), 422


def _write(entered: ModuleIn, *, subject: Subject) -> int:
    linking = link_texts() if SUBMIT in request.form else None
    with transaction() as session:
        version = _store(session, entered, subject=subject)
        if linking:
            services.submit(
                session,
                actor=actor(),
                version_id=version.id or 0,
                seen_edit=version.edit,
                link_texts=linking,
                now=now(),
            )
        forget_draft(session, key=subject.key)
        return version.module_id


def _store(session: Session, entered: ModuleIn, *, subject: Subject) -> ModuleVersion:
    if subject.version is None:
        return services.create_draft(session, actor=actor(), content=entered.to_content(), now=now())
    return services.save_draft(
        session,
        actor=actor(),
        version_id=subject.version.id or 0,
        content=entered.to_content(),
        seen_edit=entered.edit,
        now=now(),
    )


def _saved(entered: ModuleIn, *, provider_id: int, module_id: int) -> Response:
    flash("已提交审核，结果会发到消息里。" if SUBMIT in request.form else "草稿已保存。", "success")
    count = len(entered.ticked_industries)
    if count > MANY_INDUSTRIES:
        flash(f"这个模块勾选了 {count} 个行业。勾得越多，每一个在排序里的分量越轻；只留真正做过的更好。", "warn")
    return redirect(url_for("catalog.module", provider_id=provider_id, module_id=module_id), code=303)


def _seen() -> Seen:
    text = request.form.get("edit", "")
    return Seen(stated=int(text) if text.isascii() and text.isdigit() else 0, draft=seen_versions().draft)


def _keep(form: BoundForm[ModuleIn], *, subject: Subject) -> Saved:
    with transaction() as session:
        return keep_form(session, now=now(), **_form_values(form, subject=subject))


def _rebase(form: BoundForm[ModuleIn], *, subject: Subject) -> Response:
    with transaction() as session:
        saved = rebase_form(session, now=now(), **_form_values(form, subject=subject))
    if not saved.is_clashing:
        flash(EDITED, "warn")
    return redirect(subject.url("_merge" if saved.is_clashing else ""), code=303)


def _form_values(form: BoundForm[ModuleIn], *, subject: Subject) -> dict[str, Any]:
    return {
        "key": subject.key,
        "fields": typed_fields(form.raw),
        "stated": subject.stated,
        "stated_version": subject.edit,
        "seen": _seen(),
    }


@bp.get("/providers/<int:provider_id>/modules/new/merge")
@requires(Permission.EDIT_PROVIDER)
def new_merge(provider_id: int) -> str | Response:
    """Show what two windows filled in differently about a new module."""
    return _merge(_begun(provider_id))


@bp.get("/providers/<int:provider_id>/modules/<int:module_id>/edit/merge")
@requires(Permission.EDIT_PROVIDER)
def edit_merge(provider_id: int, module_id: int) -> str | Response:
    """Show what two windows, or two people, filled in differently."""
    return _merge(_open(provider_id, module_id))


def _merge(subject: Subject) -> str | Response:
    draft = find_draft(read_session(), key=subject.key, now=now())
    clashes = clashes_of(draft) if draft is not None else ()
    if not clashes:
        return redirect(subject.url(""), code=303)
    return merge_page(clashes, action=subject.url("_merge"), labels=LABELS)


@bp.post("/providers/<int:provider_id>/modules/new/merge")
@requires(Permission.EDIT_PROVIDER)
def new_merge_post(provider_id: int) -> Response:
    """Write the chosen texts into what was typed."""
    return _settle(_begun(provider_id), chosen=request.form.to_dict())


@bp.post("/providers/<int:provider_id>/modules/<int:module_id>/edit/merge")
@requires(Permission.EDIT_PROVIDER)
def edit_merge_post(provider_id: int, module_id: int) -> Response:
    """Write the chosen texts into what was typed; the form comes back to be saved."""
    return _settle(_open(provider_id, module_id), chosen=request.form.to_dict())


def _settle(subject: Subject, *, chosen: Mapping[str, str]) -> Response:
    with transaction() as session:
        draft = find_draft(session, key=subject.key, now=now(), lock=True)
        if draft is not None:
            settle_clashes(session, draft, chosen=chosen, now=now())
            flash(MERGED, "warn")
    return redirect(subject.url(""), code=303)


@bp.post("/providers/<int:provider_id>/modules/new/discard")
@requires(Permission.EDIT_PROVIDER)
def new_discard(provider_id: int) -> Response:
    """Throw away what was typed about a new module."""
    return _discard(_begun(provider_id))


@bp.post("/providers/<int:provider_id>/modules/<int:module_id>/edit/discard")
@requires(Permission.EDIT_PROVIDER)
def edit_discard(provider_id: int, module_id: int) -> Response:
    """Throw away what was typed, and go back to what was saved."""
    return _discard(_open(provider_id, module_id))


def _discard(subject: Subject) -> Response:
    with transaction() as session:
        forget_draft(session, key=subject.key)
    flash("没有保存的修改已经放弃。", "success")
    return redirect(subject.url(""), code=303)
