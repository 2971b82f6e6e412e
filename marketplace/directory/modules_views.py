"""Public pages of modules."""

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from marketplace.catalog.presentation import differences, fact_items, further
from marketplace.core.errors import NotFoundError
from marketplace.core.kept import Answers
from marketplace.directory.filters import ModuleFilter, load_choices, read_filter
from marketplace.directory.modules_queries import load_module_cards, load_module_page
from marketplace.directory.process import kept_answers
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.pages import PageArgs, page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.templating import write_kept

bp = Blueprint("module_pages", __name__, template_folder="templates")
FILTERS = ("scenario", "industry", "payment", "deployment")


@bp.get("/modules")
@requires(Permission.PUBLIC)
@kept_for_visitors
def modules() -> str:
    """List published modules, narrowed down by what the visitor chose."""
    wanted: ModuleFilter = read_filter(ModuleFilter, request.args)
    args = page_args(request.args)
    answers = kept_answers().now(read_session())
    question = ("modules", wanted.model_dump_json(), args)
    listed = answers.get(question=question, make=lambda: _list(wanted, args, answers))
    return render_template("directory/modules.html", listed=listed)


def _list(wanted: ModuleFilter, args: PageArgs, answers: Answers) -> Markup:
    session = read_session()
    choices = answers.get(question="choices", make=lambda: load_choices(session))
    page = load_module_cards(session, wanted=wanted, args=args, answers=answers)
    return write_kept(
        "directory/_module_list.html",
        page=page,
        cards=[(card, fact_items(card.content)) for card in page.items],
        page_url=lambda n: url_for("module_pages.modules", **wanted.chosen(), page=n),
        is_narrowed=wanted.is_set,
        fields=choices.fields(FILTERS, chosen=wanted.chosen()),
    )


@bp.get("/modules/<int:module_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def module(module_id: int) -> str:
    """Show a module's public version, the scenarios that it covers, and the versions before."""
    session = read_session()
    page = load_module_page(session, module_id=module_id)
    content = page.shown.content
    return render_template(
        "directory/module.html",
        page=page,
        facts=fact_items(content),
        summary=content.summary,
        rows=further(content, industries=load_choices(session).industry_names),
    )


@bp.get("/modules/<int:module_id>/differences/<int:older>/<int:newer>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def compare(module_id: int, older: int, newer: int) -> str:
    """Show what two versions that were public state differently."""
    session = read_session()
    page = load_module_page(session, module_id=module_id)
    by_number = {version.number: version for version in page.versions}
    if older not in by_number or newer not in by_number:
        raise NotFoundError("没有这一版，或者它没有公开过。")
    rows = differences(
        by_number[older].content, by_number[newer].content, industries=load_choices(session).industry_names
    )
    return render_template("directory/module_differences.html", page=page, older=older, newer=newer, rows=rows)
