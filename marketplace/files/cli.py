"""The command that tidies the store of uploads."""

import click

from marketplace.core.clock import utc_now
from marketplace.core.db import Database
from marketplace.files.process import store_from
from marketplace.files.services import sweep
from marketplace.settings import Settings


@click.group("files", help="上传的文件：清理无人引用的内容。")
def files_group() -> None:
    """Group the commands on uploads."""


@files_group.command("sweep", help="删除没有任何记录引用的文件内容。")
@click.option("--dry-run", is_flag=True, help="只数一数，不删除")
def sweep_command(*, dry_run: bool) -> None:
    """Drop loose bytes and say how many."""
    settings = Settings()
    with Database(settings.effective_database_url).session() as session:
        loose = sweep(session, store=store_from(settings), dry_run=dry_run, now=utc_now())
    click.echo(f"{'可以清理' if dry_run else '已清理'}无人引用的文件 {len(loose)} 个。")
