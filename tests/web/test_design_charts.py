"""Charts: the picture is to scale, and the table beside it holds the same numbers."""

import pytest

from tests.web.design_samples import one, render

CHARTS = '{% import "components/charts.html" as charts %}'


def _table(source: str, **values: object) -> list[list[str]]:
    rows = render(CHARTS + source, **values).select("tbody tr")
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


def test_bars_are_as_long_as_their_values() -> None:
    page = render(CHARTS + '{{ charts.bars("企业", [("甲", 40), ("乙", 10)], "家") }}')

    assert [bar["width"] for bar in page.find_all("rect", class_="svg-bar")] == ["338.0", "84.5"]


def test_bars_table_repeats_the_numbers() -> None:
    source = '{{ charts.bars("企业", [("甲", 40, 50), ("乙", 10, 50)], "家", other_label="目标") }}'

    assert _table(source) == [["甲", "40", "50"], ["乙", "10", "50"]]


def test_bars_of_nothing_but_zeros_are_drawn() -> None:
    page = render(CHARTS + '{{ charts.bars("企业", [("甲", 0)], "家") }}')

    assert one(page, "rect.svg-bar")["width"] == "0.0"


def test_radar_of_four_axes_points_up_right_down_and_left() -> None:
    page = render(CHARTS + '{{ charts.radar("水平", ["甲", "乙", "丙", "丁"], [100, 50, 100, 0], 100) }}')

    points = str(one(page, "polygon.svg-area-1")["points"]).split()

    assert [tuple(abs(round(float(part))) for part in point.split(",")) for point in points] == [
        (0, 86),
        (43, 0),
        (0, 86),
        (0, 0),
    ]


@pytest.mark.parametrize("count", [3, 5, 15, 16])
def test_radar_of_any_size_has_a_point_for_each_axis(count: int) -> None:
    source = '{{ charts.radar("水平", names, values, 5) }}'

    page = render(CHARTS + source, names=[f"指标{n}" for n in range(count)], values=[3] * count)

    assert len(page.find_all("circle", class_="svg-dot")) == count
    assert len(page.select("tbody tr")) == count


def test_heat_hidden_cell_shows_no_number_anywhere() -> None:
    source = '{{ charts.heat("需求", ["纺织", "服装"], [("能耗", [14, none]), ("称量", [1, 7])], "家") }}'

    page = render(CHARTS + source)

    assert [rect["class"] for rect in page.find_all("rect")] == [
        ["svg-level-5"],
        ["svg-level-0"],
        ["svg-level-1"],
        ["svg-level-3"],
    ]
    assert _table(source) == [["能耗", "14", "–"], ["称量", "1", "7"]]


def test_heat_of_zeros_is_drawn() -> None:
    page = render(CHARTS + '{{ charts.heat("需求", ["纺织"], [("能耗", [0])], "家") }}')

    assert one(page, "rect")["class"] == ["svg-level-1"]


def test_heat_of_many_columns_can_be_scrolled_by_keyboard() -> None:
    source = '{{ charts.heat("需求", names, [("能耗", values)], "家") }}'

    page = render(CHARTS + source, names=list("甲乙丙丁戊己庚"), values=[3] * 7)

    assert one(page, ".chart__scroll")["tabindex"] == "0"


def test_tiles_with_given_levels_use_them() -> None:
    source = '{{ charts.tiles("县", items, "家", levels=[3, 10, 20, 30]) }}'
    items = [
        {"name": name, "value": value, "column": index, "row": 0}
        for index, (name, value) in enumerate([("甲", 3), ("乙", 11), ("丙", None), ("丁", 31)])
    ]

    page = render(CHARTS + source, items=items)

    assert [rect["class"][0] for rect in page.find_all("rect")] == [
        "svg-level-1",
        "svg-level-3",
        "svg-level-0",
        "svg-level-5",
    ]


def test_place_shift_says_both_places() -> None:
    page = render(CHARTS + "{{ charts.place_shift(9, 4) }}")

    assert page.svg is not None
    assert page.svg["aria-label"] == "从第 9 名到第 4 名"


def test_every_picture_points_to_its_table() -> None:
    page = render(CHARTS + '{{ charts.bars("企业", [("甲", 4)], "家") }}')

    assert "旁边有同样内容的表格" in one(page, "svg")["aria-label"]
    assert page.find("table") is not None
