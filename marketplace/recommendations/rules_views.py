"""The public page that says how ranking works, with the weights in force."""

from flask import Blueprint, render_template

from marketplace.recommendations.digest_example import example_steps
from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, FeatureGroup, words_of
from marketplace.recommendations.ranked import SEED
from marketplace.recommendations.sums import most_possible
from marketplace.recommendations.weights import agreed_changes, label_of, load_weights
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.templating import percent
from matching.ranking import FEATURES
from matching.version import ENGINE_VERSION

bp = Blueprint("ranking_rules", __name__, template_folder="templates")


@bp.get("/how-ranking-works")
@requires(Permission.PUBLIC)
@kept_for_visitors
def how_ranking_works() -> str:
    """Show inputs, live weights, the policy on ties, what is never counted, and how to object."""
    session = read_session()
    weights = load_weights(session)
    rows = []
    for name in FEATURES:
        group, title, meaning = words_of(name)
        rows.append((group, title, f"{meaning}。接口里叫 {name}", weights.of(name)))
    most = most_possible(weights)
    groups = [
        [FEATURE_GROUP_LABELS[group], percent(sum(weight for of, _, _, weight in rows if of is group) / most)]
        for group in FeatureGroup
    ]
    return render_template(
        "recommendations/how.html",
        weight_rows=[
            [{"text": title, "note": meaning}, FEATURE_GROUP_LABELS[group], f"{weight:.3f}"]
            for group, title, meaning, weight in rows
        ],
        groups_rows=groups,
        most=f"{most:.3f}",
        weights=label_of(weights),
        agreed=agreed_changes(session),
        engine_version=ENGINE_VERSION,
        seed=SEED,
        steps=example_steps(),
    )
