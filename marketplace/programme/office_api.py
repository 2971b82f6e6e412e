"""The province runs a round by its program: set up, published, judged, proposed, amended, listed."""

from collections.abc import Callable

from flask import Response
from sqlmodel import Session

from marketplace.documents.process import base_url
from marketplace.programme.models import PilotRound
from marketplace.programme.office_api_schemas import (
    NewRoundBody,
    RankedApplicationOut,
    RoundAmendmentBody,
    RoundBody,
    RoundOfficeOut,
    RoundProposalBody,
    RoundRankingOut,
)
from marketplace.programme.queries.judging import Ranking, load_ranking
from marketplace.programme.queries.rounds import load_own_round, rules_of_round
from marketplace.programme.round_api import round_out
from marketplace.programme.round_schemas import RoundPath
from marketplace.programme.services.judging import open_competition, propose_list
from marketplace.programme.services.listing import amend_list, publish_list
from marketplace.programme.services.rounds import create_round, publish_round, update_round
from marketplace.reviews.criteria import TENTHS
from marketplace.web.api import EmptyBody, answer, api_blueprint, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("round_office", tag="试点县创建")
AT = "/rounds/<int:round_id>/office"


@bp.post("/rounds", summary="新建申报轮次", responses={201: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def post_round(body: NewRoundBody) -> Response:
    """Set up a round as a draft that nobody else sees."""
    require_match(None)
    with transaction() as session:
        made = create_round(session, actor=actor(), entered=body, now=now())
        at = RoundPath(round_id=made.id or 0)
    return _answer(at, status=201)


@bp.get(AT, summary="自己组织的轮次", responses={200: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def get_office(path: RoundPath) -> Response:
    """Return a round that one's own bureau runs, a draft too."""
    return _answer(path)


@bp.put(AT, summary="修改轮次草稿", responses={200: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def put_office(path: RoundPath, body: RoundBody) -> Response:
    """Replace a draft; once published its rules stand (409)."""
    return _act(
        path,
        lambda session: update_round(session, actor=actor(), round_id=path.round_id, entered=body, now=now()),
    )


@bp.post(f"{AT}/publication", summary="发布轮次", responses={200: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def post_round_publication(path: RoundPath, body: EmptyBody) -> Response:  # noqa: ARG001 - checked before
    """Freeze the rules under their digest and show the round to everybody."""
    return _act(path, lambda session: publish_round(session, actor=actor(), round_id=path.round_id, now=now()))


@bp.post(f"{AT}/competition", summary="建立竞争性评审", responses={200: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def post_competition(path: RoundPath, body: EmptyBody) -> Response:  # noqa: ARG001 - checked before
    """Set the competitive review of every qualified application up; inviting experts and scoring are people's."""
    return _act(path, lambda session: open_competition(session, actor=actor(), round_id=path.round_id, now=now()))


@bp.get(f"{AT}/ranking", summary="评审排序", responses={200: RoundRankingOut})
@requires(Permission.RUN_ROUNDS)
def get_ranking(path: RoundPath) -> Response:
    """Return places and the cut; before the review is concluded there are none (409)."""
    session = read_session()
    found = load_own_round(session, actor=actor(), round_id=path.round_id)
    return answer(_ranking(load_ranking(session, found=found), round_id=path.round_id))


@bp.post(f"{AT}/proposal", summary="拟定名单并公示", responses={200: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def post_proposal(path: RoundPath, body: RoundProposalBody) -> Response:
    """Propose who has the places, and notice it publicly."""
    return _act(
        path,
        lambda session: propose_list(session, actor=actor(), round_id=path.round_id, entered=body, now=now()),
    )


@bp.post(f"{AT}/amendment", summary="更改公示的名单", responses={200: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def post_amendment(path: RoundPath, body: RoundAmendmentBody) -> Response:
    """Take a county off the noticed list; what changed is noticed anew."""
    return _act(
        path,
        lambda session: amend_list(session, actor=actor(), round_id=path.round_id, entered=body, now=now()),
    )


@bp.post(f"{AT}/list", summary="公布试点名单", responses={200: RoundOfficeOut})
@requires(Permission.RUN_ROUNDS)
def post_list(path: RoundPath, body: EmptyBody) -> Response:  # noqa: ARG001 - checked before
    """Publish the list under its digest once the notice is clear; the two years begin."""
    return _act(
        path,
        lambda session: publish_list(session, actor=actor(), round_id=path.round_id, base_url=base_url(), now=now()),
    )


def _act(path: RoundPath, do: Callable[[Session], object]) -> Response:
    with transaction() as session:
        require_match(_out(load_own_round(session, actor=actor(), round_id=path.round_id, lock=True)))
        do(session)
    return _answer(path)


def _answer(path: RoundPath, *, status: int = 200) -> Response:
    return answer(_out(load_own_round(read_session(), actor=actor(), round_id=path.round_id)), status=status)


def _out(found: PilotRound) -> RoundOfficeOut:
    rules = rules_of_round(found)
    return RoundOfficeOut(
        **round_out(found).model_dump(exclude={"rules"}),
        **rules.model_dump(exclude={"pilot_years", "tilt_mountain", "tilt_island"}),
        tilt_mountain=rules.tilt_mountain / TENTHS,
        tilt_island=rules.tilt_island / TENTHS,
        version=found.version,
        review_id=found.review_id,
        proposed_at=found.proposed_at,
        proposal_note=found.proposal_note,
    )


def _ranking(ranking: Ranking, *, round_id: int) -> RoundRankingOut:
    rows = [
        RankedApplicationOut(
            application_id=int(row.candidate.key),
            county=row.candidate.label,
            place=row.placed.place,
            is_tied=row.placed.is_tied,
            total=row.placed.total,
            tilt=row.placed.tilt,
            reasons=list(row.placed.reasons),
        )
        for row in ranking.outcome.rows
    ]
    return RoundRankingOut(
        round_id=round_id,
        rows=rows,
        inside=list(ranking.inside),
        tied=list(ranking.tied),
        open_places=ranking.open_places,
        digest=ranking.outcome.digest,
    )
