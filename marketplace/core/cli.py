"""Commands for the journal."""

import json
import sys
from pathlib import Path

import click

from marketplace.core import journal
from marketplace.core.db import Database
from marketplace.settings import Settings


@click.group("journal", help="操作日志：校验与导出链头。")
def journal_group() -> None:
    """Group the journal commands."""


@journal_group.command("verify", help="重新计算整条日志链；--head 给出以前保存的链头文件。")
@click.option("--head", "head_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None)
def journal_verify(head_file: Path | None) -> None:
    """Exit with 0 when the chain is intact, 1 when it is not, 2 when the head file cannot be read."""
    head = _read_head(head_file) if head_file else None
    with Database(Settings().effective_database_url).session() as session:
        result = journal.verify(session, head=head)
    if result.is_intact:
        click.echo(f"日志完整：共 {result.count} 条，链头 {result.head.digest}")
        return
    click.echo(f"日志在第 {result.broken_at} 条断开（{result.reason}）；此前 {result.count} 条完整。", err=True)
    sys.exit(1)


@journal_group.command("head", help="打印当前链头，可保存到别处供以后校验。")
def journal_head() -> None:
    """Print the head as JSON."""
    with Database(Settings().effective_database_url).session() as session:
        head = journal.load_head(session)
    click.echo(json.dumps({"seq": head.seq, "digest": head.digest}))


def _read_head(path: Path) -> journal.Head:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return journal.Head(seq=int(data["seq"]), digest=str(data["digest"]))
    except (ValueError, KeyError, TypeError) as error:
        message = f'链头文件 {path.name} 读不懂：应是 {{"seq": 数字, "digest": "…"}}'
        raise click.UsageError(message) from error
