"""Commands on the service's database: ``marketplace match refit`` and ``marketplace runs replay``."""

import sys

import click

from marketplace.core.db import Database
from marketplace.core.errors import MarketplaceError
from marketplace.settings import Settings


@click.command("refit", help="按今天已发布的模块重新统计词频，作为新的一版；每夜运行一次即可。")
def refit_command() -> None:
    """Store a new edition of the statistics; exit with 1 when there is no library yet."""
    from marketplace.core.actor import System
    from marketplace.core.clock import utc_now
    from marketplace.recommendations.services import refit_statistics

    try:
        with Database(Settings().effective_database_url).transaction() as session:
            fitted, is_new = refit_statistics(session, actor=System(name="refit"), now=utc_now())
    except MarketplaceError as error:
        click.echo(error.message, err=True)
        sys.exit(1)
    said = "新的一版" if is_new else "与上一版相同"
    click.echo(f"词频统计 {fitted.edition}：{fitted.documents} 篇，{said}。")


@click.group("runs", help="留存的排序：重算核对。")
def runs_group() -> None:
    """Group the commands on stored runs."""


@runs_group.command("replay", help="用当时保存的资料把一次排序重新算一遍，看结果是否相同。")
@click.argument("digest", metavar="摘要")
def replay_command(digest: str) -> None:
    """Exit with 0 when the answer is the same, 1 when it is not, 2 when there is no such run."""
    from marketplace.core.errors import NotFoundError
    from marketplace.recommendations.replay import replay_run

    try:
        with Database(Settings().effective_database_url).session() as session:
            outcome = replay_run(session, digest=digest)
    except NotFoundError:
        click.echo(f"没有摘要为“{digest}”的排序。", err=True)
        sys.exit(2)
    except MarketplaceError as error:
        click.echo(error.message, err=True)
        sys.exit(1)
    for line in (*outcome.differs, *outcome.moved):
        click.echo(line)
    if not outcome.is_same:
        click.echo("结果不同。" if outcome.moved else "名次和分数相同，但版本与当时不同。", err=True)
        sys.exit(1)
    click.echo("重算一致：名次、分数和理由都与留存的相同。")
