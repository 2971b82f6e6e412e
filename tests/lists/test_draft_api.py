"""Drafts of lists for the programs of their bureau: who is proposed, moved with a reason, handed in once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from openpyxl import Workbook

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.lists.importing import NAME
from tests.fixtures.web import Person, StatementCount
from tests.lists.world import drafted, make_people, make_provider, publish_lists

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
    move = {"provider_id": last, "include": False, "reason": "自愿放弃。", "version": read["version"]}

    moved = officer.post(f"{address}/moves", json=move).json
    handed_in = officer.post(f"{address}/submission", json={"version": moved["version"]})
    again = officer.post(f"{address}/submission", json={"version": handed_in.json["version"]})

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

    stale = officer.post(f"{address}/submission", json={"version": 99})
    unmatched = officer.post(f"{address}/submission", json={"version": 1}, headers={"If-Match": '"another"'})

    assert (stale.status_code, stale.json["code"]) == (409, "version_moved")
    assert unmatched.status_code == 412


def test_old_list_is_entered_from_its_workbook(database: Database, colleague: Callable[[Actor], Person]) -> None:
    officer = colleague(make_people(database, providers=0).drafter).client
    make_provider(database, name="示范旧集成有限公司")
    sent = {"source": "2024", "catalog_no": "0", "provider_kind": "总承包商"}

    entered = officer.post("/api/v1/list-drafts", data={**sent, "file": old_list("示范旧集成有限公司")})
    again = officer.post("/api/v1/list-drafts", data={**sent, "file": old_list("示范旧集成有限公司")})
    wrong = officer.post("/api/v1/list-drafts", data={**sent, "file": old_list("没有登记过的单位")})

    assert (entered.status_code, entered.json["source"], entered.json["basis"]) == (201, "2024", "import")
    assert [one["name"] for one in entered.json["entries"]] == ["示范旧集成有限公司"]
    assert (again.status_code, again.json["code"]) == (409, "list.draft_running")
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["file"])
    other = officer.post(
        "/api/v1/list-drafts", data={**sent, "provider_kind": "SaaS服务商", "file": old_list("示范旧集成有限公司")}
    )
    assert (
        "第 2 行：“示范旧集成有限公司”（A2）登记的是总承包商，不能列入SaaS服务商名单" in other.json["errors"]["file"][0]
    )
    assert entered.json["unread_columns"] == ["名次"]


def old_list(name: str) -> tuple[BytesIO, str]:
    book, content = Workbook(), BytesIO()
    for cells in ((NAME, "名次"), (name, "1")):
        book.worksheets[0].append(cells)
    book.save(content)
    content.seek(0)
    return content, "名单.xlsx"


def test_drafts_of_another_county_do_not_exist(database: Database, person: MakePerson) -> None:
    draft = drafted(database, people=make_people(database), totals=(90, 80, 70))
    stranger = person(Role.COUNTY, area_prefix="331081", county_code="331081").client

    assert stranger.get(f"/api/v1/list-drafts/{draft.id}").status_code == 404
    assert stranger.get("/api/v1/list-drafts").json["items"] == []


@pytest.mark.parametrize("address", ["/api/v1/list-drafts", "/api/v1/kept-lists"])
def test_drafts_and_lists_take_as_many_statements_for_20_as_for_1(
    database: Database,
    person: MakePerson,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
    address: str,
) -> None:
    auditor, counts = person(Role.AUDITOR).client, list[int]()
    for count in (1, 19):
        publish_lists(database, count=count)
        with count_queries() as counted:
            listed = auditor.get(address).json
        counts.append(counted())

    assert counts[0] == counts[1]
    assert len(listed["items"]) == 20
    assert auditor.get("/api/v1/list-drafts?open=true").json["items"] == []
