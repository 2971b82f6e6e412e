"""A bureau's table of first threes for programs."""

from flask import Response

from marketplace.recommendations.county import CountyRow, load_county_after
from marketplace.recommendations.county_schemas import CountyFirstsOut, CountyFirstsQuery, FirstPlaceOut
from marketplace.recommendations.process import ranker
from marketplace.web.api import answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor

bp = api_blueprint("county_recommendations", tag="推荐")


@bp.get("/county/recommendations", summary="每家企业的前三名服务商", responses={200: listing(CountyFirstsOut)})
@requires(Permission.SEE_COUNTY)
def list_first_threes(query: CountyFirstsQuery) -> Response:
    """List the enterprises of one's area with their first three contractors and a short reason, by number."""
    rows = load_county_after(
        read_session(),
        ranker(),
        actor=actor(),
        county_code=query.county,
        after_id=query.after_id,
        limit=query.limit + 1,
    )
    return answer_list([_row(row) for row in rows], limit=query.limit, ids=[row.enterprise_id for row in rows])


def _row(row: CountyRow) -> CountyFirstsOut:
    return CountyFirstsOut(
        enterprise_id=row.enterprise_id,
        name=row.name,
        about=row.about,
        needs=row.needs,
        unanswered=row.unanswered,
        firsts=[
            FirstPlaceOut(
                rank=one.place,
                provider_id=one.provider_id,
                name=one.name,
                reason=one.reason,
                is_tied=one.tied,
                first_year_wan=one.price.wan,
                over=one.over,
            )
            for one in row.firsts
        ],
    )
