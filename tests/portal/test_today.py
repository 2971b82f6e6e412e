"""What waits on a desk: counted from what is there, and gone when it is done."""

from collections.abc import Callable

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.enterprises.conftest import MakeEnterprise, enterprise, officer, owner, stored  # noqa: F401 - fixtures
from tests.fixtures.offers import make_provider
from tests.fixtures.web import Person


def test_desk_of_the_county_counts_who_has_not_answered(officer: Person, enterprise: MakeEnterprise) -> None:  # noqa: F811
    enterprise(problems=())
    enterprise(problems=(), confirmed=False)

    page = officer.client.get("/desk").text

    assert "2 家企业没写难题" in page
    assert "1 家自行登记的企业等您确认" in page


def test_desk_of_an_owner_names_the_form_that_was_left(owner: Person) -> None:  # noqa: F811
    address = f"/enterprises/{owner.actor.organisation_id}/edit"
    typed = {"version": "1", "draft_version": "0", "problems-0-text": "急单一插全乱"}
    owner.client.post(address, data=typed, headers={"Accept": "application/json"})

    before = owner.client.get("/desk").text
    owner.client.post(address, data={**typed, "draft_version": "1"})

    assert "资料改了一半" in before
    assert "资料改了一半" not in owner.client.get("/desk").text


def test_desk_with_nothing_to_do_shows_only_doors(stored: Database, person: Callable[..., Person]) -> None:  # noqa: F811
    page = person(Role.SUPERVISOR).client.get("/desk").text

    assert "今天要办的" not in page
    assert "去哪里办" in page


def test_desk_of_a_new_provider_leads_to_its_first_module_until_there_is_one(
    stored: Database,  # noqa: F811
    person: Callable[..., Person],
) -> None:
    provider = make_provider(stored, name="绍兴新来软件有限公司")
    member = person(Role.PROVIDER, organisation_id=provider)

    before = member.client.get("/desk").text
    form = {"name": "扫码报工", "version": "0", "do": "draft"}
    member.client.post(f"/providers/{provider}/modules/new", data=form)

    assert f'href="/providers/{provider}/modules/new"' in before
    assert "还没有模块" in before
    after = member.client.get("/desk").text
    assert "还没有模块" not in after
    assert "1 个模块草稿还没有提交审核" in after
