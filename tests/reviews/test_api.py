"""Reviews as programs read them: sealed until they are concluded, and never with the names of experts."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.reviews.test_pages import GOOD
from tests.reviews.world import COUNTY, agree, candidates_of, conclude, scored, started

MakePerson = Callable[..., Person]


@pytest.fixture
def bureau(person: MakePerson) -> Person:
    return person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)


@pytest.fixture
def experts(person: MakePerson) -> list[Person]:
    return [person(Role.EXPERT) for _ in range(2)]


def test_review_tells_where_it_stands_and_neither_scores_nor_experts(
    database: Database, bureau: Person, experts: list[Person]
) -> None:
    review = started(database, officer=bureau.actor, experts=[one.actor for one in experts])

    told = bureau.client.get(f"/api/v1/reviews/{review.id}").json
    sealed = bureau.client.get(f"/api/v1/reviews/{review.id}/result")

    assert (told["state"], told["outcome_digest"], sealed.status_code) == ("scoring", "", 409)
    assert not {"members", "sheets", "minutes"} & set(told)
    assert [one["id"] for one in bureau.client.get("/api/v1/reviews").json["items"]] == [review.id]


def test_result_of_a_concluded_review_is_read_in_the_order_of_places(
    database: Database, bureau: Person, experts: list[Person]
) -> None:
    review = scored(database, officer=bureau.actor, experts=[one.actor for one in experts], given=GOOD)
    for key, candidate in candidates_of(database, review=review).items():
        agree(database, chair=experts[0].actor, review=review, candidate_id=candidate.id or 0, given=GOOD[key])
    conclude(database, officer=bureau.actor, review=review)

    result = bureau.client.get(f"/api/v1/reviews/{review.id}/result").json

    assert [one["place"] for one in result["rows"]] == [1, 2, 2]
    assert set(result["rows"][0]["scores"]) == set(result["criteria"])
    assert len(result["digest"]) == 64


def test_review_of_another_bureau_does_not_exist(
    database: Database, bureau: Person, experts: list[Person], person: MakePerson
) -> None:
    review = started(database, officer=bureau.actor, experts=[one.actor for one in experts])
    stranger = person(Role.COUNTY, area_prefix="331081", county_code="331081").client

    assert stranger.get(f"/api/v1/reviews/{review.id}").status_code == 404
    assert stranger.get("/api/v1/reviews").json["items"] == []
