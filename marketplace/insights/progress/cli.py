"""The command that keeps today's figures, as the worker does every night."""

import click

from marketplace.core.db import Database
from marketplace.settings import Settings


@click.group("figures", help="推进数据：按天留存。")
def figures_group() -> None:
    """Group the commands on figures."""


@figures_group.command("keep", help="统计今天各县（市、区）、各行业的推进数据并留存；同一天再运行会重新统计。")
def keep_command() -> None:
    """Count, choose what may be shown, and write."""
    from marketplace.core.clock import utc_now
    from marketplace.insights.progress.keeping import count_day, keep, sift

    database, now = Database(Settings().effective_database_url), utc_now()
    with database.session() as session:
        counted = count_day(session, now=now)
    sifted = sift(counted)
    with database.transaction() as session:
        rows = keep(session, sifted, now=now)
    click.echo(f"{sifted.day.isoformat()} 的推进数据已留存：{rows} 行，其中可以公开的数 {len(sifted.shown)} 个。")
