"""Public pages of the scenario library."""

from flask import Blueprint, render_template, request, url_for

from marketplace.directory.scenarios_queries import MOST_OFFERS, describe_scenario, filter_scenarios, load_offers
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.queries import find_edition
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from matching.library import Library

bp = Blueprint("scenario_pages", __name__, template_folder="templates")
MOST_WORDS = 100
SUMMARY = 120


def current_library() -> Library:
    """Return the current library, an empty one before any was loaded."""
    session = read_session()
    return KNOWLEDGE.library(session) if find_edition(session) else Library(edition="")


@bp.get("/scenarios")
@requires(Permission.PUBLIC)
@kept_for_visitors
def scenarios() -> str:
    """List scenarios by scene, narrowed down by scene and words."""
    library = current_library()
    scene, words = request.args.get("scene", ""), request.args.get("q", "")[:MOST_WORDS]
    groups = filter_scenarios(library, scene=scene, words=words)
    return render_template(
        "directory/scenarios.html",
        form=BoundForm(raw={"q": words, "scene": scene}),
        scenes=[(one.code, one.name) for one in library.scenes],
        groups=[
            (entry.name, [(one.name, url_for("scenario_pages.scenario", code=one.code), "") for one in rows])
            for entry, rows in groups
        ],
        count=sum(len(rows) for _, rows in groups),
        is_narrowed=bool(scene or words),
    )


@bp.get("/scenarios/<code>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def scenario(code: str) -> str:
    """Show what a scenario means, how owners speak of it, and who offers it."""
    page = describe_scenario(current_library(), code=code)
    offers, providers = load_offers(read_session(), code=code)
    return render_template(
        "directory/scenario.html",
        page=page,
        offers=[(one, _short(one.summary)) for one in offers],
        provider_count=providers,
        has_more=len(offers) == MOST_OFFERS,
    )


def _short(text: str) -> str:
    return text if len(text) <= SUMMARY else f"{text[:SUMMARY]}…"
