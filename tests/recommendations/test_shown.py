"""What people read: sums that add up, marked words, the county's table."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import unquote

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise
from marketplace.recommendations.snippets import marked, snippet
from marketplace.recommendations.sums import UNITS, shown_groups
from tests.fixtures.web import Person
from tests.recommendations.market import Market

contributions = st.dictionaries(st.text(min_size=1, max_size=5), st.floats(0, 5), min_size=1, max_size=6)


@given(groups=contributions)
def test_shown_parts_add_up_to_the_shown_total(groups: dict[str, float]) -> None:
    shown = shown_groups(groups, most=30.0)

    assert sum(round(value * UNITS) for _, value in shown.parts) == round(shown.total * UNITS)


@given(groups=contributions)
def test_shown_parts_are_each_within_one_unit_of_the_exact_value(groups: dict[str, float]) -> None:
    shown = shown_groups(groups, most=30.0)

    assert all(abs(value - groups[label] / 30.0) < 1.01 / UNITS for label, value in shown.parts)


def test_marked_finds_a_word_whatever_its_width_and_case() -> None:
    wide = "\uff2d\uff25\uff33"  # MES in full width.

    assert marked(f"用{wide}管车间", ["mes"]) == (("用", False), (wide, True), ("管车间", False))


def test_marked_joins_words_that_overlap() -> None:
    assert marked("智能排缸系统", ["智能排", "排缸"]) == (("智能排缸", True), ("系统", False))


@given(text=st.text(max_size=60), words=st.lists(st.text(max_size=4), max_size=4))
def test_marked_pieces_give_the_text_back(text: str, words: list[str]) -> None:
    assert "".join(piece for piece, _ in marked(text, words)) == text


def test_snippet_takes_the_sentence_that_holds_the_words() -> None:
    assert snippet("公司成立多年。自动排缸，插单重排。", ["排缸"]) == (
        ("自动", False),
        ("排缸", True),
        ("，插单重排。", False),
    )


def test_snippet_of_a_long_sentence_is_cut_around_the_word() -> None:
    text = "长" * 200 + "排缸" + "尾" * 200

    pieces = snippet(text, ["排缸"], longest=40)

    assert ("排缸", True) in pieces
    assert sum(len(piece) for piece, _ in pieces) == 42


def test_county_table_shows_first_places_of_its_own_enterprises(market: Market, person: Callable[..., Person]) -> None:
    officer = person(Role.COUNTY, area_prefix="330603")
    told = officer.client.get("/api/v1/county/recommendations").json
    assert [one["enterprise_id"] for one in told["items"]] == [market.dye_house]
    assert told["items"][0]["firsts"][0]["reason"] in officer.client.get("/county/recommendations").text
    wider = person(Role.CITY, area_prefix="33").client
    part = wider.get("/api/v1/county/recommendations?limit=1").json
    rest = wider.get("/api/v1/county/recommendations", query_string={"cursor": part["next"]}).json
    assert [one["enterprise_id"] for one in (*part["items"], *rest["items"])] == [market.dye_house, market.machine_shop]

    page = officer.client.get("/county/recommendations")

    assert "绍兴示例印染有限公司" in page.text
    assert "绍兴示例染整软件有限公司" in page.text
    assert "温岭示例机械有限公司" not in page.text


def test_county_never_sees_another_county_by_asking_for_it(market: Market, person: Callable[..., Person]) -> None:
    officer = person(Role.COUNTY, area_prefix="330603")

    page = officer.client.get("/county/recommendations?county=331081")

    assert "温岭示例机械有限公司" not in page.text


def test_county_workbook_holds_a_row_for_each_enterprise(market: Market, person: Callable[..., Person]) -> None:
    officer = person(Role.PROVINCE, area_prefix="33")

    answer = officer.client.get("/county/recommendations.xlsx")

    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["企业", "绍兴示例印染有限公司", "温岭示例机械有限公司"]
    assert rows[2][4] == "台州示例刀具软件有限公司"


def test_first_that_costs_more_than_was_to_be_spent_is_marked_on_page_and_sheet(
    market: Market, database: Database, person: Callable[..., Person]
) -> None:
    with database.transaction() as session:
        session.get_one(Enterprise, market.dye_house).budget_fen = 15_000_000
    client = person(Role.COUNTY, area_prefix="330603").client

    page = client.get("/county/recommendations").text
    sheet = openpyxl.load_workbook(BytesIO(client.get("/county/recommendations.xlsx").data)).worksheets[0]

    assert "首年 ¥39.5万，超出首年预算 ¥15万" in page
    assert str(sheet.cell(row=2, column=7).value).endswith("；超出首年预算 ¥15万")
    assert (sheet.auto_filter.ref, sheet.print_title_rows) == ("A1:M2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_auditor_reads_one_county_and_takes_its_table_under_the_countys_name(
    market: Market, person: Callable[..., Person]
) -> None:
    auditor = person(Role.AUDITOR)

    page = auditor.client.get("/county/recommendations?county=331081").text
    answer = auditor.client.get("/county/recommendations.xlsx?county=331081")

    assert '<option value="331081" selected>' in page
    assert "温岭示例机械有限公司" in page
    assert "绍兴示例印染有限公司" not in page
    name = unquote(answer.headers["Content-Disposition"])
    assert "每家前三名_台州市温岭市_2026-11-22.xlsx" in name


def test_workbook_holds_prices_as_numbers(market: Market, owner: Person) -> None:
    answer = owner.client.get(f"/enterprises/{market.dye_house}/recommendations.xlsx")

    sheet = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(row=2, column=head.index("首年报价（万元）") + 1).value == 39.5
