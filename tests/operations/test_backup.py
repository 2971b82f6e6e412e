import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from marketplace.catalog.models import ModuleVersion
from marketplace.core import journal
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.exchange.labels import Deployment, Payment
from marketplace.exchange.rows import ModuleRow
from marketplace.operations.archive import BackupError
from marketplace.operations.backup import verify_backup, write_backup
from marketplace.operations.restore import restore_backup
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import NOW, make_member

MODULE = ModuleRow(
    name="扫码报工",
    summary="工人扫码报工，产量和工资当天算清。",
    payment=(Payment.BY_USE,),
    deployment=Deployment.SAAS,
    price_wan=1.2,
)


def ignore(_name: str) -> None:
    """Take no note of progress."""


@pytest.fixture
def target(any_database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of the same kind."""
    if any_database.is_sqlite:
        opened = Database(f"sqlite:///{tmp_path / 'restored.db'}")
    else:
        opened = Database(request.getfixturevalue("empty_postgres_url"))
    yield opened
    opened.dispose()


@pytest.fixture
def filled(any_database: Database, tmp_path: Path) -> Database:
    """A database with reference data, a provider, a module, a person and an uploaded file."""
    write_reference(any_database)
    make_provider(any_database, modules=[MODULE])
    make_member(any_database, role=Role.OPERATOR)
    (tmp_path / "data/files/ab").mkdir(parents=True)
    (tmp_path / "data/files/ab/abcd").write_bytes(b"uploaded")
    return any_database


def test_backup_restored_elsewhere_equals_the_original_by_digest(
    filled: Database, target: Database, tmp_path: Path
) -> None:
    written = write_backup(filled.engine, data_dir=tmp_path / "data", target=tmp_path / "a.zip", now=NOW, step=ignore)
    restore_backup(target.engine, data_dir=tmp_path / "new", source=tmp_path / "a.zip", step=ignore)
    again = write_backup(target.engine, data_dir=tmp_path / "new", target=tmp_path / "b.zip", now=NOW, step=ignore)
    assert written.content_digest == again.content_digest
    assert sum(part.size for part in written.tables) > 20
    assert (tmp_path / "new/files/ab/abcd").read_bytes() == b"uploaded"


def test_restored_service_goes_on_writing_and_its_journal_holds(
    filled: Database, target: Database, tmp_path: Path
) -> None:
    write_backup(filled.engine, data_dir=tmp_path / "data", target=tmp_path / "a.zip", now=NOW, step=ignore)
    restore_backup(target.engine, data_dir=tmp_path / "new", source=tmp_path / "a.zip", step=ignore)
    make_provider(target, modules=[MODULE])
    with target.session() as session:
        assert journal.verify(session).is_intact
        assert len(session.exec(select(ModuleVersion)).all()) == 2


def test_restore_into_a_database_with_data_is_refused_and_changes_nothing(filled: Database, tmp_path: Path) -> None:
    write_backup(filled.engine, data_dir=tmp_path / "data", target=tmp_path / "a.zip", now=NOW, step=ignore)
    with pytest.raises(BackupError, match="已有数据"):
        restore_backup(filled.engine, data_dir=tmp_path / "new", source=tmp_path / "a.zip", step=ignore)
    assert not (tmp_path / "new").exists()


def test_backup_never_overwrites_an_older_one(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"older")
    with pytest.raises(BackupError, match="已经存在"):
        write_backup(filled.engine, data_dir=tmp_path / "data", target=tmp_path / "a.zip", now=NOW, step=ignore)
    assert (tmp_path / "a.zip").read_bytes() == b"older"


@pytest.mark.parametrize("member", ["tables/organisation.jsonl", "files/ab/abcd"])
def test_one_altered_byte_in_any_part_is_named(filled: Database, tmp_path: Path, member: str) -> None:
    write_backup(filled.engine, data_dir=tmp_path / "data", target=tmp_path / "a.zip", now=NOW, step=ignore)
    with zipfile.ZipFile(tmp_path / "a.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data.replace(data[-2:-1], b"!", 1) if name == member else data)
    with pytest.raises(BackupError, match=member.rsplit("/", maxsplit=1)[-1].removesuffix(".jsonl")):
        verify_backup(tmp_path / "bad.zip")


def test_any_other_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no archive")
    with pytest.raises(BackupError, match="不是本平台的备份"):
        verify_backup(tmp_path / "a.zip")


def test_archive_that_leads_outside_the_folder_writes_nothing(
    filled: Database, target: Database, tmp_path: Path
) -> None:
    write_backup(filled.engine, data_dir=tmp_path / "data", target=tmp_path / "a.zip", now=NOW, step=ignore)
    _rename_member(tmp_path / "a.zip", tmp_path / "b.zip", old="files/ab/abcd", new="files/../../evil")
    with pytest.raises(BackupError):
        restore_backup(target.engine, data_dir=tmp_path / "new", source=tmp_path / "b.zip", step=ignore)
    assert not (tmp_path / "evil").exists()


def _rename_member(source: Path, target: Path, *, old: str, new: str) -> None:
    from marketplace.operations.archive import MANIFEST, Manifest, Part

    with zipfile.ZipFile(source) as good, zipfile.ZipFile(target, "w") as bad:
        manifest = Manifest.from_json(good.read(MANIFEST).decode())
        files = tuple(Part(name=new, size=part.size, digest=part.digest) for part in manifest.files)
        moved = Manifest(
            created_at=manifest.created_at,
            revision=manifest.revision,
            journal_seq=manifest.journal_seq,
            journal_head=manifest.journal_head,
            tables=manifest.tables,
            files=files,
        )
        for name in good.namelist():
            text = moved.to_json().encode() if name == MANIFEST else good.read(name)
            bad.writestr(new if name == old else name, text)


def test_backup_command_lines_tell_what_was_done(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from marketplace.operations.cli import backup_command, verify_backup_command

    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    made = CliRunner().invoke(backup_command, [str(tmp_path / "a.zip")])
    checked = CliRunner().invoke(verify_backup_command, [str(tmp_path / "a.zip")])
    assert made.exit_code == 0
    assert "已备份" in made.output
    assert checked.exit_code == 0
    assert "备份完好" in checked.output
