"""Rounds of selecting pilot counties, for programs: what is public of them, and what pilot counties publish."""

from flask import Response
from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.programme.models import PilotEdition, PilotRound
from marketplace.programme.queries.editions import load_editions
from marketplace.programme.queries.pilots import PilotLine, list_pilots, load_line
from marketplace.programme.queries.rounds import list_rounds, load_seen_round, rules_of_round, state_of_round
from marketplace.programme.round_schemas import (
    PilotEditionLineOut,
    PilotEditionOut,
    PilotEditionPath,
    PilotEditionsPath,
    RoundOut,
    RoundPath,
    RoundPilotOut,
    RoundWithPilotsOut,
)
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now

bp = api_blueprint("rounds", tag="试点县创建")
NOBODY: Actor | None = None  # What is public, whoever asks.


@bp.get("/rounds", summary="申报轮次", responses={200: listing(RoundOut)})
@requires(Permission.PUBLIC)
def list_public_rounds(query: CursorQuery) -> Response:
    """List the published rounds with their rules, oldest first."""
    found = sorted(list_rounds(read_session(), actor=NOBODY, now=now()), key=lambda line: line.round.id or 0)
    rows = [round_out(line.round) for line in found if (line.round.id or 0) > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/rounds/<int:round_id>", summary="一轮申报", responses={200: RoundWithPilotsOut})
@requires(Permission.PUBLIC)
def get_round(path: RoundPath) -> Response:
    """Return a published round with its rules and the counties that it selected."""
    session = read_session()
    found = load_seen_round(session, actor=NOBODY, round_id=path.round_id)
    pilots = list_pilots(session, now=now(), round_id=path.round_id)
    return answer(RoundWithPilotsOut(**dict(round_out(found)), pilots=[_pilot(one) for one in pilots]))


@bp.get("/pilots/<int:pilot_id>/editions", summary="试点县公布的清单", responses={200: listing(PilotEditionLineOut)})
@requires(Permission.PUBLIC)
def list_editions(path: PilotEditionsPath, query: CursorQuery) -> Response:
    """List what a pilot county published, oldest first, without the rows."""
    session = read_session()
    load_line(session, pilot_id=path.pilot_id, now=now())
    found = reversed(load_editions(session, pilot_id=path.pilot_id))
    rows = [PilotEditionLineOut.model_validate(one, from_attributes=True) for one in found]
    rows = [row for row in rows if row.id > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/pilots/<int:pilot_id>/editions/<int:edition_id>", summary="一份公布的清单", responses={200: PilotEditionOut})
@requires(Permission.PUBLIC)
def get_edition(path: PilotEditionPath) -> Response:
    """Return a published edition of a pilot county's enterprises, problem list or scenario list."""
    return answer(PilotEditionOut.model_validate(_edition(read_session(), path), from_attributes=True))


def _edition(session: Session, path: PilotEditionPath) -> PilotEdition:
    found = session.get(PilotEdition, path.edition_id)
    if found is None or found.pilot_id != path.pilot_id:
        raise NotFoundError
    return found


def round_out(found: PilotRound) -> RoundOut:
    """Return a round with its rules."""
    return RoundOut(
        id=found.id or 0,
        title=found.title,
        state=state_of_round(found, now=now()),
        opens_on=found.opens_on,
        closes_on=found.closes_on,
        rules=rules_of_round(found),
        rules_digest=found.rules_digest,
        list_digest=found.list_digest,
        published_at=found.published_at,
        listed_at=found.listed_at,
    )


def _pilot(line: PilotLine) -> RoundPilotOut:
    return RoundPilotOut(
        pilot_id=line.pilot.id or 0,
        county_code=line.pilot.county_code,
        county=line.name,
        industry=line.pilot.industry_name,
        state=line.state,
        starts_on=line.pilot.starts_on,
        ends_on=line.pilot.ends_on,
    )
