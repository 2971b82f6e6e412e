"""Pages on which a provider works on its modules."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.catalog import services
from marketplace.catalog.forms import (
    bind_module,
    empty_form,
    form_of,
    industry_options,
    link_texts,
    open_sections,
    row_counts,
)
from marketplace.catalog.labels import VERSION_STATE_LABELS
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.presentation import differences, fact_items, further
from marketplace.catalog.queries import OwnModulePage, industry_names, load_own_module, load_own_modules
from marketplace.catalog.questions import QUESTIONS
from marketplace.catalog.schemas import ModuleIn
from marketplace.catalog.services.content import content_of_version
from marketplace.core.errors import ConflictError, InvalidError, MarketplaceError, NotFoundError
from marketplace.providers.schemas import MANY_INDUSTRIES
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor, viewer
from marketplace.web.state import now

bp = Blueprint("catalog", __name__, template_folder="templates")
SUBMIT = "submit"


def own(provider_id: int) -> int:
    """Return the id of the actor's own provider; another's pages do not exist for them."""
    if provider_id != actor().organisation_id:
        raise NotFoundError
    return provider_id


@bp.get("/providers/<int:provider_id>/modules")
@requires(Permission.EDIT_PROVIDER)
def modules(provider_id: int) -> str:
    """List a provider's modules with their states."""
    rows = load_own_modules(read_session(), provider_id=own(provider_id))
    return render_template("catalog/own_modules.html", provider_id=provider_id, rows=rows)


@bp.get("/providers/<int:provider_id>/modules/new")
@requires(Permission.EDIT_PROVIDER)
def new(provider_id: int) -> str:
    """Ask what a new module does."""
    own(provider_id)
    return _form_page(empty_form(), provider_id=provider_id, seen_edit=0)


@bp.post("/providers/<int:provider_id>/modules/new")
@requires(Permission.EDIT_PROVIDER)
def new_post(provider_id: int) -> Response | tuple[str, int]:
    """Keep the first draft of a module, and hand it in when asked."""
    own(provider_id)
    form = bind_module(request.form)
    if form.valid is not None:
        try:
            module_id = _create(form.valid)
        except MarketplaceError as error:
            _explain(form, error)
        else:
            return _saved(form.valid, provider_id=provider_id, module_id=module_id)
    return _form_page(form, provider_id=provider_id, seen_edit=0), 422


def _create(entered: ModuleIn) -> int:
    linking = link_texts() if SUBMIT in request.form else None
    with transaction() as session:
        draft = services.create_draft(session, actor=actor(), content=entered.to_content(), now=now())
        if linking:
            _submit(session, draft, linking=linking)
        return draft.module_id


def _submit(session: Session, draft: ModuleVersion, *, linking: services.LinkTexts) -> None:
    services.submit(
        session, actor=actor(), version_id=draft.id or 0, seen_edit=draft.edit, link_texts=linking, now=now()
    )


def _explain(form: BoundForm[ModuleIn], error: MarketplaceError) -> None:
    form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))


def _saved(entered: ModuleIn, *, provider_id: int, module_id: int) -> Response:
    flash("已提交审核，结果会发到消息里。" if SUBMIT in request.form else "草稿已保存。", "success")
    count = len(entered.ticked_industries)
    if count > MANY_INDUSTRIES:
        flash(f"这个模块勾选了 {count} 个行业。勾得越多，每一个在排序里的分量越轻；只留真正做过的更好。", "warn")
    return redirect(url_for("catalog.module", provider_id=provider_id, module_id=module_id), code=303)


def _form_page(
    form: BoundForm[ModuleIn], *, provider_id: int, seen_edit: int, page: OwnModulePage | None = None
) -> str:
    return render_template(
        "catalog/edit.html",
        form=form,
        provider_id=provider_id,
        seen_edit=seen_edit,
        page=page,
        sections=QUESTIONS.sections,
        opened=open_sections(form),
        row_counts=row_counts(form),
        industries=industry_options(read_session()),
    )


@bp.get("/providers/<int:provider_id>/modules/<int:module_id>")
@requires(Permission.EDIT_PROVIDER)
def module(provider_id: int, module_id: int) -> str:
    """Show a module's versions and what can be done with it now."""
    page = load_own_module(read_session(), provider_id=own(provider_id), module_id=module_id)
    return render_template("catalog/own_module.html", provider_id=provider_id, page=page, labels=VERSION_STATE_LABELS)


