"""The command that enters the official calendar."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from marketplace.cli import root
from marketplace.core.db import Database
from marketplace.notices.queries import load_calendar


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("DEMO_MODE", "1")
    return lambda *arguments: CliRunner().invoke(root, ["calendar", "load", *arguments])


def test_bundled_years_are_entered_once(database: Database, run) -> None:  # type: ignore[no-untyped-def]
    first, second = run(), run()

    assert first.output == "已录入：2025、2026（共 2 年）\n"
    assert second.output == "已录入：没有新的年份（共 0 年）\n"
    with database.session() as session:
        assert load_calendar(session).years == {2025, 2026}


def test_dry_run_enters_nothing(database: Database, run) -> None:  # type: ignore[no-untyped-def]
    assert run("--dry-run").exit_code == 0

    with database.session() as session:
        assert load_calendar(session).years == frozenset()


def test_own_file_replaces_a_year(database: Database, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "2026.yaml"
    file.write_text(
        "year: 2026\nsource: 调整\ndays_off: []\ndays_worked:\n  - {name: 补班, day: 2026-01-10}\n", encoding="utf-8"
    )
    run()

    assert run(str(file)).exit_code == 0

    with database.session() as session:
        assert [str(day) for day in load_calendar(session).worked if day.year == 2026] == ["2026-01-10"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("year: 2026", "日历文件读不懂：“2026.yaml”缺少 source。"),
        ("[", "日历文件读不懂：“2026.yaml”第 1 行不是正确的 YAML 写法"),
        (
            "year: 二〇二六\nsource: x\ndays_off: []\ndays_worked: []\n",
            "“2026.yaml”的写法不对。要写 year",
        ),
        ("year: 2026\nsource: x\ndays_off: []\ndays_worked:\n  - {name: y, day: 2026-01-05}\n", "不是周六或周日"),
    ],
)
def test_file_that_makes_no_sense_ends_with_code_2(run, tmp_path: Path, text: str, message: str) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "2026.yaml"
    file.write_text(text, encoding="utf-8")

    done = run(str(file))

    assert done.exit_code == 2
    assert message in done.output
