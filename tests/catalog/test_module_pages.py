"""A provider's work on its modules, through the pages."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask import Flask

from marketplace.catalog.forms import LINKING
from marketplace.catalog.questions import QUESTIONS
from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.offers import (
    draft,
    in_review,
    link_report,
    make_operator,
    make_owner,
    make_provider,
    published,
    write_reference,
)
from tests.fixtures.web import Person, StatementCount

FORM: dict[str, object] = {
    "name": "染缸水电汽联采",
    "summary": "每台染缸装表，水电汽自动采集，分摊到每一缸布，成本当天看得到。",
    "scenarios": "能源计量、报工",
    "industries": ["17"],
    "payment": ["一次性付费", "按使用付费"],
    "price_wan": "１９．５万元",  # noqa: RUF001 - full-width digits are what is tested
    "deployment": "混合",
    "days_to_live": "２０天",
    "edit": "0",
}


@pytest.fixture
def owner(app: Flask, database: Database, person: Callable[..., Person]) -> Person:
    """A signed-in person of a confirmed provider."""
    write_reference(database)
    app.extensions["marketplace"].services[LINKING] = link_report
    return person(Role.PROVIDER, organisation_id=make_provider(database))


def desk(owner: Person) -> str:
    return f"/providers/{owner.actor.organisation_id}/modules"


def test_draft_takes_full_width_digits_and_units(owner: Person) -> None:
    answer = owner.client.post(f"{desk(owner)}/new", data=FORM)

    assert answer.status_code == 303
    page = owner.client.get(f"{answer.location}/preview").text
    assert "¥19.5万" in page
    assert "20 天" in page


def test_price_of_a_year_in_yuan_and_a_spoken_span_are_read(owner: Person) -> None:
    said = {**FORM, "price_wan": "6800元一年", "days_to_live": "一个礼拜"}

    page = owner.client.get(f"{owner.client.post(f'{desk(owner)}/new', data=said).location}/edit").text

    assert 'value="0.68"' in page
    assert 'value="7"' in page
    assert "只写 30 就是 30 万元" in page


def test_empty_module_that_is_handed_in_is_told_all_that_is_missing(owner: Person) -> None:
    page = owner.client.post(f"{desk(owner)}/new", data={"edit": "0", "submit": "1"})

    soup = BeautifulSoup(page.text, "html.parser")
    assert page.status_code == 422
    for name in ("name", "summary", "scenarios", "payment", "deployment"):
        assert soup.select_one(f"#f-{name}-error"), name
    assert not soup.select("details[open], details[data-open-wide]")
    draft_only = owner.client.post(f"{desk(owner)}/new", data={"edit": "0"}).text
    assert "f-name-error" in draft_only
    assert "f-summary-error" not in draft_only


def test_save_and_submit_puts_the_module_into_review(owner: Person) -> None:
    answer = owner.client.post(f"{desk(owner)}/new", data={**FORM, "submit": "1"})

    page = owner.client.get(answer.location).text
    assert "正在审核" in page
    assert "生产报工" in page


def test_submit_pressed_twice_is_one_module(owner: Person) -> None:
    draft_page = owner.client.post(f"{desk(owner)}/new", data=FORM).location

    first = owner.client.post(f"{draft_page}/edit", data={**FORM, "edit": "1", "submit": "1"})
    second = owner.client.post(f"{draft_page}/edit", data={**FORM, "edit": "1", "submit": "1"})

    assert (first.status_code, second.status_code) == (303, 303)
    assert owner.client.get(desk(owner)).text.count("染缸水电汽联采") == 1


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("price_wan", "看情况", "没看懂“看情况”是多少，请写一个数，例如“30”或“三十万”。"),
        ("price_wan", "-3", "“-3”超出范围，应在0到100,000之间，请检查数字和单位。"),
        ("price_wan", "nan", "没看懂“nan”是多少，请写一个数，例如“30”或“三十万”。"),
        ("days_to_live", "2.5", "请填写 1 到 3650 之间的整数，单位是天，例如 30。"),
        ("days_to_live", "很快", "没看懂“很快”是多少"),
        ("name", "", "请填写这一项。"),
        ("name", "长" * 201, "最多 200 个字，请缩短一些。"),
        ("summary", "长" * 10_001, "最多 10000 个字，请缩短一些。"),
        ("scenarios", "长" * 121, "太长了；请用顿号把几个词隔开。"),
        ("deployment", "云里", "请从列出的选项中选择。"),
    ],
)
def test_wrong_field_is_explained_and_everything_typed_is_kept(
    owner: Person, field: str, typed: str, message: str
) -> None:
    page = owner.client.post(f"{desk(owner)}/new", data={**FORM, field: typed})

    assert page.status_code == 422
    assert message in page.text
    assert "每台染缸装表" in page.text or field == "summary"
    assert "起草第一个模块" in owner.client.get(desk(owner)).text


def test_stale_form_keeps_what_was_typed_and_changes_nothing(owner: Person) -> None:
    draft_page = owner.client.post(f"{desk(owner)}/new", data=FORM).location
    owner.client.post(f"{draft_page}/edit", data={**FORM, "name": "甲窗口", "edit": "1"})

    answer = owner.client.post(f"{draft_page}/edit", data={**FORM, "name": "乙窗口", "edit": "1"})

    assert answer.location == f"{draft_page}/edit/merge"
    merging = owner.client.get(answer.location).text
    assert "甲窗口" in merging
    assert "乙窗口" in merging
    assert "甲窗口" in owner.client.get(draft_page).text


def test_chosen_text_of_two_windows_is_saved_and_nothing_else_is_lost(owner: Person) -> None:
    draft_page = owner.client.post(f"{desk(owner)}/new", data=FORM).location
    owner.client.post(f"{draft_page}/edit", data={**FORM, "name": "甲窗口", "industries": ["17", "30"], "edit": "1"})
    owner.client.post(f"{draft_page}/edit", data={**FORM, "name": "乙窗口", "interfaces": "用友", "edit": "1"})

    owner.client.post(f"{draft_page}/edit/merge", data={"name": "乙窗口"})

    form = BeautifulSoup(owner.client.get(f"{draft_page}/edit").text, "html.parser")
    assert form.select_one("#f-name")["value"] == "乙窗口"  # type: ignore[index]  # the field is there
    assert [one["value"] for one in form.select("[name=industries][checked]")] == ["17", "30"]
    assert "用友" in form.select_one("#f-interfaces").text  # type: ignore[union-attr]  # the field is there


def autosave(owner: Person, address: str, **typed: object) -> dict[str, object]:
    answer = owner.client.post(address, data={**FORM, **typed}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json
    return found


def test_new_module_that_was_only_typed_is_there_when_one_comes_back(owner: Person) -> None:
    saved = autosave(owner, f"{desk(owner)}/new", name="只打了字")

    page = owner.client.get(f"{desk(owner)}/new").text

    assert saved["version"] == 1
    assert "只打了字" in page
    assert "上次写的还没有保存" in page
    assert "起草第一个模块" in owner.client.get(desk(owner)).text


def test_typed_changes_of_a_draft_wait_until_they_are_saved(owner: Person) -> None:
    draft_page = owner.client.post(f"{desk(owner)}/new", data=FORM).location
    autosave(owner, f"{draft_page}/edit", name="改了一半", edit="1", draft_version="0")

    assert "染缸水电汽联采" in owner.client.get(draft_page).text
    assert "改了一半" in owner.client.get(f"{draft_page}/edit").text

    owner.client.post(f"{draft_page}/edit", data={**FORM, "name": "改好了", "edit": "1", "draft_version": "1"})
    page = owner.client.get(f"{draft_page}/edit").text
    assert "改好了" in page
    assert "上次写的还没有保存" not in page


def test_discarded_changes_are_gone(owner: Person) -> None:
    draft_page = owner.client.post(f"{desk(owner)}/new", data=FORM).location
    autosave(owner, f"{draft_page}/edit", name="改了一半", edit="1")

    owner.client.post(f"{draft_page}/edit/discard")

    assert "改了一半" not in owner.client.get(f"{draft_page}/edit").text


def test_workbook_of_own_modules_has_a_column_a_question(owner: Person) -> None:
    owner.client.post(f"{desk(owner)}/new", data={**FORM, "name": "=1+1"})

    sheet = openpyxl.load_workbook(io.BytesIO(owner.client.get(f"{desk(owner)}.xlsx").data)).active

    assert sheet is not None
    heads, row = sheet.iter_rows(values_only=True)
    said = dict(zip(heads, row, strict=True))
    assert (said["模块名称"], said["首年价格（万元）"], said["上线天数（天）"]) == ("=1+1", 19.5, 20)
    assert len(heads) == 2 + len(list(QUESTIONS))


def test_own_module_is_set_beside_the_market(owner: Person, database: Database) -> None:
    rival = make_owner(database, provider_id=make_provider(database))
    published(database, owner=rival, operator=make_operator(database))
    answer = owner.client.post(f"{desk(owner)}/new", data={**FORM, "submit": "1"})

    page = owner.client.get(answer.location).text

    assert "来自 1 家服务商" in page
    assert "¥1.2万" in page


def test_many_ticked_industries_are_kept_with_a_hint(owner: Person, database: Database) -> None:
    from marketplace.taxonomy.models import Industry

    with database.transaction() as session:
        for number in set(range(1, 40)) - {1, 17, 30}:
            session.add(Industry(catalog_no=number, level1="产业", level2=f"行业{number}", gbt_prefixes=[], words=[]))
    everything = {**FORM, "industries": [str(number) for number in range(1, 40)]}

    answer = owner.client.post(f"{desk(owner)}/new", data=everything)

    assert answer.status_code == 303
    assert "勾选了 39 个行业" in owner.client.get(answer.location).text


def test_html_in_a_module_is_shown_as_text(owner: Person) -> None:
    answer = owner.client.post(f"{desk(owner)}/new", data={**FORM, "name": "<script>alert(1)</script>"})

    page = owner.client.get(answer.location).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_rejected_module_shows_the_reason_and_a_way_on(owner: Person, database: Database) -> None:
    from marketplace.catalog.services import reject
    from tests.fixtures.web import NOW

    waiting = in_review(database, owner=owner.actor)
    with database.transaction() as session:
        reject(
            session,
            actor=make_operator(database),
            version_id=waiting.id or 0,
            reason="请写清用在哪道工序",
            seen_edit=waiting.edit,
            now=NOW,
        )

    page = owner.client.get(f"{desk(owner)}/{waiting.module_id}").text
    assert "请写清用在哪道工序" in page
    assert "修订出新的一版" in page


def test_revised_version_shows_its_differences(owner: Person, database: Database) -> None:
    version = published(database, owner=owner.actor, operator=make_operator(database))
    module = f"{desk(owner)}/{version.module_id}"
    owner.client.post(f"{module}/revise")
    owner.client.post(f"{module}/edit", data={**FORM, "name": "扫码报工二代", "edit": "1"})

    page = owner.client.get(f"{module}/differences/1/2").text

    assert "<mark>二代</mark>" in page
    assert "¥1.2万" in page.replace("<del>", "").replace("</del>", "").replace("<mark>", "").replace("</mark>", "")


def test_step_that_the_state_does_not_allow_is_a_conflict(owner: Person, database: Database) -> None:
    made = draft(database, owner=owner.actor)

    assert owner.client.post(f"{desk(owner)}/{made.module_id}/retire").status_code == 409
    assert owner.client.post(f"{desk(owner)}/{made.module_id}/revise").status_code == 409


def test_another_providers_pages_do_not_exist(owner: Person, database: Database) -> None:
    stranger = make_owner(database, provider_id=make_provider(database))
    made = draft(database, owner=stranger)
    theirs = f"/providers/{stranger.organisation_id}/modules"
    mixed = f"{desk(owner)}/{made.module_id}"

    for address in (theirs, f"{theirs}/new", f"{theirs}/{made.module_id}", mixed, f"{mixed}/edit", f"{mixed}/preview"):
        assert owner.client.get(address).status_code == 404
    assert owner.client.post(f"{theirs}/{made.module_id}/submit").status_code == 404
    assert owner.client.post(f"{mixed}/submit").status_code == 404


def test_list_of_own_modules_takes_as_many_statements_for_twenty(
    owner: Person, database: Database, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    from marketplace.catalog.services import ModuleContent

    draft(database, owner=owner.actor, content=ModuleContent(name="模块0"))
    with count_queries() as one:
        owner.client.get(desk(owner))
    for number in range(1, 20):
        draft(database, owner=owner.actor, content=ModuleContent(name=f"模块{number}"))

    with count_queries() as twenty:
        page = owner.client.get(desk(owner))

    assert "模块19" in page.text
    assert twenty() == one()


def test_what_is_asked_for_at_submission_is_not_called_optional(owner: Person) -> None:
    page = BeautifulSoup(owner.client.get(f"{desk(owner)}/new").text, "lxml")

    label = page.select_one('label[for="f-summary"]')
    legends = [one.get_text() for one in page.select("legend")]
    assert label is not None
    assert label.get_text() == "说明提交审核时要填，草稿可以先空着"
    assert "付费方式提交审核时要填，草稿可以先空着" in legends
    assert "可不填" in str(page.select_one('label[for="f-days_to_live"]'))