@bp.get("/providers/<int:provider_id>/modules/<int:module_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def edit(provider_id: int, module_id: int) -> str:
    """Show the form of the open draft."""
    page, draft = _open_draft(provider_id, module_id)
    return _form_page(form_of(draft), provider_id=provider_id, seen_edit=draft.edit, page=page)


@bp.post("/providers/<int:provider_id>/modules/<int:module_id>/edit")
@requires(Permission.EDIT_PROVIDER)
def edit_post(provider_id: int, module_id: int) -> Response | tuple[str, int]:
    """Save the open draft, and hand it in when asked."""
    page, draft = _open_draft(provider_id, module_id)
    form = bind_module(request.form)
    if form.valid is not None:
        try:
            _save(form.valid, version_id=draft.id or 0)
        except MarketplaceError as error:
            _explain(form, error)
        else:
            return _saved(form.valid, provider_id=provider_id, module_id=module_id)
    # The version that the page was made from stays, so that a stale form is still known as stale.
    seen = request.form.get("seen_edit", "")
    seen_edit = int(seen) if seen.isdecimal() else 0
    return _form_page(form, provider_id=provider_id, seen_edit=seen_edit, page=page), 422


def _open_draft(provider_id: int, module_id: int) -> tuple[OwnModulePage, ModuleVersion]:
    page = load_own_module(read_session(), provider_id=own(provider_id), module_id=module_id)
    if page.open is None:
        raise ConflictError("这个模块没有正在起草的版本；要修改，请先修订出新的一版。")
    return page, page.open


def _save(entered: ModuleIn, *, version_id: int) -> None:
    linking = link_texts() if SUBMIT in request.form else None
    with transaction() as session:
        version = services.save_draft(
            session,
            actor=actor(),
            version_id=version_id,
            content=entered.to_content(),
            seen_edit=entered.seen_edit,
            now=now(),
        )
        if linking:
            _submit(session, version, linking=linking)


@bp.get("/providers/<int:provider_id>/modules/<int:module_id>/preview")
@requires(Permission.EDIT_PROVIDER)
def preview(provider_id: int, module_id: int) -> str:
    """Show the newest version as an enterprise would see it."""
    page = load_own_module(read_session(), provider_id=own(provider_id), module_id=module_id)
    content = content_of_version(page.newest)
    return render_template(
        "catalog/preview.html",
        provider_id=provider_id,
        page=page,
        provider_name=viewer().organisation_name,
        facts=fact_items(content),
        summary=content.summary,
        rows=further(content, industries=industry_names(read_session())),
    )


@bp.get("/providers/<int:provider_id>/modules/<int:module_id>/differences/<int:older>/<int:newer>")
@requires(Permission.EDIT_PROVIDER)
def compare(provider_id: int, module_id: int, older: int, newer: int) -> str:
    """Show what two versions state differently."""
    page = load_own_module(read_session(), provider_id=own(provider_id), module_id=module_id)
    by_number = {version.number: version for version in page.versions}
    if older not in by_number or newer not in by_number:
        raise NotFoundError("没有这一版。")
    rows = differences(
        content_of_version(by_number[older]),
        content_of_version(by_number[newer]),
        industries=industry_names(read_session()),
    )
    return render_template(
        "catalog/differences.html", provider_id=provider_id, page=page, older=older, newer=newer, rows=rows
    )


@bp.post("/providers/<int:provider_id>/modules/<int:module_id>/<any(submit, withdraw, revise, retire):step>")
@requires(Permission.EDIT_PROVIDER)
def take_step(provider_id: int, module_id: int, step: str) -> Response:
    """Hand in, take back, revise or retire."""
    page = load_own_module(read_session(), provider_id=own(provider_id), module_id=module_id)
    flash(_take(page, step=step), "success")
    target = "catalog.edit" if step in {"withdraw", "revise"} else "catalog.module"
    return redirect(url_for(target, provider_id=provider_id, module_id=module_id), code=303)


def _take(page: OwnModulePage, *, step: str) -> str:
    module_id = page.module.id or 0
    linking = link_texts() if step == SUBMIT else None
    with transaction() as session:
        if step == "revise":
            services.revise(session, actor=actor(), module_id=module_id, now=now())
            return "已按最新一版起草新的一版，改好后提交审核；在通过以前，公开的还是旧的一版。"
        if step == "retire":
            services.retire(session, actor=actor(), module_id=module_id, now=now())
            return "模块已下架，不再公开，也不参加排序。各版本都还保留着。"
        if page.open is None:
            raise ConflictError("这个模块没有正在起草或审核的版本。")
        if linking:
            _submit(session, page.open, linking=linking)
            return "已提交审核，结果会发到消息里。"
        services.withdraw(session, actor=actor(), version_id=page.open.id or 0, now=now())
        return "已从审核中撤回，可以继续修改。"
