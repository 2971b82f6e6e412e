"""Drafts of lists for the programs of their bureau: who is proposed, moved with a reason, handed in once."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from tests.fixtures.web import Person, StatementCount
from tests.lists.world import drafted, make_people, publish_lists

MakePerson = Callable[..., Person]


@pytest.fixture
def colleague(person: MakePerson) -> Callable[[Actor], Person]:
    """Sign a person of an officer's bureau in."""
    return lambda officer: person(Role.COUNTY, organisation_id=officer.organisation_id, area_prefix=officer.area_prefix)


def test_draft_is_read_changed_and_handed_in(database: Database, colleague: Callable[[Actor], Person]) -> None:
    people = make_people(database)
    draft = drafted(database, people=people, totals=(90, 80, 70))
    officer, address = colleague(people.drafter).client, f"/api/v1/list-drafts/{draft.id}"
    read = officer.get(address).json
    last = read["entries"][-1]["provider_id"]
    move = {"provider_id": last, "include": False, "reason": "自愿放弃。", "seen_version": read["version"]}

    moved = officer.post(f"{address}/moves", json=move).json
    handed_in = officer.post(f"{address}/submission", json={"seen_version": moved["version"]})
    again = officer.post(f"{address}/submission", json={"seen_version": handed_in.json["version"]})

    assert {"edit", "submit"} <= set(read["actions"])
    assert last not in {one["provider_id"] for one in moved["entries"]}
    assert last in {one["provider_id"] for one in moved["omitted"]}
    assert (handed_in.status_code, handed_in.json["state"]) == (200, "checking")
    assert again.status_code == 409


def test_draft_that_somebody_changed_is_not_changed_again(
    database: Database, colleague: Callable[[Actor], Person]
) -> None:
    people = make_people(database)
    draft = drafted(database, people=people, totals=(90, 80, 70))
    officer, address = colleague(people.drafter).client, f"/api/v1/list-drafts/{draft.id}"

    stale = officer.post(f"{address}/submission", json={"seen_version": 99})
    unmatched = officer.post(f"{address}/submission", json={"seen_version": 1}, headers={"If-Match": '"another"'})

    assert (stale.status_code, stale.json["code"]) == (409, "version_moved")
    assert unmatched.status_code == 412


def test_drafts_of_another_county_do_not_exist(database: Database, person: MakePerson) -> None:
    draft = drafted(database, people=make_people(database), totals=(90, 80, 70))
    stranger = person(Role.COUNTY, area_prefix="331081", county_code="331081").client

    assert stranger.get(f"/api/v1/list-drafts/{draft.id}").status_code == 404
    assert stranger.get("/api/v1/list-drafts").json["items"] == []


def test_drafts_are_listed_in_as_many_statements_for_20_as_for_1(
    database: Database, person: MakePerson, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    auditor, counts = person(Role.AUDITOR).client, list[int]()
    for count in (1, 19):
        publish_lists(database, count=count)
        with count_queries() as counted:
            listed = auditor.get("/api/v1/list-drafts").json
        counts.append(counted())

    assert counts[0] == counts[1]
    assert len(listed["items"]) == 20
    assert auditor.get("/api/v1/list-drafts?open=true").json["items"] == []
