"""The template that counties fill in."""

import io

import openpyxl
import pytest

from marketplace.exchange import read_workbook, write_template
from marketplace.exchange.sheets import SHEETS, SheetKind


@pytest.fixture(scope="module")
def template(counties) -> bytes:
    file = io.BytesIO()
    write_template(file, counties=counties, industries=[(number, f"行业{number}") for number in range(1, 40)])
    return file.getvalue()


@pytest.fixture
def workbook(template):
    return openpyxl.load_workbook(io.BytesIO(template))


def rule_of(sheet, header):
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == header)
    return next((rule for rule in sheet.data_validations.dataValidation if f"{letter}2" in rule.sqref), None)


def test_template_has_the_six_sheets_of_the_contract(workbook):
    assert workbook.sheetnames == ["填写说明", "企业", "问题清单", "场景清单", "服务商", "解决方案模块", "案例", "选项"]


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        (
            SheetKind.ENTERPRISES,
            (
                "编号 企业名称 统一社会信用代码 县（市、区） 设区市 目录序号 行业代码 行业文字 企业情况 从业人数 "
                "营业收入（万元） 付费方式 首年预算（万元） 部署方式 必须满足"
            ),
        ),
        (SheetKind.PROBLEMS, "企业编号 问题 紧急程度"),
        (SheetKind.SCENARIOS, "企业编号 场景 共性或个性"),
        (
            SheetKind.PROVIDERS,
            "编号 名称 统一社会信用代码 类别 县（市、区） 设区市 服务区域 行业序号 简介 合作伙伴编号",
        ),
        (
            SheetKind.MODULES,
            "服务商编号 编号 名称 说明 场景 行业序号 付费方式 首年价格（万元） 部署方式 发布日期",
        ),
        (SheetKind.CASES, "服务商编号 企业 行业序号 场景 成效"),
    ],
)
def test_sheet_has_the_headers_of_the_contract(workbook, kind, headers):
    assert [cell.value for cell in workbook[kind.value][1]] == headers.split()


@pytest.mark.parametrize(
    ("sheet", "header", "count"),
    [
        ("企业", "县（市、区）", 90),
        ("企业", "设区市", 11),
        ("企业", "目录序号", 39),
        ("企业", "付费方式", 7),
        ("企业", "部署方式", 4),
        ("企业", "必须满足", 15),
        ("问题清单", "紧急程度", 3),
        ("场景清单", "共性或个性", 2),
        ("服务商", "类别", 3),
        ("解决方案模块", "付费方式", 7),
    ],
)
def test_column_has_a_drop_down_with_all_terms(workbook, sheet, header, count):
    rule = rule_of(workbook[sheet], header)

    title, cells = rule.formula1.replace("$", "").split("!")
    values = [row[0].value for row in workbook[title][cells]]
    assert rule.type == "list"
    assert len(values) == count
    assert all(values)


def test_required_headers_have_notes(workbook):
    assert workbook["企业"]["B1"].comment.text == "必填，营业执照上的全称。"


def test_examples_are_passed_over_when_the_template_is_read(template, places):
    collection = read_workbook(io.BytesIO(template), places=places)

    assert (collection.enterprises, collection.providers, collection.defects) == ((), (), ())


def test_every_sheet_has_an_example_row(workbook):
    assert {kind: workbook[kind.value]["A2"].value for kind in SHEETS} == dict.fromkeys(SHEETS, "示例")


def test_example_rows_would_be_read_without_defects_under_another_number(workbook, places, tmp_path):
    for kind in SHEETS:
        workbook[kind.value]["A2"] = "1"
    workbook.save(tmp_path / "a.xlsx")

    collection = read_workbook(tmp_path / "a.xlsx", places=places)

    assert collection.defects == ()
    assert len(collection.enterprises[0].problems) == 1
    assert len(collection.providers[0].modules) == 1
