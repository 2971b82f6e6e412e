"""Workbooks and CSV files as people send them: titles above headers, other headers, merged cells, other programs."""

from pathlib import Path

import openpyxl
import pytest

from marketplace.exchange import (
    EnterpriseRow,
    IndustryRef,
    ProblemRow,
    Severity,
    collect,
    inspect_headers,
    read_enterprises,
    read_files,
    read_path,
    read_workbook,
    write_csv,
    write_workbook,
)
from marketplace.exchange.header_findings import HOW
from marketplace.exchange.sheets import SheetKind

ROOT = Path(__file__).parents[2]
PLAIN = [["编号", "企业名称"], ["1", "甲厂"]]


def errors_of(collection):
    return [str(defect) for defect in collection.defects if defect.severity is Severity.ERROR]


@pytest.mark.parametrize("name", ["企业.xls", "企业.et", "企业.csv"])
def test_old_workbook_is_read_whatever_its_name(places, tmp_path, name):
    path = tmp_path / name
    path.write_bytes((ROOT / "tests/data/exchange/enterprises.xls").read_bytes())

    collection = read_workbook(path, places=places)

    assert collection.defects == ()
    assert collection.enterprises == (
        EnterpriseRow(
            ref="1",
            name="诸暨某某袜业有限公司",
            county="诸暨市",
            city="绍兴市",
            industry=IndustryRef(catalog_no=24),
            employees=85,
            problems=(ProblemRow(text="袜机断纱没人知道", priority=1),),
        ),
    )


def test_title_above_the_headers_is_passed_over(places, make_workbook):
    path = make_workbook({"汇总": [["2026年某县企业汇总表"], [], *PLAIN]})

    assert [row.ref for row in read_workbook(path, places=places).enterprises] == ["1"]


def test_headers_are_read_in_any_width_and_order(places, make_workbook):
    path = make_workbook({"企业": [["设区市", "* 企业名称 ", "县(市､区)", "编 号"], ["绍兴市", "甲厂", "柯桥区", "1"]]})

    row = read_workbook(path, places=places).enterprises[0]

    assert (row.ref, row.name, row.city) == ("1", "甲厂", "绍兴市")


def test_unknown_header_is_reported_with_a_suggestion(places, make_workbook):
    path = make_workbook({"企业": [["编号", "企业名称", "员工人数"], ["1", "甲厂", 30]]})

    collection = read_workbook(path, places=places)

    assert [str(defect) for defect in collection.defects] == [
        f"“表.xlsx”工作表“企业”单元格C1：不认识表头“员工人数”，这一列已忽略，是不是“从业人数”？可以指定{HOW}。"
    ]
    assert collection.defects[0].suggestion == "从业人数"


def test_headers_of_other_people_are_read_by_a_mapping(places, make_workbook):
    path = make_workbook({"Sheet1": [["序号", "单位名称", "员工人数"], [7, "甲厂", 30]]})
    mapping = {"序号": "编号", "单位名称": "企业名称", "员工人数": "从业人数"}

    collection = read_workbook(path, places=places, mapping=mapping)

    assert collection.enterprises == (EnterpriseRow(ref="7", name="甲厂", employees=30),)
    assert collection.defects == ()


def test_mapping_of_one_sheet_leaves_the_same_header_of_another(places, make_workbook):
    providers = [["编号", "名称", "名"], ["P1", "乙", "丙"]]
    path = make_workbook({"一": [["编号", "名"], ["1", "甲厂"]], "服务商": providers})

    collection = read_workbook(path, places=places, mapping={"一!名": "企业名称"})

    assert [row.name for row in collection.enterprises] == ["甲厂"]
    assert [defect.cell for defect in collection.defects] == ["C1"]


def test_header_mapped_to_nothing_is_ignored_silently(places, make_workbook):
    path = make_workbook({"企业": [["编号", "企业名称", "备注"], ["1", "甲厂", "x"]]})

    assert read_workbook(path, places=places, mapping={"备注": ""}).defects == ()


def test_unknown_table_is_refused_with_a_guess(places, make_workbook):
    path = make_workbook({"Sheet1": [["序号", "单位名称", "职工人数"], [1, "甲厂", 30]]})

    words = (
        f"“表.xlsx”工作表“Sheet1”：表头与“企业”表不一致，没有读取；请对应表头{HOW}"
        "，可能是“序号”对应“编号”、“单位名称”对应“企业名称”、“职工人数”对应“从业人数”；或改用模板。"
    )
    assert errors_of(read_workbook(path, places=places)) == [words]


def test_headers_are_described_for_the_mapping_page(make_workbook):
    path = make_workbook({"Sheet1": [["序号", "单位名称", "编码规则"], [1, "甲厂", ""]], "企业": PLAIN})

    foreign, own = inspect_headers(path)

    assert (foreign.kind, foreign.is_certain) == (SheetKind.ENTERPRISES, False)
    assert dict(foreign.suggestions) == {"序号": "编号", "单位名称": "企业名称"}
    assert foreign.missing == ("编号", "企业名称")
    assert (own.is_certain, dict(own.known)) == (True, {"编号": "编号", "企业名称": "企业名称"})


