"""A provider's own profile and partners through the API."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.providers.api_schemas import ProfileBody
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import Person
from tests.fixtures.whole import whole

PROFILE = whole(
    ProfileBody,
    kind="SaaS服务商",
    city="湖州市",
    industries=[2, 1],
    cases=[{"enterprise": "柯桥某印染厂", "scenarios": ["报工"]}, {}],
    version=1,
)


@pytest.fixture
def owner(database: Database, person: Callable[..., Person]) -> Person:
    write_reference(database)
    return person(Role.PROVIDER, organisation_id=make_provider(database))


def path_of(person: Person, path: str) -> str:
    return f"/api/v1/providers/{person.actor.organisation_id}{path}"


def test_profile_is_replaced_and_the_same_sent_again_changes_nothing(owner: Person) -> None:
    path = path_of(owner, "/profile")

    told = owner.client.put(path, json=PROFILE)
    again = owner.client.put(path, json=PROFILE)

    assert (told.status_code, told.json["version"], again.json["version"]) == (200, 2, 2)
    assert (told.json["city"], told.json["industries"], len(told.json["cases"])) == ("湖州市", [1, 2], 1)
    assert told.json == owner.client.get(path).json


def test_profile_that_somebody_changed_is_not_written_over(owner: Person) -> None:
    path = path_of(owner, "/profile")
    read = owner.client.get(path).headers["ETag"]
    owner.client.put(path, json=PROFILE)

    stale = owner.client.put(path, json={**PROFILE, "city": "台州市"})
    unmatched = owner.client.put(path, json={**PROFILE, "city": "台州市", "version": 2}, headers={"If-Match": read})

    assert (stale.status_code, stale.json["code"]) == (409, "version_moved")
    assert (unmatched.status_code, unmatched.json["code"]) == (412, "precondition_failed")


def test_profile_with_a_place_that_nobody_knows_is_refused_by_field(owner: Person) -> None:
    answer = owner.client.put(path_of(owner, "/profile"), json={**PROFILE, "center_county_code": "999999"})

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["center_county_code"])


def test_partnership_is_asked_for_confirmed_by_the_other_and_ended(
    owner: Person, database: Database, person: Callable[..., Person]
) -> None:
    other = person(Role.PROVIDER, organisation_id=make_provider(database))
    asked = owner.client.post(path_of(owner, "/partners"), json={"partner_id": other.actor.organisation_id})
    own_answer = owner.client.put(path_of(owner, f"/partners/{asked.json['id']}/answer"), json={"accepts": True})

    confirmed = other.client.put(path_of(other, f"/partners/{asked.json['id']}/answer"), json={"accepts": True})
    listed = owner.client.get(path_of(owner, "/partners")).json["items"]
    ended = owner.client.delete(path_of(owner, f"/partners/{asked.json['id']}"))

    assert (asked.status_code, asked.json["state"], asked.json["asked_by_me"]) == (201, "requested", True)
    assert own_answer.status_code == 404
    assert (confirmed.json["state"], confirmed.json["asked_by_me"]) == ("confirmed", False)
    assert [one["state"] for one in listed] == ["confirmed"]
    assert ended.status_code == 204
    assert owner.client.get(path_of(owner, "/partners")).json["items"] == []
