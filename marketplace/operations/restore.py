"""Restore a backup into an empty database and data folder."""

import json
import shutil
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, bindparam, func, inspect, select, text, update

from marketplace.migrations.runner import upgrade
from marketplace.operations.archive import BackupError, Manifest, decode
from marketplace.operations.backup import (
    BATCH,
    FILE_FOLDER,
    Step,
    data_tables,
    open_backup,
    read_manifest,
    reflected,
    table_lines,
    verify_backup,
)


def restore_backup(engine: Engine, *, data_dir: Path, source: Path, step: Step) -> Manifest:
    """Verify a backup, then write it into an empty database and folder; nothing is left when a part fails.

    Raises BackupError when the backup is damaged, was written under a schema that this program lacks, or the target
    holds anything.
    """
    verify_backup(source)
    if inspect(engine).get_table_names():
        raise BackupError("目标数据库里已有数据。恢复只写入空数据库：请换一个空库，或先把旧库移走。")
    if (data_dir / FILE_FOLDER).exists():
        raise BackupError(f"目标文件夹“{data_dir / FILE_FOLDER}”已存在。请换一个空的 DATA_DIR，或先把它移走。")
    with open_backup(source) as archive:
        manifest = read_manifest(archive)
        _restore_files(archive, manifest, data_dir=data_dir, step=step)
        try:
            _restore_tables(engine, archive, manifest, step=step)
        except BaseException:
            shutil.rmtree(data_dir / FILE_FOLDER, ignore_errors=True)
            raise
    return manifest


def _restore_tables(engine: Engine, archive: zipfile.ZipFile, manifest: Manifest, *, step: Step) -> None:
    try:
        upgrade(engine, revision=manifest.revision)
    except Exception as error:
        raise BackupError(f"本程序没有结构版本“{manifest.revision}”。请用写出备份的那一版或更新的程序。") from error
    with engine.connect() as connection:
        metadata = reflected(connection)
    try:
        with engine.begin() as connection:
            for table in data_tables(metadata):
                step(table.name)
                _restore_table(connection, archive, table)
            _renumber(connection, metadata)
    except BaseException:
        with engine.begin() as connection:
            metadata.drop_all(connection)
        raise


def _restore_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> None:
    own = _columns_to_itself(table)
    lines = table_lines(archive, table.name)
    later: list[dict[str, Any]] = []
    while batch := list(islice(lines, BATCH)):
        rows = [_row(line, table=table) for line in batch]
        for row in rows:
            later.extend(_set_aside(row, table=table, names=own))
        connection.execute(table.insert(), rows)
    # A row may point to a later one of its own table; both must stand before the pointer does.
    for name in own:
        pairs = [pair for pair in later if pair["name"] == name]
        if pairs:
            key = next(iter(table.primary_key.columns))
            statement = update(table).where(key == bindparam("key")).values({name: bindparam("value")})
            connection.execute(statement, [{"key": pair["key"], "value": pair["value"]} for pair in pairs])


def _row(line: bytes, *, table: Table) -> dict[str, Any]:
    return {name: decode(value, column=table.columns[name]) for name, value in json.loads(line).items()}


def _columns_to_itself(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _set_aside(row: dict[str, Any], *, table: Table, names: list[str]) -> list[dict[str, Any]]:
    key = next(iter(table.primary_key.columns)).name
    found = [{"name": name, "key": row[key], "value": row[name]} for name in names if row[name] is not None]
    for pair in found:
        row[pair["name"]] = None
    return found


def _renumber(connection: Connection, metadata: MetaData) -> None:
    """Let PostgreSQL's counters go on after the highest restored number (SQLite looks at the rows itself)."""
    if connection.dialect.name != "postgresql":
        return
    for table in data_tables(metadata):
        for column in table.primary_key.columns:
            name = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{table.name}"', "column": column.name},
            ).scalar()
            highest = connection.execute(select(func.max(column))).scalar() if name else None
            if highest is not None:
                connection.execute(text("SELECT setval(:name, :value)"), {"name": name, "value": highest})


def _restore_files(archive: zipfile.ZipFile, manifest: Manifest, *, data_dir: Path, step: Step) -> None:
    folder = (data_dir / FILE_FOLDER).resolve()
    for part in manifest.files:
        target = (data_dir / part.name).resolve()
        if not target.is_relative_to(folder):
            raise BackupError(f"备份里的文件名“{part.name}”指向别处，没有恢复任何内容。")
        step(part.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(part.name) as member, target.open("wb") as out:
            shutil.copyfileobj(member, out)