def test_sheet_without_a_required_column_is_refused(places, make_workbook):
    path = make_workbook({"企业": [["企业名称", "设区市"], ["甲厂", "绍兴市"]]})

    assert errors_of(read_workbook(path, places=places)) == [
        f"“表.xlsx”工作表“企业”第1行：“企业”表缺少必需的表头“编号”；请补上这一列，或为别的表头指定{HOW}。"
    ]


def test_merged_number_counts_for_all_its_rows(places, tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.title = "企业"
    for row in PLAIN:
        workbook.active.append(row)
    problems = workbook.create_sheet("问题清单")
    for row in (["企业编号", "问题"], ["1", "缸差"], [None, "漏气"]):
        problems.append(row)
    problems.merge_cells("A2:A3")
    workbook.save(tmp_path / "a.xlsx")

    collection = read_workbook(tmp_path / "a.xlsx", places=places)

    assert [problem.text for problem in collection.enterprises[0].problems] == ["缸差", "漏气"]
    assert collection.defects == ()


def test_hidden_sheet_is_passed_over_with_a_warning(places, tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.title = "企业"
    workbook.active.append(["编号", "企业名称"])
    hidden = workbook.create_sheet("服务商")
    hidden.append(["编号", "名称"])
    hidden.append(["P1", "乙"])
    hidden.sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")

    collection = read_workbook(tmp_path / "a.xlsx", places=places)

    assert collection.providers == ()
    assert [defect.sheet for defect in collection.defects] == ["服务商"]


def test_several_values_are_parted_by_enumeration_comma_or_line_break(places, make_workbook):
    path = make_workbook(
        {
            "服务商": [["编号", "名称", "服务区域", "行业序号"], ["P1", "乙", "浙江省、杭州市", "1、24\n3"]],
            "解决方案模块": [["服务商编号", "名称", "场景"], ["P1", "报工", "计件工资\n进度，查询"]],
        }
    )

    provider = read_workbook(path, places=places).providers[0]

    assert provider.regions == ("浙江省", "杭州市")
    assert provider.industries == (1, 24, 3)
    assert provider.modules[0].scenarios == ("计件工资", "进度，查询")


def test_number_lost_by_the_spreadsheet_is_told(places, make_workbook):
    path = make_workbook({"企业": [["编号", "企业名称", "统一社会信用代码"], ["1", "甲厂", 913306030000000000]]})

    assert errors_of(read_workbook(path, places=places)) == [
        "“表.xlsx”工作表“企业”单元格C2，统一社会信用代码：被表格当成了数字，末几位已丢失，请把单元格设为文本后重新填写。"
    ]


def test_problems_without_their_enterprises_give_one_message(places, tmp_path):
    path = tmp_path / "问题清单.csv"
    path.write_text("企业编号,问题\n1,缸差\n2,漏气\n", encoding="utf-8")

    assert errors_of(read_workbook(path, places=places)) == [
        "“问题清单.csv”第2行，企业编号：没有“企业”表，这张表的行不知道属于谁；请把“企业”表一起上传。"
    ]


def test_csv_files_are_joined_in_any_order(places, tmp_path):
    problems, firms = tmp_path / "a.csv", tmp_path / "b.csv"
    problems.write_text("企业编号;问题\n1;缸差\n", encoding="utf-8")
    firms.write_text("编号\t企业名称\n1\t甲厂\n", encoding="utf-8")

    collection = collect(read_files([("", problems), ("", firms)], places=places))

    assert collection.enterprises == (EnterpriseRow(ref="1", name="甲厂", problems=(ProblemRow(text="缸差"),)),)


def test_folder_is_read_as_one_set(places, tmp_path, judged):
    (tmp_path / "providers.jsonl").write_bytes((judged / "providers.jsonl").read_bytes())
    (tmp_path / "enterprises.jsonl").write_bytes((judged / "enterprises.jsonl").read_bytes())

    collection = collect(read_path(tmp_path, places=places))

    assert (len(collection.enterprises), len(collection.providers)) == (88, 94)


def test_only_enterprises_are_read_when_they_are_asked_for(places, make_workbook):
    path = make_workbook({"企业": PLAIN, "服务商": [["编号", "名称", "类别"], ["P1", "乙", "不存在的类别"]]})

    assert list(read_enterprises(path, places=places)) == [EnterpriseRow(ref="1", name="甲厂")]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "'=1", "\uff1d1"])
def test_text_like_a_formula_is_guarded_in_files_and_read_back(places, tmp_path, text):
    row = EnterpriseRow(ref="1", name=text)
    write_workbook(tmp_path / "a.xlsx", enterprises=[row])
    paths = write_csv(tmp_path, enterprises=[row])

    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["企业"]["B2"]

    assert (cell.data_type, cell.value) == ("s", f"'{text}")
    assert f"'{text}" in paths[0].read_text(encoding="utf-8-sig")
    assert read_workbook(tmp_path / "a.xlsx", places=places).enterprises == (row,)
    assert read_workbook(paths[0], places=places).enterprises == (row,)


def test_markup_in_a_cell_stays_text(places, make_workbook):
    path = make_workbook({"企业": [["编号", "企业名称"], ["1", "<script>alert(1)</script>"]]})

    assert read_workbook(path, places=places).enterprises[0].name == "<script>alert(1)</script>"
