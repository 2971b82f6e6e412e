"""Everything that can be wrong with a row gets one sentence that says what, where and how to mend it."""

import io
import json

import pytest

from marketplace.exchange import Severity, collect, read_enterprises, read_providers, read_workbook

GOOD = {"ref": "E0", "name": "绍兴柯桥澜绮印染有限公司", "county": "柯桥区", "city": "绍兴市"}

# Each line is wrong in one way only; beside it the sentence that it must give.
DEFECTIVE_LINES = [
    ("{", "第2行：不是完整的JSON对象（第3个字符附近），请检查引号、逗号和括号。"),
    ("[1]", "第3行：一行应是花括号里的一组字段，现在是列表。"),
    ({"name": "甲厂"}, "第4行，编号：没有填写，请为每一行写一个不重复的编号。"),
    ({"ref": "E4"}, "第5行，名称：没有填写，请写登记的全称。"),
    ({**GOOD}, "第6行，编号：编号“E0”与第1行重复，同一个文件里每个编号只能用一次。"),
    (
        {**GOOD, "ref": "E6", "uscc": "9111000060003734"},
        "第7行，统一社会信用代码：“9111000060003734”有16位，应是18位。",
    ),
    (
        {**GOOD, "ref": "E7", "uscc": "911100006000373411"},
        "第8行，统一社会信用代码：“911100006000373411”的校验位不对，请对照营业执照检查是否输错。",
    ),
    (
        {**GOOD, "ref": "E8", "county": "昆山市", "city": "苏州市"},
        (
            "第9行，县（市、区）：浙江省没有“苏州市昆山市”；请填县（市、区）和设区市的名称（如“柯桥区”“绍兴市”），"
            "或填6位行政区划代码，不清楚时留空。"
        ),
    ),
    (
        {**GOOD, "ref": "E9", "county": "西湖区", "city": ""},
        "第10行，设区市：没有填写，外省也可能有“西湖区”；请补填设区市（杭州市）。",
    ),
    (
        {**GOOD, "ref": "E10", "county": "330603", "city": "杭州市"},
        "第11行，县（市、区）：代码330603是绍兴市柯桥区，与设区市“杭州市”不一致，请改正其中一个。",
    ),
    (
        {**GOOD, "ref": "E11", "industry": {"catalog_no": 40}},
        "第12行，行业的目录序号：“40”超出范围，应在1到39之间，请检查数字和单位。",
    ),
    (
        {**GOOD, "ref": "E12", "industry": {"catalog_no": 1, "text": "灯具"}},
        "第13行，行业：目录序号、行业代码、行业文字只能填一项，请留下最有把握的一项。",
    ),
    (
        {**GOOD, "ref": "E13", "industry": {"gbt_code": "F51"}},
        "第14行，行业的行业代码：“F51”不是国民经济行业代码，应是2至4位数字，前面可以有字母C，如“C1713”。",
    ),
    ({**GOOD, "ref": "E14", "employees": "很多"}, "第15行，从业人数：“很多”不是数字，请只填阿拉伯数字，例如“12.5”。"),
    ({**GOOD, "ref": "E15", "employees": 12.5}, "第16行，从业人数：“12.5”应是整数，请去掉小数。"),
    (
        {**GOOD, "ref": "E16", "problems": [{"text": "缸差", "priority": 9}]},
        "第17行，第1个问题的紧急程度：“9”超出范围，应在1到3之间，请检查数字和单位。",
    ),
    (
        {**GOOD, "ref": "E17", "scenarios": [{"name": "排缸"}, {"name": "追溯", "kind": "Z"}]},
        "第18行，第2个场景的类别：“Z”不在可选项里，应是共性、个性之一。",
    ),
    (
        {**GOOD, "ref": "E18", "preferences": {"payment": ["分期付费"]}},
        "第19行，偏好的付费方式：“分期付费”不在可选项里，应是一次性付费、按使用付费、按效果付费之一。",
    ),
    (
        {**GOOD, "ref": "E19", "preferences": {"must": "region"}},
        "第20行，偏好的必须满足：应是列表，现在是文字“region”；只有一个值时也请放在方括号里。",
    ),
    (
        {**GOOD, "ref": "E20", "description": "染" * 10_001},
        "第21行，情况简介：有10,001字，最多10,000字，请缩短，详细材料可以作为附件另行提交。",
    ),
]


def as_file(lines) -> io.BytesIO:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return io.BytesIO("\n".join(texts).encode())


def test_file_with_twenty_kinds_of_defects_gives_twenty_messages(places):
    file = as_file([GOOD, *(line for line, _ in DEFECTIVE_LINES)])

    collection = collect(read_enterprises(file, places=places, name="企业.jsonl"))

    assert [str(defect) for defect in collection.defects] == [f"“企业.jsonl”{words}" for _, words in DEFECTIVE_LINES]


def test_file_with_a_defect_gives_nothing_to_apply(places):
    collection = collect(read_enterprises(as_file([GOOD, "{"]), places=places))

    assert collection.to_apply().enterprises == ()


def test_file_with_a_defect_gives_good_rows_when_bad_ones_are_skipped(places):
    collection = collect(read_enterprises(as_file([GOOD, "{"]), places=places))

    assert [row.ref for row in collection.to_apply(skip_bad=True).enterprises] == ["E0"]


