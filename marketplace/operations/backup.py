"""Write and verify backups while the service runs."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import JSON, Connection, Engine, MetaData, Select, Table, Text, cast, select

from marketplace.core.command_files import why
from marketplace.core.journal import GENESIS
from marketplace.operations.archive import MANIFEST, BackupError, Manifest, Part, line

FILE_FOLDER = "files"
SCHEMA_TABLE = "alembic_version"
BATCH = 1000
CHUNK = 1 << 20
Step = Callable[[str], None]


def write_backup(engine: Engine, *, data_dir: Path, target: Path, now: datetime, step: Step) -> Manifest:
    """Write one consistent moment of the database, and the uploaded files, into ``target``; others go on working.

    The file appears wholly or not at all. ``step`` is told the name of each part as it begins. Raises BackupError
    when the database has no schema, or the target exists or cannot be written.
    """
    if target.exists():
        raise BackupError(f"“{target.name}”已经存在。备份不覆盖旧文件，请换一个名字。")
    part = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            manifest = _write_parts(engine, archive, data_dir=data_dir, now=now, step=step)
            archive.writestr(MANIFEST, manifest.to_json())
        part.replace(target)
    except OSError as error:
        raise BackupError(f"备份写不进“{target}”：{why(error)}。请检查文件夹和磁盘空间。") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def verify_backup(source: Path) -> Manifest:
    """Compute every digest of a backup again; raise BackupError naming the first part that differs."""
    with open_backup(source) as archive:
        manifest = read_manifest(archive)
        for part in manifest.tables:
            _compare(part, _table_part(archive, part.name))
        for part in manifest.files:
            _compare(part, _file_part(archive, part.name))
    return manifest


def open_backup(source: Path) -> zipfile.ZipFile:
    """Open a backup; raise BackupError when the file is missing or no archive."""
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupError(f"“{source.name}”打不开，或不是本平台的备份文件。请检查文件是否传完整。") from error


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest of an open backup."""
    try:
        return Manifest.from_json(archive.read(MANIFEST).decode())
    except (KeyError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise BackupError("这个文件不是本平台的备份：里面没有完整的清单。") from error


def table_lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the lines of a table; raise BackupError when the member is missing or damaged."""
    try:
        with archive.open(f"tables/{name}.jsonl") as lines:
            yield from lines
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise BackupError(f"备份里的表“{name}”缺失或已损坏。请换一份备份。") from error


def reflected(connection: Connection) -> MetaData:
    """Return the tables as they stand in the database, the schema's own bookkeeping aside."""
    metadata = MetaData()
    metadata.reflect(connection)
    return metadata


def rows_of(table: Table) -> Select[tuple[object, ...]]:
    """Select every row in the order of its key; JSON columns as their text."""
    columns = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column for column in table.columns
    ]
    return select(*columns).order_by(*table.primary_key.columns)


def _write_parts(engine: Engine, archive: zipfile.ZipFile, *, data_dir: Path, now: datetime, step: Step) -> Manifest:
    isolation = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**isolation) as connection, connection.begin():
        metadata = reflected(connection)
        if SCHEMA_TABLE not in metadata.tables:
            raise BackupError("数据库还是空的，没有可备份的内容。请先运行 marketplace db upgrade。")
        revision = str(connection.execute(select(metadata.tables[SCHEMA_TABLE].c.version_num)).scalar_one())
        seq, head = _journal_head(connection, metadata.tables["journal_entry"])
        tables = tuple(_write_table(connection, archive, table, step=step) for table in data_tables(metadata))
    # Files are named by their digest and never altered, so whatever the rows speak of is still there.
    files = tuple(_write_file(archive, path, data_dir=data_dir, step=step) for path in _files(data_dir))
    return Manifest(
        created_at=now.isoformat(), revision=revision, journal_seq=seq, journal_head=head, tables=tables, files=files
    )


def data_tables(metadata: MetaData) -> list[Table]:
    """Return the tables that hold data, those that others point to first."""
    return [table for table in metadata.sorted_tables if table.name != SCHEMA_TABLE]


def _journal_head(connection: Connection, journal: Table) -> tuple[int, str]:
    row = connection.execute(select(journal.c.seq, journal.c.digest).order_by(journal.c.seq.desc()).limit(1)).first()
    return (row.seq, row.digest) if row else (0, GENESIS)


def _write_table(connection: Connection, archive: zipfile.ZipFile, table: Table, *, step: Step) -> Part:
    step(table.name)
    sha, count = hashlib.sha256(), 0
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as member:
        for row in connection.execute(rows_of(table), execution_options={"yield_per": BATCH}).mappings():
            text = line(row)  # type: ignore[arg-type]  # keys of a mapping of named columns are their names
            sha.update(text)
            member.write(text)
            count += 1
    return Part(name=table.name, size=count, digest=sha.hexdigest())


def _files(data_dir: Path) -> list[Path]:
    return sorted(path for path in (data_dir / FILE_FOLDER).rglob("*") if path.is_file() and path.suffix != ".part")


def _write_file(archive: zipfile.ZipFile, path: Path, *, data_dir: Path, step: Step) -> Part:
    name = path.relative_to(data_dir).as_posix()
    step(name)
    archive.write(path, name)
    data = path.read_bytes()
    return Part(name=name, size=len(data), digest=hashlib.sha256(data).hexdigest())


def _table_part(archive: zipfile.ZipFile, name: str) -> Part:
    sha, count = hashlib.sha256(), 0
    for text in table_lines(archive, name):
        sha.update(text)
        count += 1
    return Part(name=name, size=count, digest=sha.hexdigest())


def _file_part(archive: zipfile.ZipFile, name: str) -> Part:
    sha, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as member:
            while chunk := member.read(CHUNK):
                sha.update(chunk)
                size += len(chunk)
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise BackupError(f"备份里的文件“{name}”缺失或已损坏。请换一份备份。") from error
    return Part(name=name, size=size, digest=sha.hexdigest())


def _compare(expected: Part, found: Part) -> None:
    if expected != found:
        raise BackupError(f"备份里的“{expected.name}”与清单不符（被改动或损坏）。请换一份备份。")
