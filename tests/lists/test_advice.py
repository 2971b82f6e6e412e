"""The engine's advice stands beside the scores: two facts a provider with the digests of every run, never a score."""

from dataclasses import replace

import pytest
from sqlmodel import select

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError
from marketplace.lists.advice import compute_advice
from marketplace.lists.models import ListAdvice, ListCall
from marketplace.recommendations.describing import describe_run
from marketplace.recommendations.models import Run
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.replay import replay_run
from marketplace.reviews.models import ReviewCandidate, ScoreSheet
from tests.fixtures.web import make_member
from tests.lists.world import OPENED, People, apply, make_officer, open_call, screen_all, unseal
from tests.notices.world import write_calendar
from tests.recommendations.market import DYE_HOUSE, add_enterprise, store_market


def closed_call(database: Database, *, bodies: list[int]) -> tuple[Actor, ListCall]:
    """Return an officer of the market's county and a call to which some providers of it applied."""
    write_calendar(database)
    officer = make_officer(database, area="330603")
    applicants = tuple(make_member(database, role=Role.PROVIDER, organisation_id=body)[0] for body in bodies)
    people = People(drafter=officer, publisher=officer, experts=(), providers=applicants)
    call = open_call(database, people=people, places=0)
    for provider in applicants:
        apply(database, call=call, provider=provider)
    return officer, call


def test_advice_counts_firms_and_scenarios_keeps_its_runs_and_scores_nobody(database: Database) -> None:
    market = store_market(database)
    officer, call = closed_call(database, bodies=[market.dyeing_software, market.tool_software])
    with pytest.raises(ConflictError, match="请先在截止后开启"), database.transaction() as session:
        compute_advice(session, Ranker(), actor=officer, call_id=call.id or 0, now=OPENED)
    unseal(database, call=call, officer=officer)
    screen_all(database, call=call, officer=officer)

    with database.transaction() as session:
        compute_advice(session, Ranker(), actor=officer, call_id=call.id or 0, now=OPENED)

    with database.session() as session:
        (advice,) = session.exec(select(ListAdvice)).all()
        replayed = [replay_run(session, digest=digest).is_same for digest in advice.runs]
        scored = [*session.exec(select(ScoreSheet)), *session.exec(select(ReviewCandidate))]
    rows = {row["provider_id"]: row for row in advice.rows}
    assert advice.firms == 1  # The dye house; the machine shop is another county's.
    assert replayed == [True]
    assert set(rows) == {market.dyeing_software, market.tool_software}
    assert set(rows[market.dyeing_software]) == {"provider_id", "firms", "scenarios"}
    assert rows[market.dyeing_software]["firms"] == 1
    assert rows[market.dyeing_software]["scenarios"]
    assert scored == []
    assert advice.is_of_pilots is False


def test_advice_is_over_the_pilot_enterprises_where_there_are_some(database: Database) -> None:
    market = store_market(database)
    another = add_enterprise(database, replace(DYE_HOUSE, ref="E9", name="绍兴另例印染有限公司"), county_code="330603")
    officer, call = closed_call(database, bodies=[market.dyeing_software])
    unseal(database, call=call, officer=officer)

    with database.transaction() as session:
        advice = compute_advice(
            session,
            Ranker(),
            actor=officer,
            call_id=call.id or 0,
            pilots_of=lambda _session, county: {another} if county == "330603" else (),
            now=OPENED,
        )

    assert (advice.firms, advice.is_of_pilots) == (1, True)
    with database.session() as session:
        assert session.exec(select(Run.enterprise_id)).all() == [another]
        (told,) = describe_run(session, advice.runs[0], OPENED)
    assert told.url == f"/runs/{advice.runs[0]}"