def test_warning_does_not_hold_rows_back(places):
    collection = collect(read_enterprises(as_file([{**GOOD, "telephone": ""}]), places=places))

    assert [row.ref for row in collection.to_apply().enterprises] == ["E0"]


def test_unknown_field_in_many_rows_is_reported_once(places):
    file = as_file([{**GOOD, "ref": str(number), "法人": ""} for number in range(3)])

    collection = collect(read_enterprises(file, places=places, name="a.jsonl"))

    assert [str(defect) for defect in collection.defects] == [
        "“a.jsonl”第1行：不认识字段“法人”，已忽略（同名字段只提示一次）。"
    ]


def test_missing_and_empty_fields_are_no_fault(places):
    empty = {"uscc": "", "county": None, "city": " ", "industry": {}, "problems": [], "preferences": {"payment": []}}

    collection = collect(read_enterprises(as_file([{"ref": "1", "name": "甲厂", **empty}]), places=places))

    assert collection.defects == ()


def test_ten_megabytes_of_text_are_refused_in_one_sentence(places):
    file = as_file([{**GOOD, "description": "a" * 10 * 1024 * 1024}])

    collection = collect(read_enterprises(file, places=places, name="a.jsonl"))

    assert [str(defect) for defect in collection.defects] == [
        "“a.jsonl”第1行，情况简介：有10,485,760字，最多10,000字，请缩短，详细材料可以作为附件另行提交。"
    ]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1" * 5000])
def test_number_that_is_none_is_refused(places, number):
    file = io.BytesIO(b'{"ref": "1", "name": "a", "revenue_wan": %s}' % number.encode())

    collection = collect(read_enterprises(file, places=places))

    assert [defect.severity for defect in collection.defects] == [Severity.ERROR]
    assert collection.enterprises == ()


def test_brackets_without_end_are_refused(places):
    file = io.BytesIO(b'{"ref": ' + b"[" * 200_000)

    collection = collect(read_enterprises(file, places=places, name="a.jsonl"))

    assert [str(defect) for defect in collection.defects] == [
        "“a.jsonl”第1行：含有不能读取的数字或层层嵌套的括号，请改正。"
    ]


def test_line_in_a_broken_encoding_is_named(places):
    file = io.BytesIO(b'{"ref": "1", "name": "a"}\n{"ref": "2", "name": "\xd5\xc5"}\n')

    collection = collect(read_enterprises(file, places=places, name="a.jsonl"))

    assert [str(defect) for defect in collection.defects] == [
        "“a.jsonl”第2行：从第23个字节起不是UTF-8编码，请把文件另存为UTF-8：在记事本或WPS里打开，另存时编码选“UTF-8”。"
    ]


def test_module_number_twice_in_one_provider_is_refused(places):
    modules = [{"ref": "M1", "name": "报工"}, {"ref": "M1", "name": "排产"}]

    collection = collect(read_providers(as_file([{"ref": "P1", "name": "甲", "modules": modules}]), places=places))

    assert [defect.field for defect in collection.defects] == ["modules[1].ref"]


def test_unknown_region_is_reported_and_kept(places):
    collection = collect(read_providers(as_file([{"ref": "P1", "name": "甲", "regions": ["浙北"]}]), places=places))

    assert collection.providers[0].regions == ("浙北",)
    assert [str(defect) for defect in collection.defects] == [
        "“上传的文件”第1行，服务区域：地名库里没有“浙北”，不计入服务区域；请写全称，如“浙江省”“绍兴市”。"
    ]


def test_defect_in_a_workbook_names_sheet_cell_and_header(places, make_workbook):
    path = make_workbook(
        {
            "企业": [["编号", "企业名称", "从业人数"], ["1", "甲厂", 30], ["2", "乙厂", "很多"]],
            "问题清单": [["企业编号", "问题", "紧急程度"], ["1", "缸差", 1], ["1", "排产乱", 7], ["9", "漏气", 1]],
        }
    )

    collection = read_workbook(path, places=places)

    assert [str(defect) for defect in collection.defects] == [
        (
            "“表.xlsx”工作表“问题清单”单元格C3，紧急程度：“7”超出范围，应在1到3之间，请检查数字和单位。"
            "“甲厂”整家因此没有读入，改好这一格再上传就能读入。"
        ),
        "“表.xlsx”工作表“企业”单元格C3，从业人数：“很多”不是数字，请只填阿拉伯数字，例如“12.5”。",
        "“表.xlsx”工作表“问题清单”单元格A4，企业编号：“9”在“企业”表的编号里找不到，请改正，或在“企业”表里补上这一行。",
    ]


@pytest.mark.parametrize(
    ("county", "city", "suggestion"),
    [("柯侨区", "绍兴市", "绍兴市柯桥区"), ("柯桥区", "杭州市", "绍兴市柯桥区"), ("昆山市", "苏州市", "")],
)
def test_wrong_county_is_answered_with_the_one_that_was_meant(places, county, city, suggestion):
    collection = collect(read_enterprises(as_file([{**GOOD, "county": county, "city": city}]), places=places))

    assert [defect.suggestion for defect in collection.defects] == [suggestion]
