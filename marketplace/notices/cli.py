"""Commands on the calendar of working days."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import click

from marketplace.core.actor import System
from marketplace.core.clock import utc_now
from marketplace.core.command_files import refuse
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from marketplace.notices.queries import load_calendar
from marketplace.notices.schemas import YearRows
from marketplace.notices.services import store_calendar_year
from marketplace.settings import Settings


class CalendarData(Protocol):
    """What the command line hands to these commands: the bundled years, and a reader of one file."""

    @property
    def load_holidays(self) -> Callable[[], Sequence[YearRows]]: ...

    @property
    def read_holidays(self) -> Callable[[Path], YearRows]: ...


@click.group("calendar", help="工作日历：放假和调休安排。")
def calendar_group() -> None:
    """Group the commands on the calendar."""


@calendar_group.command("load", help="录入放假和调休安排；不给文件时录入随附的、还没有录入的年份。")
@click.argument("file", metavar="文件", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
@click.pass_obj
def load_command(data: CalendarData, file: Path | None, *, dry_run: bool) -> None:
    """Store years; a year that a file names replaces the one that stands, bundled years never do."""
    try:
        years = [data.read_holidays(file)] if file else list(data.load_holidays())
    except ValueError as error:
        raise refuse(f"日历文件读不懂：{error}") from error
    database = Database(Settings().effective_database_url)
    with database.session() as session:
        known = load_calendar(session).years
    wanted = [year for year in years if file or year.year not in known]
    if not dry_run:
        _store(database, wanted)
    names = "、".join(str(year.year) for year in wanted) or "没有新的年份"
    click.echo(f"{'检查通过' if dry_run else '已录入'}：{names}（共 {len(wanted)} 年）")


def _store(database: Database, years: Sequence[YearRows]) -> None:
    now = utc_now()
    with database.transaction() as session:
        for year in years:
            try:
                store_calendar_year(
                    session,
                    actor=System(name="cli"),
                    year=year.year,
                    days=year.days,
                    source=year.source,
                    now=now,
                )
            except InvalidError as error:
                details = "；".join(text for texts in error.fields.values() for text in texts) or error.message
                raise refuse(f"{year.year} 年的安排有误：{details}") from error
