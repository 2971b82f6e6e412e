"""The command line's way: files of any size, all or nothing, and out again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import select

from marketplace.core.actor import System
from marketplace.exchange import collect, read_path, write_workbook
from marketplace.imports.bulk import import_files
from marketplace.imports.cli import export_command, import_command
from marketplace.imports.exporting import export_enterprises, export_providers
from marketplace.providers.models import Partnership
from tests.fixtures.web import NOW
from tests.imports.conftest import as_lines, count_enterprises, firm


@pytest.fixture
def bring_in(database, places):
    def run(*paths, **options):
        return import_files(database, paths, actor=System(name="test"), places=places, now=NOW, **options)

    return run


@pytest.fixture
def command(database, settings, monkeypatch):
    """Run a command on the test's database."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("DEMO_MODE", "1")
    return lambda group, *arguments: CliRunner().invoke(group, [str(argument) for argument in arguments])


def write(path, *rows):
    path.write_bytes(as_lines(*rows))
    return path


def test_import_of_a_clean_file_writes_its_rows(bring_in, database, tmp_path):
    path = write(tmp_path / "enterprises.jsonl", firm("E1", "甲厂", employees=3), firm("E2", "乙厂", employees=4))

    result = bring_in(path)

    assert (result.checked.rows, result.checked.errors, result.outcome.enterprises) == (2, 0, 2)
    assert count_enterprises(database) == 2


def test_import_with_an_error_writes_nothing(bring_in, database, tmp_path):
    path = write(tmp_path / "enterprises.jsonl", firm("E1", "甲厂", employees=3), firm("E2", "乙厂", employees=-1))

    result = bring_in(path)

    assert result.outcome is None
    assert count_enterprises(database) == 0


def test_import_again_changes_nothing(bring_in, tmp_path):
    path = write(tmp_path / "enterprises.jsonl", firm("E1", "甲厂", problems=[{"text": "缸差", "priority": 1}]))
    bring_in(path)

    outcome = bring_in(path).outcome

    assert outcome.written == 0


def test_numbers_of_two_senders_do_not_meet_in_an_export(bring_in, database, tmp_path):
    bring_in(write(tmp_path / "enterprises.jsonl", firm("1", "甲厂", employees=1)))
    bring_in(write(tmp_path / "enterprises.jsonl", firm("1", "乙厂", employees=1)))

    with database.session() as session:
        refs = [row.ref for row in export_enterprises(session)]

    assert len(set(refs)) == 2


def test_confirmed_link_to_an_unknown_scenario_is_refused(bring_in, tmp_path):
    row = firm("E1", "甲厂", problems=[{"text": "缸差", "links": ["S99-999"]}])
    said = []

    bring_in(write(tmp_path / "enterprises.jsonl", row), say=said.append)

    assert [defect.reason_zh for defect in said] == ["场景库里没有编码“S99-999”，请改正，或去掉关联场景。"]


def test_partners_named_in_a_file_are_connected(bring_in, database, tmp_path):
    providers = [
        {"ref": "P1", "name": "甲云", "kind": "总承包商", "partners": ["P2"]},
        {"ref": "P2", "name": "乙云", "kind": "SaaS服务商"},
    ]
    bring_in(write(tmp_path / "providers.jsonl", *providers))

    with database.session() as session:
        assert len(session.exec(select(Partnership)).all()) == 1


def test_judged_collection_comes_out_as_it_went_in(database, tmp_path, places):
    root = Path(__file__).parents[2] / "seed/judged"
    given = collect(read_path(root / "enterprises.jsonl", places=places)).enterprises
    offered = collect(read_path(root / "providers.jsonl", places=places)).providers
    write_workbook(tmp_path / "全部.xlsx", enterprises=given, providers=offered)

    import_files(database, [tmp_path / "全部.xlsx"], actor=System(name="test"), places=places, now=NOW)

    with database.session() as session:
        assert tuple(export_enterprises(session)) == given
        assert {row.ref: row.modules for row in export_providers(session)} == {row.ref: row.modules for row in offered}


def test_import_command_says_what_it_did(command, tmp_path):
    path = write(tmp_path / "enterprises.jsonl", firm("E1", "甲厂", employees=3))

    answer = command(import_command, path)

    assert answer.exit_code == 0
    assert "已导入：企业1家，服务商0家" in answer.output


def test_import_command_refuses_with_exit_code_one(command, database, tmp_path):
    path = write(tmp_path / "enterprises.jsonl", firm("E1", "甲厂", employees=-3))

    answer = command(import_command, path)

    assert answer.exit_code == 1
    assert "“enterprises.jsonl”第1行，从业人数" in answer.output
    assert count_enterprises(database) == 0


def test_import_command_only_checks_when_it_is_told_so(command, database, tmp_path):
    path = write(tmp_path / "enterprises.jsonl", firm("E1", "甲厂", employees=3))

    answer = command(import_command, path, "--dry-run")

    assert answer.exit_code == 0
    assert "没有写入" in answer.output
    assert count_enterprises(database) == 0


def test_export_command_writes_what_an_import_reads(command, bring_in, tmp_path, places):
    bring_in(write(tmp_path / "enterprises.jsonl", firm("E1", "甲厂", employees=3)))

    answer = command(export_command, "--enterprises", tmp_path / "out.jsonl", "--xlsx", tmp_path / "out.xlsx")

    assert answer.exit_code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["name"] == "甲厂"
    assert collect(read_path(tmp_path / "out.xlsx", places=places)).enterprises[0].employees == 3
