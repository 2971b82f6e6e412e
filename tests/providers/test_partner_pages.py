"""Partners: one side asks, the other answers, both see where it stands."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import Person

Pair = tuple[Person, Person]


@pytest.fixture
def pair(database: Database, person: Callable[..., Person]) -> Pair:
    """People of a contractor and of a SaaS provider."""
    write_reference(database)
    contractor = make_provider(database, name="绍兴总包有限公司")
    saas = make_provider(database, name="杭州云表软件有限公司")
    return person(Role.PROVIDER, organisation_id=contractor), person(Role.PROVIDER, organisation_id=saas)


def page_of(someone: Person) -> str:
    return f"/providers/{someone.actor.organisation_id}/partners"


def ask(pair: Pair) -> str:
    asking, asked = pair
    asking.client.post(page_of(asking), data={"partner_id": str(asked.actor.organisation_id)})
    return f"{page_of(asked)}/1"


def test_search_by_part_of_a_name_finds_the_other_and_never_oneself(pair: Pair) -> None:
    page = pair[0].client.get(f"{page_of(pair[0])}?name=有限公司云表").text
    found = pair[0].client.get(f"{page_of(pair[0])}?name=云表").text

    assert "没有找到名称里有" in page
    assert "杭州云表软件有限公司" in found
    assert "请求合作" in found


def test_request_is_seen_on_both_sides_and_not_public(pair: Pair, client: FlaskClient) -> None:
    ask(pair)

    assert "等待对方确认" in pair[0].client.get(page_of(pair[0])).text
    assert "等贵单位确认" in pair[1].client.get(page_of(pair[1])).text
    assert "想把贵单位列为合作伙伴" in pair[1].client.get("/inbox").text
    assert "杭州云表" not in client.get(f"/providers/{pair[0].actor.organisation_id}").text


def test_confirmed_partnership_is_public_on_both_pages(pair: Pair, client: FlaskClient) -> None:
    request = ask(pair)

    answer = pair[1].client.post(f"{request}/confirm")

    assert answer.status_code == 303
    assert "杭州云表" in client.get(f"/providers/{pair[0].actor.organisation_id}").text
    assert "绍兴总包" in client.get(f"/providers/{pair[1].actor.organisation_id}").text


def test_declined_request_may_be_repeated(pair: Pair) -> None:
    request = ask(pair)
    pair[1].client.post(f"{request}/decline")

    assert "对方没有同意" in pair[0].client.get(page_of(pair[0])).text
    ask(pair)
    assert "等待对方确认" in pair[0].client.get(page_of(pair[0])).text


def test_request_in_the_other_direction_meets_the_one_that_is_there(pair: Pair) -> None:
    ask(pair)

    answer = pair[1].client.post(page_of(pair[1]), data={"partner_id": str(pair[0].actor.organisation_id)})

    assert answer.status_code == 409


def test_asking_side_cannot_confirm_for_the_other(pair: Pair) -> None:
    ask(pair)

    assert pair[0].client.post(f"{page_of(pair[0])}/1/confirm").status_code == 404


def test_answer_given_twice_is_a_conflict(pair: Pair) -> None:
    request = ask(pair)
    pair[1].client.post(f"{request}/confirm")

    assert pair[1].client.post(f"{request}/decline").status_code == 409


def test_either_side_may_end_it_and_a_stranger_may_not(
    pair: Pair, database: Database, person: Callable[..., Person]
) -> None:
    request = ask(pair)
    pair[1].client.post(f"{request}/confirm")
    stranger = person(Role.PROVIDER, organisation_id=make_provider(database))

    assert stranger.client.post(f"{page_of(stranger)}/1/end").status_code == 404
    assert pair[0].client.post(f"{page_of(pair[0])}/1/end").status_code == 303
    assert "还没有合作伙伴" in pair[1].client.get(page_of(pair[1])).text


def test_request_without_a_choice_says_what_to_do(pair: Pair) -> None:
    answer = pair[0].client.post(page_of(pair[0]), data={})

    assert answer.status_code == 422
    assert "请先按名称查找" in answer.text
