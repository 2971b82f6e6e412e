"""Commands of an administrator: ``backup``, ``restore``, ``verify-backup`` and ``doctor``."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from marketplace.core.clock import utc_now
from marketplace.core.command_files import refuse
from marketplace.core.db import Database
from marketplace.operations.archive import BackupError, Manifest
from marketplace.operations.backup import verify_backup, write_backup
from marketplace.operations.doctor import LEVEL_LABELS, Level, examine
from marketplace.operations.restore import restore_backup
from marketplace.settings import Settings

BACKUP_FILE = click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))


@click.command("backup", help="把数据库和上传文件备份到一个 ZIP 文件；网站照常运行。")
@BACKUP_FILE
def backup_command(file: Path) -> None:
    """Write a backup of one moment."""
    settings = Settings()
    database = Database(settings.effective_database_url)
    _report(
        lambda: write_backup(database.engine, data_dir=settings.data_dir, target=file, now=utc_now(), step=_step),
        done="已备份",
    )


@click.command("restore", help="把备份恢复到空数据库和空数据文件夹。")
@BACKUP_FILE
def restore_command(file: Path) -> None:
    """Restore a backup; refuse when the target holds anything."""
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.effective_database_url)
    _report(lambda: restore_backup(database.engine, data_dir=settings.data_dir, source=file, step=_step), done="已恢复")


@click.command("verify-backup", help="重新计算备份里每一部分的摘要。")
@BACKUP_FILE
def verify_backup_command(file: Path) -> None:
    """Verify a backup without touching any database."""
    _report(lambda: verify_backup(file), done="备份完好")


@click.command("doctor", help="检查配置、磁盘、数据库、日志链、后台任务和时钟；有故障时退出码为 1。")
def doctor_command() -> None:
    """Print one line per check."""
    settings = Settings()
    findings = list(examine(settings, Database(settings.effective_database_url), now=utc_now()))
    for finding in findings:
        click.echo(f"{LEVEL_LABELS[finding.level]}  {finding.subject}：{finding.message}")
    sys.exit(any(finding.level is Level.FAULT for finding in findings))


def _report(work: Callable[[], Manifest], *, done: str) -> None:
    try:
        manifest = work()
    except BackupError as error:
        raise refuse(str(error)) from error
    rows = sum(part.size for part in manifest.tables)
    click.echo(f"{done}：{len(manifest.tables)} 张表 {rows} 行，{len(manifest.files)} 个文件，结构 {manifest.revision}")
    click.echo(f"内容摘要 {manifest.content_digest}")
    click.echo(f"日志链头 {manifest.journal_seq} {manifest.journal_head}")


def _step(name: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"  {name}", err=True)
