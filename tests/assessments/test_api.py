"""A program concludes an assessment at once, and reads what came of it; answers are the form's."""

from typing import Any

from marketplace.core.actor import Role
from tests.assessments.filled import SCHEME, address, filled, told
from tests.enterprises.conftest import MakeEnterprise, MakePerson
from tests.fixtures.web import Person


def path_of(person: Person) -> str:
    return f"/api/v1{address(person)}"


def test_answers_of_a_program_come_to_what_the_form_comes_to(
    owner: Person, enterprise: MakeEnterprise, person: MakePerson
) -> None:
    other = person(Role.ENTERPRISE, organisation_id=enterprise())
    other.client.post(address(other, "/new"), data=filled(do="conclude"))

    made = owner.client.post(path_of(owner), json=told())
    again = owner.client.post(path_of(owner), json=told())
    of_form = other.client.get(path_of(other)).json["items"][0]

    assert (made.status_code, again.json["id"]) == (201, made.json["id"])
    assert (made.json["milli"], made.json["level"]) == (of_form["milli"], of_form["level"])
    assert owner.client.get(f"{path_of(owner)}/{made.json['id']}").json == made.json


def test_question_without_an_answer_is_named_and_nothing_is_kept(owner: Person) -> None:
    sent: dict[str, Any] = told()
    missing = next(one.key for one in SCHEME.indicators if not one.multiple)
    del sent["options"][missing]

    refused = owner.client.post(path_of(owner), json=sent)

    assert (refused.status_code, list(refused.json["errors"])) == (422, [missing])
    assert owner.client.get(path_of(owner)).json["items"] == []


def test_answers_that_no_question_knows_are_refused_by_their_names(owner: Person) -> None:
    sent: dict[str, Any] = told()
    first = next(iter(sent["options"]))
    sent["options"][first] = ["no-such-option"]
    sent["options"]["surprise"] = ["a"]
    sent["depths"]["energy"] = 99

    refused = owner.client.post(path_of(owner), json=sent)

    assert refused.status_code == 422
    assert set(refused.json["errors"]) == {f"options.{first}", "options.surprise", "depths.energy"}


def test_questionnaire_names_every_key_that_answers_use(owner: Person) -> None:
    asked = owner.client.get("/api/v1/assessments/questionnaire").json
    sent: dict[str, Any] = told()

    assert {one["key"] for one in asked["indicators"]} == set(sent["options"])
    assert {one["code"] for one in asked["scenes"]} == set(sent["depths"])


def test_assessment_of_another_enterprise_does_not_exist(owner: Person, enterprise: MakeEnterprise) -> None:
    strange = f"/api/v1/enterprises/{enterprise()}/assessments"

    assert owner.client.get(strange).status_code == 404
    assert owner.client.post(strange, json=told()).status_code == 404
