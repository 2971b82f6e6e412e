"""The checks beside the fields: limits at the character, thresholds by rule, what is missing, bad lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.programme.checks import Checked, check_content
from marketplace.programme.plan import CHAPTERS, FIELD_LABELS, number_text
from marketplace.programme.rules import CountyFlags
from marketplace.programme.typed import read_day, read_number
from tests.programme.world import content, round_in

PLAIN, MOUNTAIN = CountyFlags(), CountyFlags(is_mountain=True)


def full_width(text: str) -> str:
    """Return ASCII signs as an input method set to full width types them."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


def check(*, flags: CountyFlags = PLAIN, allows_appeal: bool = False, **changes: str) -> Checked:
    rules = round_in(allows_appeal=allows_appeal).rules(catalog_edition="")
    return check_content(content(**changes), rules=rules, flags=flags, catalog={28, 29})


def test_whole_application_has_no_defect() -> None:
    found = check()

    assert found.defects == {}
    assert found.plan is not None
    assert number_text(found.plan.output) == "120.5"
    assert [item.enterprise for item in found.plan.projects] == ["示例木门一厂有限公司", "示例木门二厂有限公司"]


@pytest.mark.parametrize(("name", "most"), [("goals", 200), ("tasks", 500), ("policies", 300)])
def test_limit_is_kept_at_the_character(name: str, most: int) -> None:
    full = ("目标，" * most)[: most - 1] + "。\n　 "

    assert name not in check(**{name: full}).defects
    assert check(**{name: full + "多"}).defects[name] == [f"限 {most} 字，现在 {most + 1} 字，请删去 1 字。"]


def test_latin_words_count_one_each_against_the_limit() -> None:
    assert "goals" not in check(goals="MES " * 200).defects
    assert "goals" in check(goals="MES " * 201).defects


@pytest.mark.parametrize(
    ("output", "flags", "defects"),
    [("100", PLAIN, []), ("99.9999", PLAIN, ["output"]), ("50", MOUNTAIN, []), ("49.9", MOUNTAIN, ["output"])],
)
def test_output_counts_against_the_condition_of_the_county(output: str, flags: CountyFlags, defects: list[str]) -> None:
    assert list(check(output=output, large_output="20", flags=flags).defects) == defects


def test_output_below_the_condition_names_the_rule() -> None:
    found = check(output="49.9", large_output="20", flags=MOUNTAIN).defects

    assert "附件1试点条件（二）：试点行业产值原则上不低于 50 亿元（山区县）" in found["output"][0]


def test_appeal_is_taken_only_where_the_round_allows_it() -> None:
    low = {"output": "80", "large_output": "20"}

    assert "请在“产值低于条件的申述”里说明" in check(allows_appeal=True, **low).defects["output"][0]
    assert check(allows_appeal=True, appeal="新兴产业，增速全省第一。", **low).defects == {}
    assert "不受理申述" in check(appeal="新兴产业。", **low).defects["output"][0]


@pytest.mark.parametrize(
    "typed", ["00000000000", "0000-0000000", "（0000）0000000", "+00 000 0000 0000", "0000-00000000转123"]
)
def test_telephone_is_taken_as_people_write_it(typed: str) -> None:
    assert check(contact_phone=typed).defects == {}


@pytest.mark.parametrize("typed", ["abc", "12345", "0000-0000000x", "同上", "0" * 40])
def test_what_is_no_telephone_is_told_with_an_example(typed: str) -> None:
    assert "例如 0000-0000000" in check(contact_phone=typed).defects["contact_phone"][0]


@pytest.mark.parametrize("name", list(CHAPTERS))
def test_missing_chapter_is_named(name: str) -> None:
    assert check(**{name: ""}).defects == {name: [f"请填写“{FIELD_LABELS[name]}”。"]}


def test_industry_outside_the_catalogue_needs_a_reason() -> None:
    assert list(check(catalog_no="").defects) == ["off_reason"]
    assert check(catalog_no="", off_reason="全国最大的产业集群。").defects == {}
    assert list(check(catalog_no="77").defects) == ["catalog_no"]


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("output", "很多", "不是数字"),
        ("output", "NaN", "应在 0 到"),
        ("sme_count", "12.5", "请写整数"),
        ("sme_share", "101", "应在 0 到 100"),
        ("large_output", "200", "不能大于工业总产值"),
        ("enterprises_total", "1", "不能少于第一年"),
        ("enterprises_total", "0", "不能少于第一年"),
        ("chart", "选定企业", "第 1 行"),
        ("chart", "a｜b｜2027-03-01｜2027-02-01", "早于开始日期"),
        ("chart", "a｜b｜2027-02-30｜2027-03-01", "没有“2027-02-30”这一天"),
        ("projects", "甲厂｜排产", "要有 3 格"),
        ("projects", "甲厂｜排产｜1\n甲厂｜能耗｜2", "列了两次"),
    ],
)
def test_bad_value_is_told_beside_its_field(name: str, text: str, part: str) -> None:
    found = check(**{name: text}).defects

    assert any(part in one for one in found[name])


def test_cells_pasted_from_a_spreadsheet_are_read() -> None:
    found = check(projects="甲厂\t排产\t1,200.5\n\n乙厂\t能耗\t" + full_width("36"))

    assert found.plan is not None
    assert [number_text(one.investment) for one in found.plan.projects] == ["1200.5", "36"]


@given(st.dictionaries(st.sampled_from(sorted(FIELD_LABELS)), st.text(max_size=60), max_size=12))
def test_whatever_is_typed_is_answered_with_defects_and_never_fails(typed: dict[str, str]) -> None:
    rules = round_in().rules(catalog_edition="")

    found = check_content(typed, rules=rules, flags=CountyFlags(), catalog={28})

    assert found.plan is None
    assert set(found.defects) <= set(FIELD_LABELS)


@given(st.decimals(min_value=0, max_value=100_000, places=4, allow_nan=False))
def test_numbers_are_read_as_they_are_written(value) -> None:  # type: ignore[no-untyped-def]  # a decimal
    assert read_number(number_text(value), decimals=4) == value


@pytest.mark.parametrize("text", ["2027-3-1", "2027/03/01", "2027年3月1日", full_width("2027-03-01")])
def test_days_are_read_in_the_ways_people_write_them(text: str) -> None:
    assert read_day(text).isoformat() == "2027-03-01"
