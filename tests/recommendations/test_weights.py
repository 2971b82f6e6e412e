"""Weight sets: proposed by one, decided on by another, in force only then; both orders side by side before."""

from collections.abc import Callable
from itertools import product

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError
from marketplace.recommendations.models import WeightEdition
from marketplace.recommendations.previews import compare
from marketplace.recommendations.queries import load_asker, rank_enterprise
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.replay import replay_run
from marketplace.recommendations.services import share_run
from marketplace.recommendations.weight_services import decide_weights, propose_weights, read_weights
from marketplace.recommendations.weights import find_weights, label_of, load_weights
from marketplace.taxonomy.labels import ProposalState
from marketplace.taxonomy.policies import can_decide
from matching.weights import DEFAULT
from tests.fixtures.web import NOW, Person, make_member
from tests.recommendations.market import store_market

SAME = {name: f"{value:.3f}" for name, value in DEFAULT.weights}
OTHER = {**SAME, "region": "0.000", "text_depth": "2.500"}
REASON = "按第三季度评测集的结果调整"


def propose(database: Database, *, actor: Actor) -> int:
    with database.transaction() as session:
        return propose_weights(session, actor=actor, weights=OTHER, reason=REASON, now=NOW).id or 0


def decide(database: Database, edition_id: int, outcome: ProposalState, *, actor: Actor) -> None:
    with database.transaction() as session:
        decide_weights(session, actor=actor, edition_id=edition_id, outcome=outcome, decision="依据不够充分", now=NOW)


def in_force(database: Database) -> str:
    with database.session() as session:
        return label_of(load_weights(session))


@pytest.fixture
def operators(any_database: Database) -> tuple[Actor, Actor]:
    return tuple(make_member(any_database, role=Role.OPERATOR)[0] for _ in range(2))  # type: ignore[return-value]


def test_proposed_set_is_not_in_force(any_database: Database, operators: tuple[Actor, Actor]) -> None:
    propose(any_database, actor=operators[0])

    assert in_force(any_database) == label_of(DEFAULT)


def test_set_is_in_force_once_another_operator_approved_it(
    any_database: Database, operators: tuple[Actor, Actor]
) -> None:
    edition_id = propose(any_database, actor=operators[0])

    decide(any_database, edition_id, ProposalState.APPROVED, actor=operators[1])

    with any_database.session() as session:
        weights = load_weights(session)
        assert (weights.of("region"), weights.of("text_depth")) == (0.0, 2.5)
        assert find_weights(session, label=label_of(weights)) == weights


def test_proposer_may_not_approve(any_database: Database, operators: tuple[Actor, Actor]) -> None:
    edition_id = propose(any_database, actor=operators[0])

    with pytest.raises(ForbiddenError, match="不能自己批准"):
        decide(any_database, edition_id, ProposalState.APPROVED, actor=operators[0])


@pytest.mark.parametrize(
    ("outcome", "is_own", "allowed"),
    [
        (outcome, is_own, (outcome is ProposalState.WITHDRAWN) == is_own and outcome is not ProposalState.PROPOSED)
        for outcome, is_own in product(ProposalState, (True, False))
    ],
)
def test_who_may_decide(outcome: ProposalState, *, is_own: bool, allowed: bool) -> None:
    assert can_decide(outcome, user_id=1, proposed_by_id=1 if is_own else 2) is allowed


@pytest.mark.parametrize("first", [ProposalState.APPROVED, ProposalState.REJECTED])
def test_decided_set_is_decided_once_and_the_same_click_twice_is_no_fault(
    any_database: Database, operators: tuple[Actor, Actor], first: ProposalState
) -> None:
    edition_id = propose(any_database, actor=operators[0])
    decide(any_database, edition_id, first, actor=operators[1])

    decide(any_database, edition_id, first, actor=operators[1])

    with pytest.raises(ConflictError):
        decide(any_database, edition_id, ProposalState.WITHDRAWN, actor=operators[0])


