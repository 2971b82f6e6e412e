"""Public pages of providers."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from marketplace.catalog.presentation import fact_items
from marketplace.core.actor import Role
from marketplace.core.kept import Answers
from marketplace.directory.filters import ProviderFilter, load_choices, read_filter
from marketplace.directory.masking import masked
from marketplace.directory.process import kept_answers
from marketplace.directory.providers_queries import (
    ProviderPage,
    find_successor,
    load_provider_cards,
    load_provider_page,
)
from marketplace.projects.queries.standing import load_public_ratings, load_standings
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.pages import PageArgs, page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import viewer
from marketplace.web.templating import write_kept

bp = Blueprint("provider_pages", __name__, template_folder="templates")
FILTERS = ("kind", "industry", "region", "scenario", "payment", "deployment")


@bp.get("/providers")
@requires(Permission.PUBLIC)
@kept_for_visitors
def providers() -> str:
    """List confirmed providers, narrowed down by what the visitor chose."""
    wanted: ProviderFilter = read_filter(ProviderFilter, request.args)
    args = page_args(request.args)
    answers = kept_answers().now(read_session())
    question = ("providers", wanted.model_dump_json(), args)
    listed = answers.get(question=question, make=lambda: _list(wanted, args, answers))
    return render_template("directory/providers.html", listed=listed)


def _list(wanted: ProviderFilter, args: PageArgs, answers: Answers) -> Markup:
    session = read_session()
    choices = answers.get(question="choices", make=lambda: load_choices(session))
    page = load_provider_cards(session, wanted=wanted, args=args, answers=answers)
    return write_kept(
        "directory/_provider_list.html",
        page=page,
        page_url=lambda n: url_for("provider_pages.providers", **wanted.chosen(), page=n),
        is_narrowed=wanted.is_set,
        fields=choices.fields(FILTERS, chosen=wanted.chosen()),
    )


@bp.get("/providers/<int:provider_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def provider(provider_id: int) -> str | Response:
    """Show a provider with its modules, cases and partners; nobody's telephone or e-mail."""
    session, who = read_session(), viewer().actor
    successor = find_successor(session, provider_id=provider_id)
    if successor is not None:
        return redirect(url_for("provider_pages.provider", provider_id=successor), code=301)
    is_own = who is not None and who.organisation_id == provider_id and who.role is Role.PROVIDER
    may_see = is_own or (who is not None and who.role is Role.OPERATOR)
    page = load_provider_page(session, provider_id=provider_id, may_see_unlisted=may_see)
    names = load_choices(session).industry_names
    return render_template(
        "directory/provider.html",
        page=_masked(page),
        standing=load_standings(session, provider_ids=[provider_id])[provider_id],
        ratings=[
            (one, masked(one.rating.text), masked(one.rating.answer))
            for one in load_public_ratings(session, provider_id=provider_id)
        ],
        is_own=is_own,
        industries=[names.get(number, str(number)) for number in page.row.industries],
        industry_names=names,
        modules=[
            (module_id, content.name, content.summary, content.scenarios[:4], fact_items(content))
            for module_id, content in page.modules
        ],
    )


def _masked(page: ProviderPage) -> ProviderPage:
    row = page.row
    cases = tuple(replace(case, enterprise=masked(case.enterprise), outcome=masked(case.outcome)) for case in row.cases)
    return replace(page, row=replace(row, description=masked(row.description), cases=cases))
