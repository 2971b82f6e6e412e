"""The questionnaire saves itself, shows the level, is handed in once, and gives a report that verifies."""

import io
import re

import pytest
from docx import Document
from sqlmodel import select

from marketplace.assessments.facts import digest_of
from marketplace.assessments.models import Assessment
from marketplace.assessments.queries import find_latest, latest_levels
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.drafts.models import Draft
from marketplace.enterprises.rows import load_enterprise_rows
from tests.assessments.filled import JSON, address, filled
from tests.enterprises.conftest import MakeEnterprise, MakePerson
from tests.fixtures.web import Person


def conclude(person: Person, **changed: object) -> str:
    answer = person.client.post(address(person, "/new"), data=filled(do="conclude", **changed))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_desk_without_an_assessment_says_what_to_do(owner: Person) -> None:
    assert "开始评测" in owner.client.get(address(owner)).text


def test_ticking_saves_and_another_sign_in_goes_on(owner: Person) -> None:
    told = owner.client.post(address(owner, "/new"), data={"network": ["control"], "scene_energy": "2"}, headers=JSON)

    page = owner.client.get(address(owner, "/new")).text

    assert told.status_code == 200
    assert 'name="network" value="control" checked' in page
    assert 'name="scene_energy" value="2" checked' in page
    assert "还有 24 题没选" in page  # Nine single choices and fifteen scenes; of several, none may be true.


def test_level_is_shown_as_one_goes(owner: Person) -> None:
    owner.client.post(address(owner, "/new"), data=filled(), headers=JSON)

    assert "一级</b>，" in owner.client.get(address(owner, "/new")).text


def test_open_questions_are_named_and_nothing_is_concluded(stored: Database, owner: Person) -> None:
    answer = owner.client.post(address(owner, "/new"), data=filled(do="conclude", systems="", scene_energy=""))

    assert answer.status_code == 422
    assert "有 2 处需要改" in answer.text
    assert 'href="#f-scene_energy"' in answer.text
    with stored.session() as session:
        assert session.exec(select(Assessment)).all() == []


def test_concluded_assessment_is_kept_with_its_digest_and_ends_the_draft(stored: Database, owner: Person) -> None:
    conclude(owner)

    with stored.session() as session:
        made = session.exec(select(Assessment)).one()
        assert made.digest == digest_of(made)
        assert made.level == 1
        assert session.exec(select(Draft)).all() == []
        assert any("assessment.concluded" in event for event in session.exec(select(JournalEntry.event)))


def test_double_click_concludes_once(stored: Database, owner: Person) -> None:
    first = conclude(owner, purpose="before")

    assert conclude(owner, purpose="before") == first
    with stored.session() as session:
        assert len(session.exec(select(Assessment)).all()) == 1


def test_saved_form_is_handed_in_without_script_from_the_page_that_shows_it(owner: Person) -> None:
    owner.client.post(address(owner, "/new"), data=filled(do="keep"))
    page = owner.client.get(address(owner, "/new")).text
    seen = re.findall(r'name="(draft_version)" value="([^"]*)"', page)

    answer = owner.client.post(address(owner, "/new"), data=filled(do="conclude", systems="all", **dict(seen)))

    assert seen == [("draft_version", "1")]
    assert answer.location.startswith(address(owner))
    assert "另一个窗口" not in owner.client.get(answer.location).text


def test_report_can_be_read_as_a_paper(owner: Person) -> None:
    page = owner.client.get(conclude(owner)).text
    link = page.split('href="/documents/')[1].split('"')[0]

    document = Document(io.BytesIO(owner.client.get(f"/documents/{link}").data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])

    assert "数字化水平评测报告" in text
    assert "级别：一级" in text
    assert "能耗管理" in text
    assert "到二级" in text


def test_report_is_closed_to_strangers_and_open_to_the_county(
    owner: Person, officer: Person, person: MakePerson, enterprise: MakeEnterprise
) -> None:
    page = owner.client.get(conclude(owner)).text
    link = "/documents/" + page.split('href="/documents/')[1].split('"')[0]
    stranger = person(Role.ENTERPRISE, organisation_id=enterprise())

    assert officer.client.get(link).status_code == 200
    assert stranger.client.get(link).status_code == 404


def test_next_assessment_begins_with_the_last_answers(owner: Person) -> None:
    conclude(owner, depth="2")

    assert 'name="scene_energy" value="2" checked' in owner.client.get(address(owner, "/new")).text


def test_two_windows_that_answer_differently_wait_for_a_choice(owner: Person) -> None:
    owner.client.post(address(owner, "/new"), data=filled(), headers=JSON)

    told = owner.client.post(address(owner, "/new"), data=filled(systems="all"), headers=JSON)
    page = owner.client.get(told.get_json()["merge_url"]).text

    assert told.status_code == 409
    assert "全部环节" in page


def test_suggested_scenario_goes_onto_the_list_once(stored: Database, owner: Person) -> None:
    # Two binding scenes of three stand at the second step; energy is the nearest to it.
    deep = dict.fromkeys(("design", "marketing", "process_design", "aftersales", "planning", "hr"), "2")
    conclude(owner, depth="0", scene_energy="1", **{f"scene_{code}": depth for code, depth in deep.items()})
    page = owner.client.get(address(owner)).text
    code = page.split('name="code" value="')[1].split('"')[0]

    for _ in range(2):
        owner.client.post(address(owner, "/wanted"), data={"code": code})

    with stored.session() as session:
        row = load_enterprise_rows(session, ids=[owner.actor.organisation_id])[0]
    assert [one.links for one in row.scenarios] == [(code,)]


def test_latest_of_a_purpose_and_levels_of_an_area(stored: Database, owner: Person) -> None:
    conclude(owner, purpose="before")
    conclude(owner, purpose="after", depth="0")

    own = owner.actor.organisation_id
    with stored.session() as session:
        before = find_latest(session, enterprise_id=own)
        assert before is not None
        assert before.purpose.value == "after"
        assert latest_levels(session, enterprise_ids=[own, own + 1]) == {own: 0}


@pytest.mark.parametrize("typed", [{"network": ["x" * 10_000]}, {"scene_energy": "9"}, {"purpose": "<b>"}])
def test_answers_that_are_none_are_left_out(owner: Person, typed: dict[str, object]) -> None:
    told = owner.client.post(address(owner, "/new"), data=typed, headers=JSON)

    assert told.status_code == 200
    assert "xxx" not in owner.client.get(address(owner, "/new")).text
