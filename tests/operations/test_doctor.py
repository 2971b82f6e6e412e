from datetime import timedelta
from pathlib import Path

from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.core.jobs import MAX_ATTEMPTS, enqueue
from marketplace.core.journal import record
from marketplace.operations.doctor import Finding, Level, examine
from marketplace.settings import Settings
from tests.fixtures.web import NOW


def findings(database: Database, *, data_dir: Path, **settings: object) -> dict[str, Finding]:
    found = examine(
        Settings(secret_key="k" * 40, data_dir=data_dir, **settings),  # type: ignore[arg-type]  # fields by name
        database,
        now=NOW,
    )
    return {finding.subject: finding for finding in found}


def test_doctor_of_a_sound_service_finds_no_fault(any_database: Database, tmp_path: Path) -> None:
    found = findings(
        any_database, data_dir=tmp_path, smtp_url="smtp://mail.invalid", base_url="https://example.invalid"
    )
    clock = found.pop("时钟")  # The test's clock stands still while a database's own goes on.
    assert {subject: finding.level for subject, finding in found.items()} == {
        "配置": Level.OK,
        "磁盘": Level.OK,
        "数据库": Level.OK,
        "日志链": Level.OK,
        "后台任务": Level.OK,
    }
    assert clock.level is (Level.OK if any_database.is_sqlite else Level.FAULT)


def test_doctor_before_the_schema_exists_says_which_command_to_run(tmp_path: Path) -> None:
    found = findings(Database(f"sqlite:///{tmp_path / 'empty.db'}"), data_dir=tmp_path)
    assert found["数据库"].level is Level.FAULT
    assert "marketplace db upgrade" in found["数据库"].message
    assert "日志链" not in found


def test_doctor_of_an_unreachable_database_says_so(tmp_path: Path) -> None:
    found = findings(Database("sqlite:////nowhere/at/all.db"), data_dir=tmp_path)
    assert "DATABASE_URL" in found["数据库"].message


def test_doctor_of_an_altered_journal_names_the_row(database: Database, tmp_path: Path) -> None:
    _note(database, count=3)
    with database.transaction() as session:
        session.connection().exec_driver_sql("DROP TRIGGER journal_entry_no_update")
        session.connection().exec_driver_sql("UPDATE journal_entry SET event = '{}' WHERE seq = 2")
    found = findings(database, data_dir=tmp_path)["日志链"]
    assert found.level is Level.FAULT
    assert "第 2 条" in found.message


def test_doctor_counts_jobs_that_were_given_up_or_are_late(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        enqueue(session, kind="mail", payload={}, now=NOW - timedelta(hours=1))
    assert findings(database, data_dir=tmp_path)["后台任务"].level is Level.WARNING
    with database.transaction() as session:
        enqueue(session, kind="mail", payload={}, now=NOW).attempts = MAX_ATTEMPTS
    assert findings(database, data_dir=tmp_path)["后台任务"].level is Level.FAULT


def test_doctor_finds_a_clock_that_was_turned_back(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        record(session, actor=System(name="test"), action="a.b", subject="a:1", now=NOW + timedelta(hours=2))
    assert "时钟早于" in findings(database, data_dir=tmp_path)["时钟"].message


def test_doctor_warns_of_a_demonstration(database: Database, tmp_path: Path) -> None:
    found = findings(database, data_dir=tmp_path, demo_mode=True, secure_cookies=False)["配置"]
    assert found.level is Level.WARNING
    assert "DEMO_MODE" in found.message
    assert "SECURE_COOKIES" in found.message


def _note(database: Database, *, count: int) -> None:
    with database.transaction() as session:
        for number in range(count):
            record(session, actor=System(name="test"), action="a.b", subject=f"a:{number}", now=NOW)
