"""Cards, tables, reasons: words beside every mark, roles kept, sums shown."""

import pytest

from tests.web.design_samples import one, render


def test_segments_mark_matches_and_escape_both() -> None:
    source = '{% from "components/reasons.html" import segments %}{{ segments(parts) }}'

    page = render(source, parts=[("<b>水", True), ("和蒸汽</b>", False)])

    assert str(page) == "<mark>&lt;b&gt;水</mark>和蒸汽&lt;/b&gt;"


def test_coverage_says_each_state_in_words() -> None:
    source = '{% from "components/reasons.html" import coverage %}{{ coverage(["yes", "part", "no"], "解决 1 个") }}'

    cells = [cell.get_text() for cell in render(source).find_all("li")]

    assert cells == ["1 能解决", "2 部分解决", "3 没有"]


def test_contributions_draw_each_part_to_scale() -> None:
    source = '{% from "components/reasons.html" import contributions %}{{ contributions(items, 0.5) }}'

    bars = (
        render(source, items=[("难题覆盖", 0.3), ("场景重合", 0.2), ("预算", -0.02)])
        .find_all("svg")[0]
        .find_all("rect")
    )

    assert [(bar["x"], bar["width"]) for bar in bars] == [("0", "298.0"), ("300.0", "198.0")]


def test_contributions_print_a_deduction_with_a_minus_sign() -> None:
    source = '{% from "components/reasons.html" import contributions %}{{ contributions(items, 0.28) }}'

    text = render(source, items=[("难题覆盖", 0.3), ("预算", -0.02)]).get_text()

    assert "−0.0200" in text
    assert "各项相加 = 0.2800" in text


def test_digest_offers_verification() -> None:
    source = '{% from "components/reasons.html" import digest %}{{ digest("引擎 1.0", "sha256:ab", "/verify/ab") }}'

    page = render(source)

    assert page.find("a", href="/verify/ab") is not None
    assert page.code is not None
    assert page.code.get_text() == "sha256:ab"


def test_glance_tie_is_a_word() -> None:
    source = '{% from "components/reasons.html" import glance %}{{ glance(items) }}'
    item = {
        "anchor": "o1",
        "place": 3,
        "name": "云仓",
        "tie": True,
        "states": ["no", "part"],
        "summary": "部分 1 个",
        "cost": "1.5 万元",
        "days": "3 天",
    }

    page = render(source, items=[item])

    assert "并列" in page.get_text()
    assert one(page, "[role=img]")["aria-label"] == "部分 1 个"


def test_matrix_row_that_nobody_covers_says_so_once() -> None:
    source = '{% from "components/matrix.html" import matrix %}{{ matrix("难题", ["甲", "乙"], rows) }}'

    page = render(source, rows=[{"label": "处方", "states": ["no", "no"]}, {"label": "能耗", "states": ["yes", "no"]}])

    assert [cell.get_text(strip=True) for cell in page.find_all("td")] == ["这 2 家都没有", "能解决", "没有"]


def test_table_cells_carry_their_heading_for_phones() -> None:
    source = '{% from "components/tables.html" import table %}{{ table("名单", columns, [["柯桥", "4 家"]]) }}'

    page = render(source, columns=[{"label": "县"}, {"label": "列入", "number": True}])

    assert page.td is not None
    assert (page.td["data-label"], page.td["class"]) == ("列入", ["r"])
    assert page.caption is not None
    assert one(page, "th[scope=row]").get_text(strip=True) == "柯桥"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"text": "甲", "url": "/a"}, '<a href="/a">甲</a>'),
        ({"text": "甲", "note": "乙"}, '甲<span class="who">乙</span>'),
        ({"text": "2 天", "act": True}, '<span class="act">2 天</span>'),
        ({"badge": "公示", "kind": "act"}, '<span class="badge badge--act">公示</span>'),
        (0, "0"),
    ],
)
def test_cell_content_of_each_kind_is_drawn(cell: object, expected: str) -> None:
    source = '{% from "components/tables.html" import cell_content %}{{ cell_content(cell) }}'

    assert str(render(source, cell=cell)).strip() == expected


def test_pager_in_the_middle_names_first_last_and_neighbours() -> None:
    source = '{% from "components/pager.html" import pager %}{{ pager(6, 12, 231, page_url) }}'

    page = render(source, page_url=lambda number: f"/p?page={number}")

    assert [link["href"] for link in page.find_all("a")] == [f"/p?page={number}" for number in (5, 1, 5, 7, 12, 7)]
    assert one(page, "[aria-current=page]").get_text() == "第 6 页"


def test_pager_of_one_page_only_counts() -> None:
    source = '{% from "components/pager.html" import pager %}{{ pager(1, 1, 3, page_url, unit="家") }}'

    page = render(source, page_url=str)

    assert page.find("a") is None
    assert "共 3 家" in page.get_text(" ", strip=True).replace("  ", " ")


def test_steps_say_their_state_in_words() -> None:
    source = '{% from "components/steps.html" import steps %}{{ steps(items) }}'

    page = render(source, items=[("征集", "", "done"), ("公示", "", "now"), ("发布", "", "")])

    assert [item.get_text() for item in page.find_all("b")] == ["征集（已完成）", "公示（进行中）", "发布"]
    assert len(page.select("[aria-current=step]")) == 1


def test_empty_state_always_shows_what_to_do_next() -> None:
    source = '{% from "components/notices.html" import empty %}{{ empty("还没有模块", "写一个。", actions=actions) }}'

    page = render(source, actions=[("写模块", "/new", True)])

    assert one(page, "a[href='/new']").get_text() == "写模块"


def test_notice_of_an_error_is_announced() -> None:
    source = '{% from "components/notices.html" import notice %}{{ notice("没有导入", kind="error", live=true) }}'

    assert len(render(source).select("[role=alert]")) == 1


def test_module_card_without_optional_parts_has_no_empty_elements() -> None:
    source = '{% from "components/cards.html" import module_card %}{{ module_card("三表联采", "/m/1", "柯印智联") }}'

    page = render(source)

    assert page.find("dl") is None
    assert page.find("a", href="/m/1") is not None


@pytest.mark.parametrize("status", [401, 403, 404, 409, 413, 415, 422, 429, 500, 503])
def test_error_page_of_each_status_says_what_to_do(status: int) -> None:
    source = '{% from "components/notices.html" import next_steps %}{{ next_steps(status) }}'

    assert render(source, status=status).find("a") is not None
