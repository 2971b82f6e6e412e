"""The page on which an enterprise says whether its words were understood: suggestions, confirmed with one tap."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.core.errors import VersionMovedError
from marketplace.enterprises import services
from marketplace.enterprises.form_rows import industry_of
from marketplace.enterprises.listed import ListedText, load_listed, with_guesses
from marketplace.enterprises.queries import EnterpriseView, load_editable
from marketplace.enterprises.schemas import IndustryIn
from marketplace.taxonomy.industries import guess_industries
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.linking import TextKind
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("enterprise_links", __name__, template_folder="templates")
MOST_INDUSTRIES = 4


@bp.get("/enterprises/<int:enterprise_id>/links")
@requires(Permission.EDIT_ENTERPRISE)
def show_links(enterprise_id: int) -> str:
    """Show each problem and scenario with what the library calls it."""
    return _page(enterprise_id)


def _page(enterprise_id: int, *, problem: str = "") -> str:
    session = read_session()
    view = load_editable(session, actor=actor(), enterprise_id=enterprise_id)
    listed = load_listed(session, enterprise_id=enterprise_id)
    return render_template(
        "enterprises/links.html",
        view=view,
        listed=with_guesses(session, listed=listed),
        industries=guess_industries(session, text=view.row.industry.text, most=MOST_INDUSTRIES),
        problem=problem,
    )


@bp.post("/enterprises/<int:enterprise_id>/links")
@requires(Permission.EDIT_ENTERPRISE)
def confirm_links(enterprise_id: int) -> Response | tuple[str, int]:
    """Keep the ticked scenarios of each row; a row without a tick is left to the engine."""
    with transaction() as session:
        view = load_editable(session, actor=actor(), enterprise_id=enterprise_id)
        listed = load_listed(session, enterprise_id=enterprise_id)
        # Rows get new numbers when the lists are written anew, so ticks of an older page mean nothing now.
        moved = request.form.get("seen_version", "") != str(view.version)
        changed = [] if moved else _changed(listed, data=request.form)
        for one, codes in changed:
            _confirm(session, one, codes=codes, enterprise_id=enterprise_id)
        if not moved:
            _take_industry(session, view, code=request.form.get("industry", ""))
    if moved:
        return _page(enterprise_id, problem=VersionMovedError.default_message), 409
    flash("核对好了，推荐会按您确认的来排。", "success")
    return redirect(url_for("enterprises.show", enterprise_id=enterprise_id), code=303)


def _take_industry(session: Session, view: EnterpriseView, *, code: str) -> None:
    """Replace the words of an industry by the code that was chosen for them, if one was."""
    if not code or not view.row.industry.text:
        return
    industry = industry_of(IndustryIn(industry_code=code), library=KNOWLEDGE.library(session))
    current = load_editable(session, actor=actor(), enterprise_id=view.enterprise_id)
    services.update_enterprise(
        session,
        actor=actor(),
        enterprise_id=view.enterprise_id,
        row=replace(current.row, industry=industry),
        seen_version=view.version,
        now=now(),
    )


def _changed(listed: list[ListedText], *, data: MultiDict[str, str]) -> list[tuple[ListedText, tuple[str, ...]]]:
    chosen = [(one, tuple(dict.fromkeys(data.getlist(one.field)))) for one in listed]
    return [(one, codes) for one, codes in chosen if set(codes) != set(one.codes)]


def _confirm(session: Session, one: ListedText, *, codes: tuple[str, ...], enterprise_id: int) -> None:
    if one.kind is TextKind.PROBLEM:
        services.confirm_problem_links(
            session, actor=actor(), enterprise_id=enterprise_id, problem_id=one.row_id, codes=codes, now=now()
        )
    else:
        services.confirm_need_links(
            session, actor=actor(), enterprise_id=enterprise_id, need_id=one.row_id, codes=codes, now=now()
        )