@pytest.mark.parametrize("typed", ["", "-1", "11", "0.1234", "很多", "nan", "1e400", "1,0"])
def test_weight_that_is_none_is_named(typed: str) -> None:
    with pytest.raises(InvalidError) as caught:
        read_weights({**SAME, "region": typed})

    assert list(caught.value.fields) == ["region"]


def test_all_zeros_are_refused() -> None:
    with pytest.raises(InvalidError, match="有内容"):
        read_weights(dict.fromkeys(SAME, "0"))


def test_unchanged_set_is_refused(any_database: Database, operators: tuple[Actor, Actor]) -> None:
    with any_database.transaction() as session, pytest.raises(InvalidError):
        propose_weights(session, actor=operators[0], weights=SAME, reason=REASON, now=NOW)


def test_order_moves_with_the_weights_in_force_and_an_old_run_is_computed_with_its_own(database: Database) -> None:
    market = store_market(database)
    owner, _ = make_member(database, role=Role.ENTERPRISE, organisation_id=market.dye_house)
    one, two = (make_member(database, role=Role.OPERATOR)[0] for _ in range(2))
    ranker = Ranker()
    with database.transaction() as session:
        asker = load_asker(session, actor=owner, enterprise_id=market.dye_house)
        before = rank_enterprise(session, ranker, market.dye_house)
        run, _ = share_run(session, actor=owner, asker=asker, ranked=before, secret="secret", now=NOW)
        digest = run.digest

    decide(database, propose(database, actor=one), ProposalState.APPROVED, actor=two)

    with database.session() as session:
        after = rank_enterprise(session, ranker, market.dye_house)
        assert after.ranking.weights == "platform-1"
        assert [place.score for place in after.shown] != [place.score for place in before.shown]
        assert replay_run(session, digest=digest).is_same


def test_moves_between_two_orders_are_said() -> None:
    compared = compare("某厂", ["甲", "乙", "丙"], ["乙", "甲", "丁"])

    assert compared.moved == ("原第 2 名，升", "原第 1 名，降", "新进前五")
    assert not compared.is_same


def _send(client: FlaskClient, address: str, **data: str) -> str:
    return client.post(address, data=data, follow_redirects=True).text


def test_two_operators_walk_through_the_pages(database: Database, person: Callable[..., Person]) -> None:
    store_market(database)
    one, two = person(Role.OPERATOR), person(Role.OPERATOR)

    proposed = _send(one.client, "/operator/weights/new", reason=REASON, **OTHER)
    seen = two.client.get("/operator/weights/1").text
    approved = _send(two.client, "/operator/weights/1", do="approved", decision="")

    assert "等另一位运营人员批准" in proposed
    assert "批准，马上生效" not in proposed
    assert "两种排法对照" in seen
    assert "服务到所在的县" in seen
    assert "已批准，从现在起" in approved
    assert REASON in one.client.get("/how-ranking-works").text
    assert "platform-1" in one.client.get("/how-ranking-works").text


def test_form_with_a_fault_keeps_what_was_typed(database: Database, person: Callable[..., Person]) -> None:
    store_market(database)
    answer = person(Role.OPERATOR).client.post(
        "/operator/weights/new", data={**OTHER, "region": "很多", "reason": "短"}
    )

    assert answer.status_code == 422
    assert "服务到所在的县”要写成 0 到 10 之间的数" in answer.text
    assert 'value="2.500"' in answer.text
    with database.session() as session:
        assert session.get(WeightEdition, 1) is None


def test_rejection_without_a_reason_is_refused(database: Database, person: Callable[..., Person]) -> None:
    store_market(database)
    one, two = person(Role.OPERATOR), person(Role.OPERATOR)
    propose(database, actor=one.actor)

    answer = two.client.post("/operator/weights/1", data={"do": "rejected", "decision": " "})

    assert answer.status_code == 422
    assert "请写明不同意的理由" in answer.text
