"""Bad reference data is refused with file and row."""

import shutil
from pathlib import Path

import pytest

from seed.reference import SeedDataError, load_library
from seed.reference.files import DATA_DIR


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    # Thousands of phrases would make each test slow and prove nothing here.
    ignored = shutil.ignore_patterns("*.jsonl")
    return Path(shutil.copytree(DATA_DIR, tmp_path / "data", ignore=ignored))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


SCENARIO = """
- code: {code}
  name: {name}
  stage: hr
  bound: G
  description: 只为检查而写的一个场景说明。
  aliases: [{alias}]
  parents: [{parent}]
"""


def load_defects(data_dir: Path) -> str:
    with pytest.raises(SeedDataError) as caught:
        load_library(data_dir)
    return str(caught.value)


def test_load_of_alias_in_two_scenarios_is_refused(data_dir: Path) -> None:
    text = SCENARIO.format(code="other_wage", name="另一种工资", alias="计件工资", parent="hr")
    append(data_dir / "scenarios" / "hr.yaml", text)

    assert "scenario piecewage" not in load_defects(data_dir)
    assert "used by piecewage, other_wage" in load_defects(data_dir)


def test_load_of_unknown_parent_is_refused(data_dir: Path) -> None:
    text = SCENARIO.format(code="other_wage", name="另一种工资", alias="另种算法", parent="nowhere")
    append(data_dir / "scenarios" / "hr.yaml", text)

    assert load_defects(data_dir) == "scenario other_wage: unknown parent nowhere"


def test_load_of_missing_field_names_file_and_row(data_dir: Path) -> None:
    (data_dir / "scenarios" / "hr.yaml").write_text("- code: lonely\n  name: 孤零零\n", "utf-8")

    assert "scenarios/hr.yaml row 1 (lonely), field stage" in load_defects(data_dir)


def test_load_of_phrase_with_unknown_scenario_is_refused(data_dir: Path) -> None:
    line = '{"text": "一句没人认得的话", "voice": "owner", "scenarios": ["nowhere"]}\n'
    (data_dir / "phrases" / "zz_bad.jsonl").write_text(line, "utf-8")

    assert load_defects(data_dir) == "phrase 一句没人认得的话: unknown scenario nowhere"


def test_load_of_broken_json_names_row(data_dir: Path) -> None:
    (data_dir / "phrases" / "zz_bad.jsonl").write_text('\n{"text": \n', "utf-8")

    assert "zz_bad.jsonl row 2" in load_defects(data_dir)


def test_load_of_region_with_unknown_member_is_refused(data_dir: Path) -> None:
    append(data_dir / "regions.csv", "无名三角,group,,无名市\n")

    assert load_defects(data_dir) == "region 无名三角: unknown member 无名市"


def test_load_of_kin_without_reason_is_refused(data_dir: Path) -> None:
    append(data_dir / "kinship.yaml", "  nobody:\n    - {kin: food, share: 0.3}\n")

    assert "kinship.yaml row 1, field kin.nobody.0.reason" in load_defects(data_dir)


def test_phrase_of_heldout_file_is_not_learned_and_keeps_the_edition(data_dir: Path) -> None:
    before = load_library(data_dir)
    line = '{"text": "留出来检验用的一句话", "voice": "county", "scenarios": ["piecewage"]}\n'
    (data_dir / "phrases" / "heldout_zz.jsonl").write_text(line, "utf-8")
    load_library.cache_clear()

    after = load_library(data_dir)

    assert [p.text for p in after.phrases if p.held_out][-1] == "留出来检验用的一句话"
    assert after.edition == before.edition


def test_phrase_under_former_code_means_the_new_one(data_dir: Path) -> None:
    line = '{"text": "从前的编号写的一句话", "voice": "owner", "scenarios": ["diagnose"]}\n'
    (data_dir / "phrases" / "zz_old.jsonl").write_text(line, "utf-8")

    phrase = next(p for p in load_library(data_dir).phrases if p.text == "从前的编号写的一句话")

    assert phrase.scenarios == ("diagnosis",)
