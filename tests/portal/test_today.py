"""What waits on a desk: counted from what is there, and gone when it is done."""

from collections.abc import Callable

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.enterprises.conftest import MakeEnterprise, enterprise, officer, owner, stored  # noqa: F401 - fixtures
from tests.fixtures.web import Person


def test_desk_of_the_county_counts_who_has_not_answered(officer: Person, enterprise: MakeEnterprise) -> None:  # noqa: F811
    enterprise(problems=())
    enterprise(problems=(), confirmed=False)

    page = officer.client.get("/desk").text

    assert "2 家企业没写难题" in page
    assert "1 家自行登记的企业等您确认" in page


def test_desk_of_an_owner_names_the_form_that_was_left(owner: Person) -> None:  # noqa: F811
    address = f"/enterprises/{owner.actor.organisation_id}/edit"
    typed = {"seen_version": "1", "draft_version": "0", "problems-0-text": "急单一插全乱"}
    owner.client.post(address, data=typed, headers={"Accept": "application/json"})

    before = owner.client.get("/desk").text
    owner.client.post(address, data={**typed, "draft_version": "1"})

    assert "资料改了一半" in before
    assert "资料改了一半" not in owner.client.get("/desk").text


def test_desk_with_nothing_to_do_shows_only_doors(stored: Database, person: Callable[..., Person]) -> None:  # noqa: F811
    page = person(Role.SUPERVISOR).client.get("/desk").text

    assert "今天要办的" not in page
    assert "去哪里办" in page
