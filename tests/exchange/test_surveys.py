"""Surveys with one row a plant, whose cells list problems and scenarios."""

import pytest

from marketplace.exchange import ProblemRow, ScenarioRow, inspect_headers, read_workbook
from marketplace.exchange.cells import split_items
from marketplace.exchange.sheets import SheetKind

SURVEY = ["序号", "单位名称", "所在乡镇", "问题1", "问题2", "企业主要的难点和想解决的事", "问题数量", "场景"]
MEANT = {"序号": "编号", "单位名称": "企业名称", "问题1": "问题", "问题2": "问题", "企业主要的难点和想解决的事": "问题"}


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("缸差大", ["缸差大"]),
        ("1. 缸差大 2. 漏气", ["缸差大", "漏气"]),
        ("1、缸差大；\n2、漏气没人知道，\n等客户说。", ["缸差大", "漏气没人知道，\n等客户说。"]),
        ("（1）缸差大（2）漏气", ["缸差大", "漏气"]),
        ("①缸差大②漏气", ["缸差大", "漏气"]),
        ("一、缸差大\n二、漏气", ["缸差大", "漏气"]),
        ("主要问题：\n1.缸差大\n2.漏气", ["缸差大", "漏气"]),
        ("缸差大；漏气\n• 交期不准", ["缸差大", "漏气", "交期不准"]),
        ("1、换线要1、2小时2、次品多", ["换线要1、2小时", "次品多"]),
        ("温差1.5度，订单、库存对不上", ["温差1.5度，订单、库存对不上"]),
        ("2. 只写了第二点", ["2. 只写了第二点"]),
        ("无", []),
        ("", []),
    ],
)
def test_cell_of_a_survey_gives_its_items_in_order(cell, items):
    assert split_items(cell) == items


def test_headers_of_a_survey_are_offered_as_problems_and_a_township_as_nothing(make_workbook):
    path = make_workbook({"摸底表": [SURVEY, [1, "甲厂", "齐贤街道", "缸差", "", "", 2, ""]]})

    (table,) = inspect_headers(path)

    assert table.kind is SheetKind.ENTERPRISES
    assert dict(table.suggestions) == MEANT
    assert dict(table.known) == {"场景": "场景"}
    assert {"问题", "场景"} <= set(table.choices)


def test_problem_list_in_other_words_stays_a_problem_list(make_workbook):
    (table,) = inspect_headers(make_workbook({"Sheet1": [["企业序号", "问题描述"], [1, "缸差"]]}))

    assert table.kind is SheetKind.PROBLEMS


@pytest.mark.parametrize("header", ["所在乡镇", "所属镇街", "所在街道", "所在乡镇（街道）"])
def test_place_below_the_county_is_not_preselected(make_workbook, header):
    (table,) = inspect_headers(make_workbook({"企业": [["编号", "企业名称", header], ["1", "甲厂", "某镇"]]}))

    assert table.unknown == (header,)
    assert dict(table.suggestions) == {}


def test_several_columns_become_the_problems_of_one_plant(places, make_workbook):
    cells = [7, "甲厂", "齐贤街道", "1.缸差大 2.漏气", "", "交期不准；返工多", 4, "助剂称量、能耗监测"]
    path = make_workbook({"摸底表": [SURVEY, cells, [8, "乙厂", "", "无", "断纱", "", 1, ""]]})

    collection = read_workbook(path, places=places, mapping=MEANT | {"所在乡镇": "", "问题数量": ""})

    assert collection.defects == ()
    first, second = collection.enterprises
    assert first.problems == tuple(ProblemRow(text=text) for text in ("缸差大", "漏气", "交期不准", "返工多"))
    assert first.scenarios == (ScenarioRow(name="助剂称量"), ScenarioRow(name="能耗监测"))
    assert second.problems == (ProblemRow(text="断纱"),)


def test_listed_problems_stand_beside_those_of_the_problem_list(places, make_workbook):
    problems = [["企业编号", "问题", "紧急程度"], ["1", "缸差", 1]]
    path = make_workbook({"企业": [["编号", "企业名称", "问题"], ["1", "甲厂", "漏气"]], "问题清单": problems})

    (row,) = read_workbook(path, places=places).enterprises

    assert row.problems == (ProblemRow(text="缸差", priority=1), ProblemRow(text="漏气"))


def test_fault_in_a_listed_item_stands_at_its_cell(places, make_workbook):
    path = make_workbook(
        {"企业": [["编号", "企业名称", "问题", "场景"], ["1", "甲厂", "漏气", f"能耗监测、{'长' * 201}"]]}
    )

    (defect,) = read_workbook(path, places=places).defects

    assert (defect.sheet, defect.cell, defect.field_zh) == ("企业", "D2", "场景")


def test_fault_in_a_child_sheet_names_the_plant_that_it_keeps_out(places, make_workbook):
    problems = [["企业编号", "问题", "紧急程度"], ["1", "缸差", 1], ["2", "漏气", 9]]
    path = make_workbook({"企业": [["编号", "企业名称"], ["1", "甲厂"], ["2", "乙厂"]], "问题清单": problems})

    collection = read_workbook(path, places=places)

    assert [row.name for row in collection.enterprises] == ["甲厂"]
    (defect,) = collection.defects
    assert (defect.sheet, defect.cell) == ("问题清单", "C3")
    assert defect.reason_zh.endswith("“乙厂”整家因此没有读入，改好这一格再上传就能读入。")
