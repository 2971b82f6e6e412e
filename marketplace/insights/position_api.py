"""A provider's own position for programs: where it comes up, why, what would help, its place at one enterprise."""

from flask import Response

from marketplace.core.errors import NotFoundError
from marketplace.insights.position_at import load_place_at
from marketplace.insights.position_queries import PositionPage, load_position
from marketplace.insights.position_schemas import (
    AnsweredNeedOut,
    EnquirerOut,
    FunnelOut,
    LagOut,
    PlaceAtOut,
    PlaceAtPath,
    PlaceEffectOut,
    PositionOut,
    PositionStepOut,
    ProviderPath,
    ScorePartOut,
    StandingOut,
)
from marketplace.insights.position_services import ask_for_position
from marketplace.recommendations.process import ranker
from marketplace.web.api import EmptyBody, answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("positions", tag="推荐")


def _own(provider_id: int) -> int:
    if provider_id != actor().organisation_id:
        raise NotFoundError
    return provider_id


@bp.get("/providers/<int:provider_id>/position", summary="本单位的排名和原因", responses={200: PositionOut})
@requires(Permission.EDIT_PROVIDER)
def get_position(path: ProviderPath) -> Response:
    """Return where one's own modules come up, what those in front have more of, what would help and what does not."""
    return answer(_position(_own(path.provider_id)))


@bp.post("/providers/<int:provider_id>/position", summary="重新算本单位的排名", responses={202: PositionOut})
@requires(Permission.EDIT_PROVIDER)
def post_position(path: ProviderPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Have the position computed anew, which takes a minute or two; asking again meanwhile adds nothing."""
    provider_id = _own(path.provider_id)
    if is_conditional():
        require_match(_position(provider_id))
    with transaction() as session:
        ask_for_position(session, actor=actor(), now=now())
    return answer(_position(provider_id), status=202)


@bp.get(
    "/providers/<int:provider_id>/position/<int:enterprise_id>",
    summary="本单位在一家企业的排名",
    responses={200: PlaceAtOut},
)
@requires(Permission.EDIT_PROVIDER)
def get_place_at(path: PlaceAtPath) -> Response:
    """Return one's own place for an enterprise that has sent an enquiry; of any other nothing is told (404)."""
    found = load_place_at(
        read_session(), ranker(), provider_id=_own(path.provider_id), enterprise_id=path.enterprise_id
    )
    return answer(
        PlaceAtOut(
            enterprise_id=path.enterprise_id,
            name=found.name,
            rank=found.place,
            total=found.total,
            score_ratio=found.shown.total if found.shown else None,
            parts=[ScorePartOut(label=label, score_ratio=part) for label, part in found.shown.parts]
            if found.shown
            else [],
            needs=[AnsweredNeedOut.model_validate(one, from_attributes=True) for one in found.needs],
            unsolved=list(found.unsolved),
            lags=[LagOut(label=one.label, percent=one.points) for one in found.lags],
            effects=[PlaceEffectOut.model_validate(one, from_attributes=True) for one in found.effects],
            earlier_rank=found.earlier.place if found.earlier else None,
            input_digest=found.digest,
        )
    )


def _position(provider_id: int) -> PositionOut:
    page = load_position(read_session(), provider_id=provider_id, now=now())
    return PositionOut(
        provider_id=provider_id,
        missing=_missing(page),
        is_waiting=page.waiting,
        computed_at=page.computed_at,
        digest=page.digest,
        standing=StandingOut.model_validate(page.position, from_attributes=True) if page.position else None,
        shortlisted=page.shortlisted,
        shared=page.shared,
        funnel=FunnelOut.model_validate(page.funnel, from_attributes=True),
        enquirers=[EnquirerOut(enterprise_id=number, name=name) for number, name in page.enquirers],
        under_review=sorted(page.under_review),
    )


def _missing(page: PositionPage) -> PositionStepOut | None:
    return PositionStepOut.model_validate(page.missing, from_attributes=True) if page.missing else None
