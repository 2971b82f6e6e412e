"""The search page and suggestions while typing."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from marketplace.search.area import find_in_area
from marketplace.search.asking import suggest
from marketplace.search.finding import Found, find
from marketplace.search.labels import IndexState
from marketplace.search.presentation import ValueLabels
from marketplace.search.process import kept_answers, search_node
from marketplace.search.schemas import SearchIn
from marketplace.search.sources import SOURCES_BY_KIND
from marketplace.web.kept_pages import keep_out, kept_for_visitors
from marketplace.web.pages import PageArgs, page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import viewer
from marketplace.web.state import state

bp = Blueprint("search", __name__, template_folder="templates")
SUGGESTIONS = 8
FRAGMENT = "search-results"


def read_question() -> SearchIn:
    """Read the question of the address or the form; raises pydantic's ValidationError."""
    fields = request.values.to_dict(flat=False)
    given: dict[str, Any] = {name: fields[name] for name in SearchIn.model_fields if name in fields}
    return SearchIn.model_validate({**given, "q": fields.get("q", [""])[-1]})


@bp.get("/search")
@requires(Permission.PUBLIC)
@kept_for_visitors
def search() -> str:
    """Show what answers the question, narrowed down by kind and facets."""
    wanted, args = read_question(), page_args(request.args)
    found = _find(wanted, args)
    if found.page.state is not IndexState.CURRENT:
        keep_out()  # The index catches up without a commit.
    firms = find_in_area(read_session(), actor=viewer().actor, wanted=wanted, page=args.page)
    return render_template(
        "search/search.html",
        wanted=wanted,
        result=found.page,
        page_url=lambda number: url_for("search.search", **wanted.address(), page=number),
        meant=None if firms else found.meant,  # Whoever found a firm by its name told no trouble.
        firms=firms,
        may_save=viewer().is_authenticated,
        fields=[(name, one) for name, value in wanted.address().items() for one in _texts(value)],
    )


def _find(wanted: SearchIn, args: PageArgs) -> Found:
    """Return what answers a question, from memory when somebody asked it since the last public change."""
    node, session = search_node(), read_session()
    question = (node.folders.current(), wanted.model_dump_json(), args)
    kept = kept_answers().now(session)
    found: Found | None = kept.find(question)
    if found is None:
        found = find(
            state().database,
            session,
            node=node,
            wanted=wanted,
            args=args,
            labels=kept.get(question="labels", make=lambda: ValueLabels(session)),
            address=lambda parts: url_for("search.search", **parts),
        )
        if found.page.state is IndexState.CURRENT:
            kept.put(question, found)
    return found


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


@bp.get("/search/suggest")
@requires(Permission.PUBLIC)
def suggestions() -> str:
    """Return titles that hold what was typed so far, as options of a list."""
    found = suggest(
        state().database, read_session(), node=search_node(), prefix=request.args.get("q", ""), limit=SUGGESTIONS
    )
    items = [{"value": one.id, "label": one.text, "note": SOURCES_BY_KIND[one.kind].label} for one in found]
    return render_template("components/_suggestions.html", items=items)


@bp.app_context_processor
def suggest_everywhere() -> dict[str, str]:
    """Let the search box of every page ask for suggestions."""
    return {"search_suggest_url": url_for("search.suggestions")}
