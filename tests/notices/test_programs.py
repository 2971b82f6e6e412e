"""Objections by program: listed for their author and the office, proved while the notice runs, never told to others."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.notices.services import publish_notice
from tests.fixtures.programs import Later
from tests.fixtures.web import NOW, Person, StatementCount
from tests.notices.world import COUNTY, ENDS_AT, notice_in, write_calendar

MakePerson = Callable[..., Person]
OBJECTION = {
    "item_key": "*",
    "ground": "facts",
    "remedy": "correct",
    "text": "所列的案例没有验收，厂里还没有装上系统。",
}


@pytest.fixture
def office(person: MakePerson) -> Person:
    return person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)


@pytest.fixture
def notice_id(database: Database, office: Person) -> int:
    write_calendar(database)
    with database.transaction() as session:
        return publish_notice(session, actor=office.actor, notice=notice_in(), now=NOW).id or 0


def paper() -> dict[str, tuple[BytesIO, str]]:
    return {"files": (BytesIO(b"%PDF-1.7\n%%EOF"), "现场照片.pdf")}


def test_evidence_is_added_by_the_author_while_the_notice_runs(
    notice_id: int, office: Person, person: MakePerson, later: Later
) -> None:
    author, stranger = person(Role.ENTERPRISE).client, person(Role.ENTERPRISE).client
    filed = author.post(f"/api/v1/notices/{notice_id}/objections", json=OBJECTION).json
    address = f"/api/v1/objections/{filed['id']}"

    proved = author.post(f"{address}/evidence", data=paper())
    foreign = stranger.post(f"{address}/evidence", data=paper())
    by_office = office.client.post(f"{address}/evidence", data=paper())
    later(ENDS_AT)
    late = author.post(f"{address}/evidence", data=paper())
    too_late = author.post(f"/api/v1/notices/{notice_id}/objections", json=OBJECTION)

    assert (proved.status_code, [one["name"] for one in proved.json["evidence"]]) == (201, ["现场照片.pdf"])
    assert (foreign.status_code, by_office.status_code, late.status_code) == (404, 404, 409)
    assert (too_late.status_code, too_late.json["code"]) == (409, "notice.closed")
    assert office.client.get(proved.json["evidence"][0]["url"]).status_code == 200


def test_objections_are_listed_for_the_office_and_their_author_in_equal_statements(
    database: Database,
    notice_id: int,
    office: Person,
    person: MakePerson,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    counts = list[int]()
    for count in (1, 19):
        for _ in range(count):
            author = person(Role.ENTERPRISE)
            author.client.post(f"/api/v1/notices/{notice_id}/objections", json=OBJECTION)
        with count_queries() as counted:
            listed = office.client.get("/api/v1/objections").json["items"]
        counts.append(counted())

    assert counts[0] == counts[1]
    assert len(listed) == 20
    assert [one["id"] for one in author.client.get("/api/v1/objections").json["items"]] == [listed[-1]["id"]]
    assert "text" not in listed[0]
