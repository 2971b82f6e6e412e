"""A hundred stored runs computed again on both databases, after the schema went down a step and up again."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.exchange.rows import ProblemRow
from marketplace.migrations.runner import downgrade, upgrade
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.models import Run
from marketplace.recommendations.queries import Asker
from marketplace.recommendations.ranked import rank_row
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.replay import replay_run
from marketplace.recommendations.services import keep_run
from tests.fixtures.web import NOW, make_member
from tests.recommendations.market import DYE_HOUSE, store_market

COUNT = 100
WORDS = ("排缸全凭老师傅", "蒸汽一块总表", "刀具什么时候换", "计件工资对不上", "水电汽算不出来")


def store_runs(database: Database) -> list[str]:
    market = store_market(database)
    owner: Actor = make_member(database, role=Role.ENTERPRISE, organisation_id=market.dye_house)[0]
    asker, ranker = Asker(id=market.dye_house, name=DYE_HOUSE.name, county_code="330603"), Ranker()
    digests = []
    with database.transaction() as session:
        held = ranker.current(session)
        for number in range(COUNT):
            text = f"{WORDS[number % len(WORDS)]}，{WORDS[number // len(WORDS) % len(WORDS)]}，第{number}条"
            row = replace(DYE_HOUSE, problems=(ProblemRow(text=text, priority=1 + number % 3),))
            run = keep_run(
                session,
                actor=owner,
                asker=asker,
                ranked=rank_row(row, held, k=5),
                reason=RunReason.ADVICE,
                now=NOW,
            )
            digests.append(run.digest)
    return digests


def test_hundred_stored_runs_compute_equal_results_after_an_upgrade(any_database: Database) -> None:
    digests = store_runs(any_database)
    downgrade(any_database.engine, revision="-1")
    upgrade(any_database.engine)

    with any_database.session() as session:
        outcomes = [replay_run(session, digest=digest) for digest in digests]

    assert len(set(digests)) == COUNT
    assert [one.digest for one in outcomes if not one.is_same] == []


def alter_score(run: Run) -> None:
    places = [dict(one) for one in run.answer["places"]]
    places[0]["score"] = "0.999999"
    run.answer = {**run.answer, "places": places}


def alter_query(run: Run) -> None:
    query: dict[str, Any] = dict(run.inputs["query"])
    run.inputs = {**run.inputs, "query": {**query, "name": f"{query['name']}。"}}


def alter_chosen(run: Run) -> None:
    run.inputs = {**run.inputs, "chosen": [1]}


def alter_seed(run: Run) -> None:
    run.seed += 1


@pytest.mark.parametrize("alter", [alter_score, alter_query, alter_chosen, alter_seed])
def test_anything_altered_in_a_stored_run_is_reported(database: Database, alter: Any) -> None:
    digest = store_runs(database)[7]
    with database.transaction() as session:
        alter(session.exec(select(Run).where(Run.digest == digest)).one())

    with database.session() as session:
        outcome = replay_run(session, digest=digest)

    assert not outcome.is_same
    assert outcome.moved[0].startswith("存档的内容与摘要对不上")
