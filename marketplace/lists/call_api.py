"""Published calls for contractors, for programs: until when, how they are judged, what has to be declared."""

from flask import Response

from marketplace.lists.call_schemas import CallCriterionOut, CallOut, CallPath, DeclarationOut
from marketplace.lists.models import ListCall, RecommendedList
from marketplace.lists.published_calls import load_public_call, load_public_calls_after
from marketplace.lists.queries import call_state_of
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now

bp = api_blueprint("calls", tag="推荐名单")


@bp.get("/calls", summary="征集", responses={200: listing(CallOut)})
@requires(Permission.PUBLIC)
def list_calls(query: CursorQuery) -> Response:
    """List published calls that were not cancelled, oldest first."""
    rows = load_public_calls_after(read_session(), after_id=query.after_id, limit=query.limit + 1)
    return answer_list([call_out(*row) for row in rows], limit=query.limit, ids=[call.id or 0 for call, _ in rows])


@bp.get("/calls/<int:call_id>", summary="一次征集", responses={200: CallOut})
@requires(Permission.PUBLIC)
def get_call(path: CallPath) -> Response:
    """Return a call that was published, a cancelled one with its reason."""
    return answer(call_out(*load_public_call(read_session(), call_id=path.call_id, now=now())))


def call_out(call: ListCall, kept: RecommendedList) -> CallOut:
    """Return a call as anybody reads it."""
    return CallOut(
        id=call.id or 0,
        list_id=call.list_id,
        title=call.title,
        guide=call.guide,
        county_code=kept.county_code,
        county=kept.county,
        catalog_no=kept.catalog_no,
        industry=kept.industry,
        provider_kind=kept.provider_kind,
        state=call_state_of(call, now=now()),
        closes_on=call.closes_on,
        places=call.places,
        valid_months=call.valid_months,
        notice_days=call.notice_days,
        criteria=[CallCriterionOut.model_validate(one) for one in call.scheme["criteria"]],
        minimum_total=call.scheme["minimum_total"],
        questions=[DeclarationOut.model_validate(one) for one in call.questions],
        withdrawn_reason=call.withdrawn_reason,
        digest=call.digest,
    )
