"""One file of questions drives form, checks, facets, pages and export: nothing of it is written a second time."""

from collections.abc import Callable
from dataclasses import fields

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from pydantic import ValidationError

from marketplace.catalog.forms import LINKING
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.policies import missing_for_review
from marketplace.catalog.questions import QUESTIONS, Kind, Needed
from marketplace.catalog.schemas import ModuleIn
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.exchange.labels import Deployment, Payment
from marketplace.exchange.rows import ModuleRow
from marketplace.providers.labels import FacetKind
from tests.fixtures.offers import link_report, make_operator, make_provider, write_reference
from tests.fixtures.web import NOW, Person

# What the exchange format carries of a module beyond answers: its number, its day and the links of a reviewer.
NOT_ASKED = {"ref", "published_on", "links"}
ANSWERS: dict[str, object] = {
    "name": "染缸水电汽联采",
    "summary": "每台染缸装表，水电汽自动采集，分摊到每一缸布，成本当天看得到。",
    "scenarios": "能源计量",
    "payment": ["按使用付费"],
    "deployment": "混合",
    "plans-0-plan": "十台以内",
    "plans-0-first_year": "３万",
    "plans-0-unit": "每台染缸",
    "plans-1-plan": "",
    "plant_needs": ["车间有网络", "停机安装"],
    "data_place": "厂里的机器",
    "evidence-0-plant": "柯桥某印染企业，电话 13800000000",
    "evidence-0-result": "单缸成本由月底算变成当天算",
    "evidence-0-proof": "验收单",
    "edit": "0",
}


@pytest.fixture
def owner(app: Flask, database: Database, person: Callable[..., Person]) -> Person:
    write_reference(database)
    app.extensions["marketplace"].services[LINKING] = link_report
    return person(Role.PROVIDER, organisation_id=make_provider(database))


def test_every_question_has_a_field_of_the_schema_and_every_field_a_question() -> None:
    assert set(ModuleIn.model_fields) == {question.name for question in QUESTIONS} | {"edit"}


def test_every_question_of_a_column_has_its_column() -> None:
    columns = set(ModuleVersion.model_fields) | {"price_wan"}

    assert {question.name for question in QUESTIONS if question.column} <= columns


def test_exported_answers_are_those_of_the_exchange_format() -> None:
    exported = {question.export for question in QUESTIONS if question.export}

    assert exported == {field.name for field in fields(ModuleRow)} - NOT_ASKED


def test_choices_with_a_closed_set_offer_all_of_it() -> None:
    offered = {name: [one.value for one in QUESTIONS.question(name).options] for name in ("payment", "deployment")}

    assert offered == {"payment": [one.value for one in Payment], "deployment": [one.value for one in Deployment]}


def test_facets_of_modules_are_asked_for() -> None:
    assert {question.facet for question in QUESTIONS if question.facet} == set(FacetKind) - {FacetKind.REGION}


def test_what_review_needs_says_what_is_missing() -> None:
    needed = {question.name: [question.missing] for question in QUESTIONS if question.required is Needed.REVIEW}

    empty = ModuleVersion(module_id=1, number=1, state="draft", name="只有名称", created_at=NOW)

    assert missing_for_review(empty) == needed
    assert all(text for texts in needed.values() for text in texts)


def test_form_asks_every_question_once(owner: Person) -> None:
    page = owner.client.get(f"/providers/{owner.actor.organisation_id}/modules/new").text
    asked = {
        field["name"].split("-")[0]
        for field in BeautifulSoup(page, "html.parser").select("main form [name]:not(button)")
    }

    assert asked == {question.name for question in QUESTIONS} | {"edit", "draft_version"}


def test_answers_come_back_in_form_preview_and_review(owner: Person, database: Database) -> None:
    made = owner.client.post(f"/providers/{owner.actor.organisation_id}/modules/new", data={**ANSWERS, "submit": "1"})
    module = made.location

    preview = owner.client.get(f"{module}/preview").text
    owner.client.post(f"{module}/withdraw")
    form = BeautifulSoup(owner.client.get(f"{module}/edit").text, "html.parser")

    for text in ("十台以内，首年 ¥3万，每台染缸", "车间有网络、停机安装", "厂里的机器", "验收单"):
        assert text in preview
    assert form.select_one("#f-plans-0-first_year")["value"] == "3"  # type: ignore[index]  # the field is there
    assert [one["value"] for one in form.select("[name=plant_needs][checked]")] == ["车间有网络", "停机安装"]
    assert form.find("details", string=None, open=True) is not None


def test_published_answers_are_shown_without_ways_to_reach_a_person(owner: Person, database: Database) -> None:
    from marketplace.catalog.services import accept

    made = owner.client.post(f"/providers/{owner.actor.organisation_id}/modules/new", data={**ANSWERS, "submit": "1"})
    module_id, operator = int(made.location.rsplit("/", 1)[1]), make_operator(database)
    with database.transaction() as session:
        from sqlmodel import select

        version = session.exec(select(ModuleVersion).where(ModuleVersion.module_id == module_id)).one()
        accept(
            session,
            actor=operator,
            version_id=version.id or 0,
            codes=["energy"],
            reason="",
            seen_edit=version.edit,
            now=NOW,
        )

    page = owner.client.get(f"/modules/{module_id}").text
    answers = owner.client.get(f"/api/v1/modules/{module_id}").json["answers"]

    assert "单缸成本由月底算变成当天算" in page
    assert "13800000000" not in page
    assert answers["plans"] == [{"plan": "十台以内", "first_year": 3.0, "unit": "每台染缸"}]
    assert "13800000000" not in str(answers)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("plans-0-first_year", "几万", "“几万”说不准是多少，请写一个大概的数，例如“5万”或“三四十”。"),
        ("plans-0-plan", "长" * 61, "最多 60 个字，请缩短一些。"),
        ("data_place", "月球", "请从列出的选项中选择。"),
        ("evidence-0-proof", "一句话", "请从列出的选项中选择。"),
    ],
)
def test_wrong_further_answer_opens_its_section_and_says_why(
    owner: Person, field: str, typed: str, message: str
) -> None:
    page = owner.client.post(f"/providers/{owner.actor.organisation_id}/modules/new", data={**ANSWERS, field: typed})

    found = BeautifulSoup(page.text, "html.parser")
    assert page.status_code == 422
    assert message in page.text
    assert "每台染缸装表" in page.text
    link = found.select_one(f'a[href="#f-{field}"]')
    assert link is not None
    assert found.select_one(f"details[open] #f-{field}, section #f-{field}") is not None


def test_more_rows_than_are_asked_for_are_refused() -> None:
    rows = [{"plan": f"档{number}"} for number in range(QUESTIONS.question("plans").most + 1)]

    with pytest.raises(ValidationError):
        ModuleIn.model_validate({"name": "模块", "plans": rows})


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_answer_is_used(kind: Kind) -> None:
    asked = [question.kind for question in QUESTIONS]

    assert kind in asked
