"""The operator's review, through the pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.offers import CONTENT, in_review, make_owner, make_provider, published, write_reference
from tests.fixtures.web import Person, StatementCount


@pytest.fixture
def operator(database: Database, person: Callable[..., Person]) -> Person:
    """A signed-in reviewer."""
    write_reference(database)
    return person(Role.OPERATOR)


def test_accepted_module_is_in_the_directory_at_once(operator: Person, database: Database, client: FlaskClient) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    waiting = in_review(database, owner=owner)
    before = client.get("/modules").text

    answer = operator.client.post(
        f"/operator/modules/{waiting.id}/accept", data={"edit": "1", "scenarios": ["report", ""]}
    )

    assert answer.status_code == 303
    assert "扫码报工" not in before
    assert "扫码报工" in client.get("/modules?scenario=report").text
    assert "扫码报工" in client.get(f"/providers/{owner.organisation_id}").text
    assert "经审核确认" in client.get(f"/modules/{waiting.module_id}").text


def test_reject_without_reason_comes_back_with_the_ticked_scenarios(operator: Person, database: Database) -> None:
    waiting = in_review(database, owner=make_owner(database, provider_id=make_provider(database)))

    page = operator.client.post(f"/operator/modules/{waiting.id}/reject", data={"edit": "1", "scenarios": ["energy"]})

    assert page.status_code == 422
    assert "请写明理由" in page.text
    assert '<option value="energy" selected>' in page.text


def test_near_equal_text_of_another_provider_is_shown(operator: Person, database: Database) -> None:
    other = make_owner(database, provider_id=make_provider(database))
    published(database, owner=other, operator=operator.actor)
    copied = replace(CONTENT, name="扫码报工云版")

    waiting = in_review(database, owner=make_owner(database, provider_id=make_provider(database)), content=copied)

    assert "请核对是不是同一个产品换了名称" in operator.client.get(f"/operator/modules/{waiting.id}").text


def test_text_of_its_own_is_not_called_a_copy(operator: Person, database: Database) -> None:
    published(database, owner=make_owner(database, provider_id=make_provider(database)), operator=operator.actor)
    own = replace(CONTENT, name="染缸联采", summary="每台染缸装水电汽表，按缸分摊能耗，给染色车间看单缸成本。")

    waiting = in_review(database, owner=make_owner(database, provider_id=make_provider(database)), content=own)

    assert "没有发现文字相近的别家模块" in operator.client.get(f"/operator/modules/{waiting.id}").text


def test_decision_made_twice_is_explained(operator: Person, database: Database) -> None:
    waiting = in_review(database, owner=make_owner(database, provider_id=make_provider(database)))
    address = f"/operator/modules/{waiting.id}/accept"
    operator.client.post(address, data={"edit": "1", "scenarios": ["report"]})

    page = operator.client.post(address, data={"edit": "1", "scenarios": ["report"]})

    assert page.status_code == 422
    assert "这一版已经发布" in page.text


def test_draft_is_not_the_reviewers_business(operator: Person, database: Database) -> None:
    from tests.fixtures.offers import draft

    made = draft(database, owner=make_owner(database, provider_id=make_provider(database)))

    assert operator.client.get(f"/operator/modules/{made.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.COUNTY, Role.ENTERPRISE, Role.AUDITOR])
def test_review_is_closed_to_other_roles(person: Callable[..., Person], role: Role) -> None:
    assert person(role).client.get("/operator/modules").status_code == 403


def test_queue_takes_as_many_statements_for_twenty(
    operator: Person, database: Database, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    in_review(database, owner=owner)
    with count_queries() as one:
        operator.client.get("/operator/modules")
    for number in range(19):
        in_review(database, owner=owner, content=replace(CONTENT, name=f"模块{number}"))

    with count_queries() as twenty:
        page = operator.client.get("/operator/modules")

    assert "模块18" in page.text
    assert twenty() == one()
