"""A published list through programs: changes that two people make, appeals, recognition, subscriptions."""

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.lists.models import ListEdition
from tests.api.client import Problem
from tests.api.lists_client import ListsClient
from tests.fixtures.programs import Later, MakeProgram
from tests.fixtures.web import make_member
from tests.lists.world import ENDS_AT, People, make_people, whole_course

Office = MakeProgram[ListsClient]
WHY = "公示期少算了一个工作日，整份名单撤回重办。"
COMPLAINT = "合同到期以后不交还企业的数据。"


@pytest.fixture
def people(database: Database, later: Later) -> People:
    later(ENDS_AT)
    return make_people(database)


@pytest.fixture
def edition(database: Database, people: People) -> ListEdition:
    return whole_course(database, people=people)


@pytest.fixture
def office(people: People, program: Office) -> tuple[ListsClient, ListsClient]:
    return program(ListsClient, people.drafter), program(ListsClient, people.publisher)


def test_entry_is_suspended_by_two_people(edition: ListEdition, office: tuple[ListsClient, ListsClient]) -> None:
    one, other = office
    kept = one.kept_list(edition.list_id)
    suspended = {
        "provider_id": kept.entries[0]["provider_id"],
        "kind": "suspend",
        "reason": "service",
        "rationale": "投诉核实属实，限期整改。",
        "until_on": "2026-12-31",
    }

    proposed = one.propose(kept, "changes", **suspended)
    with pytest.raises(Problem) as stale:
        one.propose(kept, "changes", **suspended)
    with pytest.raises(Problem) as same:
        one.end_change(one.change(proposed.id), "confirmation")
    confirmed = other.end_change(other.change(proposed.id), "confirmation")
    after = other.kept_list(edition.list_id)

    assert stale.value.status == 412
    assert (same.value.status, same.value.code) == (403, "list.same_eyes")
    assert confirmed.confirmed_at is not None
    assert (after.edition, after.entries[0]["state"], after.changes) == (kept.edition + 1, "suspended", [])


def test_withdrawal_of_a_list_is_refused_or_confirmed(
    edition: ListEdition, office: tuple[ListsClient, ListsClient]
) -> None:
    one, other = office
    withdrawal = {"reason": "procedure", "rationale": WHY}
    first = one.propose(one.kept_list(edition.list_id), "withdrawal", **withdrawal)

    refused = other.end_change(other.change(first.id), "refusal")
    second = one.propose(one.kept_list(edition.list_id), "withdrawal", **withdrawal)
    other.end_change(other.change(second.id), "confirmation")
    with pytest.raises(Problem) as over:
        other.end_change(other.change(second.id), "confirmation")

    assert refused.refused_at is not None
    assert other.kept_list(edition.list_id).is_withdrawn
    assert over.value.status == 409


def test_appeal_is_answered_to_its_author_alone(
    database: Database, edition: ListEdition, people: People, office: tuple[ListsClient, ListsClient], program: Office
) -> None:
    owner, stranger = (make_member(database, role=Role.ENTERPRISE)[0] for _ in range(2))
    author, other = program(ListsClient, owner), program(ListsClient, stranger)
    accused = people.providers[0].organisation_id

    filed = author.appeal(edition.list_id, provider_id=accused, kind="complaint", text=COMPLAINT)
    with pytest.raises(Problem) as foreign:
        author.appeal(edition.list_id, provider_id=accused, kind="appeal", text=COMPLAINT)
    with pytest.raises(Problem) as hidden:
        other.read_appeal(filed.id)
    waiting = office[0].kept_list(edition.list_id).appeals
    office[0].answer_appeal(filed.id, is_upheld=True, answer="已核实，要求整改。")
    with pytest.raises(Problem) as twice:
        office[0].answer_appeal(filed.id, is_upheld=False, answer="不成立。请看合同。")

    assert (foreign.value.status, list(foreign.value.errors)) == (422, ["kind"])
    assert hidden.value.status == 404
    assert [one["text"] for one in waiting] == [COMPLAINT]
    assert author.read_appeal(filed.id).is_upheld is True
    assert twice.value.status == 409


def test_whoever_is_signed_in_subscribes_once_and_ends_it(
    edition: ListEdition, people: People, program: Office
) -> None:
    reader, address = program(ListsClient, people.providers[0]), f"/lists/{edition.list_id}/subscription"
    before = reader.read(address)["is_subscribed"]

    reader.write("PUT", address)
    again = reader.write("PUT", address)["is_subscribed"]
    reader.write("DELETE", address)

    assert (before, again, reader.read(address)["is_subscribed"]) == (False, True, False)


def test_list_of_another_county_is_kept_by_nobody_else(
    database: Database, edition: ListEdition, program: Office
) -> None:
    stranger, _ = make_member(database, role=Role.COUNTY, area_prefix="331081", county_code="331081")
    reader = program(ListsClient, stranger)

    with pytest.raises(Problem) as refused:
        reader.kept_list(edition.list_id)

    assert refused.value.status == 404
    assert reader.read("/kept-lists")["items"] == []
