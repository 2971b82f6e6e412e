"""Pages on which a provider works on its modules."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import Response as FileResponse
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.catalog import services
from marketplace.catalog.forms import link_texts
from marketplace.catalog.labels import VERSION_STATE_LABELS
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.presentation import differences, fact_items, further
from marketplace.catalog.queries import (
    OwnModulePage,
    industry_names,
    load_neighbours,
    load_newest_versions,
    load_own_module,
    load_own_modules,
)
from marketplace.catalog.services.content import content_of_version
from marketplace.catalog.workbook import write_modules
from marketplace.core.conflicts import WrongStateError
from marketplace.core.errors import NotFoundError
from marketplace.web.downloads import workbook_answer
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


@bp.get("/providers/<int:provider_id>/modules.xlsx")
@requires(Permission.EDIT_PROVIDER)
def workbook(provider_id: int) -> FileResponse:
    """Answer with the newest version of each own module, one column a question."""
    modules = load_newest_versions(read_session(), provider_id=own(provider_id))
    content = write_modules(modules, industries=industry_names(read_session()))
    return workbook_answer(content, title="我的模块", plain="own_modules", about=viewer().organisation_name, when=now())


@bp.get("/providers/<int:provider_id>/modules/<int:module_id>")
@requires(Permission.EDIT_PROVIDER)
def module(provider_id: int, module_id: int) -> str:
    """Show a module's versions and what can be done with it now."""
    page = load_own_module(read_session(), provider_id=own(provider_id), module_id=module_id)
    codes = [link.code for link in page.links.get(page.newest.id or 0, [])]
    return render_template(
        "catalog/own_module.html",
        provider_id=provider_id,
        page=page,
        labels=VERSION_STATE_LABELS,
        neighbours=load_neighbours(read_session(), provider_id=provider_id, codes=codes),
    )


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
    target = "module_form.edit" if step in {"withdraw", "revise"} else "catalog.module"
    return redirect(url_for(target, provider_id=provider_id, module_id=module_id), code=303)


def _submit(session: Session, draft: ModuleVersion, *, linking: services.LinkTexts) -> None:
    services.submit(
        session, actor=actor(), version_id=draft.id or 0, seen_edit=draft.edit, link_texts=linking, now=now()
    )


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
            raise WrongStateError("这个模块没有正在起草或审核的版本。")
        if linking:
            _submit(session, page.open, linking=linking)
            return "已提交审核，结果会发到消息里。"
        services.withdraw(session, actor=actor(), version_id=page.open.id or 0, now=now())
        return "已从审核中撤回，可以继续修改。"
