"""A call through an office's own program: drafted, published, opened, screened, and set up for review."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.lists.call_office_schemas import WholeCallBody
from marketplace.lists.calls import save_call
from marketplace.lists.criteria import CRITERIA, questions_of_template
from tests.api.client import Problem
from tests.api.lists_client import Call, ListsClient
from tests.fixtures.programs import Later, MakeProgram
from tests.fixtures.web import NOW, Person, StatementCount, make_member
from tests.fixtures.whole import whole
from tests.lists.world import GOOD, OPENED, STATEMENTS, People, apply, call_in, make_people, open_call

CALL = {
    "title": "示范县数字化总承包商征集",
    "places": 1,
    "closes_on": "2026-11-23",
    "least_members": 1,
    "criteria": [{"key": one.key, "label": one.label, "points": one.points} for one in CRITERIA],
    "questions": questions_of_template(),
}
Office = MakeProgram[ListsClient]
MakePerson = Callable[..., Person]


@pytest.fixture
def people(database: Database) -> People:
    return make_people(database, providers=2)


def published(office: ListsClient) -> Call:
    return office.publish_call(office.draft_call(**CALL))


def screen_all(office: ListsClient, call: Call) -> Call:
    for row in call.applications:
        office.screen(office.application(row["id"]), verdict="pass")
    return office.call(call.id)


def test_call_goes_its_way_from_draft_to_review(people: People, program: Office, later: Later) -> None:
    office = program(ListsClient, people.drafter)
    call = published(office)
    for provider in people.providers:
        program(ListsClient, provider).hand_in(call.id, answers=GOOD, statements=STATEMENTS)
    sealed = office.call(call.id)
    later(OPENED)
    opened = office.open_applications(office.call(call.id))
    screened = screen_all(office, opened)
    review = office.review_call(screened)

    assert (call.state, sealed.handed_in, sealed.applications) == ("open", 2, [])
    assert [one["ruled"] for one in opened.applications] == ["pass", "pass"]
    assert [one["state"] for one in screened.applications] == ["passed", "passed"]
    assert review.state == "preparing"
    assert office.call(call.id).review_id == review.id


def test_call_is_mended_until_it_is_published(people: People, program: Office) -> None:
    office = program(ListsClient, people.drafter)
    first = office.draft_call(**CALL)

    mended = office.save_call(first, **whole(WholeCallBody, **{**CALL, "places": 3}))
    with pytest.raises(Problem) as stale:
        office.publish_call(first)
    with pytest.raises(Problem) as late:
        office.save_call(office.publish_call(mended), **whole(WholeCallBody, **CALL))

    assert (stale.value.status, stale.value.code) == (412, "precondition_failed")
    assert late.value.status == 409
    with pytest.raises(Problem) as wrong:
        office.draft_call(**{**CALL, "criteria": CALL["criteria"][:1]})
    assert (wrong.value.status, list(wrong.value.errors)) == (422, ["criteria"])


def test_sealed_applications_are_opened_by_nobody_before_the_deadline(
    database: Database, people: People, program: Office
) -> None:
    call = open_call(database, people=people)
    applied = apply(database, call=call, provider=people.providers[0])
    office = program(ListsClient, people.drafter)

    with pytest.raises(Problem) as early:
        office.open_applications(office.call(call.id or 0))
    with pytest.raises(Problem) as hidden:
        office.application(applied.id or 0)

    assert early.value.status == 409
    assert hidden.value.status == 404
    assert program(ListsClient, people.providers[0]).application(applied.id or 0).state == "submitted"


def test_verdict_stays_once_the_review_is_set_up(
    database: Database, people: People, program: Office, later: Later
) -> None:
    call = open_call(database, people=people)
    applied = apply(database, call=call, provider=people.providers[0])
    office = program(ListsClient, people.drafter)
    later(OPENED)
    screened = screen_all(office, office.open_applications(office.call(call.id or 0)))
    office.review_call(screened)

    with pytest.raises(Problem) as refused:
        office.screen(office.application(applied.id or 0), verdict="fail", reason="材料不全。")

    assert (refused.value.status, refused.value.code) == (409, "call.reviewed")
    assert office.application(applied.id or 0).state == "passed"


def test_calls_of_another_county_do_not_exist(database: Database, people: People, program: Office) -> None:
    call = open_call(database, people=people)
    stranger, _ = make_member(database, role=Role.COUNTY, area_prefix="331081", county_code="331081")

    with pytest.raises(Problem) as refused:
        program(ListsClient, stranger).call(call.id or 0)

    assert refused.value.status == 404


def test_calls_take_as_many_statements_for_20_as_for_1(
    database: Database, person: MakePerson, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    people = make_people(database, providers=0)
    auditor, counts = person(Role.AUDITOR).client, list[int]()
    for count in (1, 19):
        with database.transaction() as session:
            for _ in range(count):
                save_call(session, actor=people.drafter, entered=call_in(), now=NOW)
        with count_queries() as counted:
            listed = auditor.get("/api/v1/list-calls").json["items"]
        counts.append(counted())

    assert counts[0] == counts[1]
    assert [one["state"] for one in listed] == ["draft"] * 20
