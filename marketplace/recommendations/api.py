"""Recommendations for programs."""

from flask import Response

from marketplace.recommendations.places import places_of
from marketplace.recommendations.process import ranker
from marketplace.recommendations.queries import Filters, load_asker, load_facts, rank_enterprise
from marketplace.recommendations.ranked import Ranked
from marketplace.recommendations.schemas import (
    EnterprisePath,
    RecommendationOut,
    RecommendationQuery,
)
from marketplace.recommendations.sums import most_possible
from marketplace.web.api import answer, api_blueprint
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor

bp = api_blueprint("recommendations", tag="推荐")


@bp.get(
    "/enterprises/<int:enterprise_id>/recommendations",
    summary="为一家企业排好的服务商",
    responses={200: RecommendationOut},
)
@requires(Permission.SEE_RECOMMENDATIONS)
def get_recommendations(path: EnterprisePath, query: RecommendationQuery) -> Response:
    """Return the first places: what each solves, costs and takes, and contributions that add up to its score."""
    load_asker(read_session(), actor=actor(), enterprise_id=path.enterprise_id)
    filters = Filters(kind=query.kind, payment=query.payment)
    ranked = rank_enterprise(read_session(), ranker(), path.enterprise_id, k=query.k, filters=filters)
    return answer(_recommendation(ranked, enterprise_id=path.enterprise_id))


def _recommendation(ranked: Ranked, *, enterprise_id: int) -> RecommendationOut:
    ranking, held = ranked.ranking, ranked.held
    places = places_of(ranked, facts=load_facts(read_session(), ranked=ranked))
    return RecommendationOut(
        enterprise_id=enterprise_id,
        items=places,
        helping=sum(place.helps for place in places),
        total=ranking.total,
        most_score=most_possible(ranked.weights),
        excluded={one.ref: [reason.value for reason in one.reasons] for one in ranking.excluded},
        engine_version=ranking.engine_version,
        weights=ranking.weights,
        library_edition=held.library_edition,
        statistics_edition=held.index.statistics.edition,
        seed=ranking.seed,
        input_digest=ranking.input_digest,
    )
