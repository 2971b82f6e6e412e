"""``marketplace import`` and ``marketplace export``: files in and out of the database."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from marketplace.core.actor import System
from marketplace.core.clock import utc_now
from marketplace.core.command_files import why
from marketplace.core.db import Database
from marketplace.core.errors import MarketplaceError
from marketplace.exchange import Defect, EnterpriseRow, ProviderRow
from marketplace.exchange.labels import SEVERITY_LABELS
from marketplace.imports.labels import ENTRY_ACTION_LABELS
from marketplace.settings import Settings

REFUSED = 1
BAD_INPUT = 2
SHOWN = 200  # Findings printed one by one; more are only counted.
EXISTING = click.Path(exists=True, path_type=Path)
TARGET = click.Path(dir_okay=False, path_type=Path)


@click.command("import", help="导入企业和服务商：JSONL、XLSX、XLS、CSV，可一次给几个文件或一个文件夹。")
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=EXISTING)
@click.option("--skip-bad", is_flag=True, help="跳过有问题的行，导入其余的行；默认有一处错误就什么都不导入")
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
def import_command(*, paths: tuple[Path, ...], skip_bad: bool, dry_run: bool) -> None:
    """Exit with 0 when rows were written or the check was clean, 1 when something was refused."""
    from tqdm import tqdm

    from marketplace.imports.bulk import import_files
    from marketplace.taxonomy.queries import load_places

    database = Database(Settings().effective_database_url)
    printer = _Printer()
    try:
        with database.session() as session:
            places = load_places(session)
        with tqdm(desc="导入", unit="行", disable=None) as bar:
            result = import_files(
                database,
                _files(paths),
                actor=System(name="import"),
                places=places,
                skip_bad=skip_bad,
                dry_run=dry_run,
                now=utc_now(),
                tick=bar.update,
                say=printer,
            )
    except MarketplaceError as error:
        click.echo(f"没有导入：{error.message}", err=True)
        raise SystemExit(REFUSED) from error
    finally:
        database.dispose()
    printer.close()
    _report(result.checked.rows, result.checked.errors, dry_run=dry_run)
    if result.outcome is not None:
        counts = "，".join(f"{ENTRY_ACTION_LABELS[kind]}{count}行" for kind, count in result.outcome.counts.items())
        click.echo(f"已导入：企业{result.outcome.enterprises}家，服务商{result.outcome.providers}家（{counts}）。")
    elif result.checked.errors:
        raise SystemExit(REFUSED)


@click.command("export", help="导出企业和服务商，供别处导入或离线排序。")
@click.option("--enterprises", type=TARGET, help="企业写到哪个JSONL文件")
@click.option("--providers", type=TARGET, help="服务商写到哪个JSONL文件")
@click.option("--xlsx", type=TARGET, help="全部写到哪个XLSX工作簿")
def export_command(*, enterprises: Path | None, providers: Path | None, xlsx: Path | None) -> None:
    """Write each file wholly or not at all."""
    from marketplace.exchange import write_workbook
    from marketplace.imports.exporting import export_enterprises, export_providers

    if not (enterprises or providers or xlsx):
        raise click.UsageError("请至少给出 --enterprises、--providers、--xlsx 中的一个。")
    database = Database(Settings().effective_database_url)
    said = []
    with database.session() as session:
        if enterprises is not None:
            said.append(f"企业{_write_lines(enterprises, export_enterprises(session))}家，写入{enterprises}")
        if providers is not None:
            said.append(f"服务商{_write_lines(providers, export_providers(session))}家，写入{providers}")
        if xlsx is not None:
            with _whole(xlsx) as part:
                write_workbook(part, enterprises=export_enterprises(session), providers=export_providers(session))
            said.append(f"工作簿写入{xlsx}")
    database.dispose()
    click.echo(f"已导出：{'；'.join(said)}。")


def _write_lines(path: Path, rows: Iterable[EnterpriseRow] | Iterable[ProviderRow]) -> int:
    from marketplace.exchange import write_jsonl

    with _whole(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        return write_jsonl(rows, file)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a name beside the target; what was written there takes the target's place at the end."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        click.echo(f"写不进“{path}”：{why(error)}。请检查文件夹、权限和磁盘空间。", err=True)
        raise SystemExit(BAD_INPUT) from error


class _Printer:
    """Prints findings up to a number and counts the rest."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, defect: Defect) -> None:
        self.count += 1
        if self.count <= SHOWN:
            click.echo(f"{SEVERITY_LABELS[defect.severity]} {defect}", err=True)

    def close(self) -> None:
        if self.count > SHOWN:
            click.echo(f"……还有{self.count - SHOWN}条没有列出。", err=True)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(item for item in path.iterdir() if item.is_file()) if path.is_dir() else [path]
    return found


def _report(rows: int, errors: int, *, dry_run: bool) -> None:
    if errors:
        click.echo(f"检查了文件：{rows}行可以导入，{errors}处错误。", err=True)
    if dry_run:
        click.echo(f"只做了检查，没有写入：{rows}行可以导入，{errors}处错误。")
    elif errors:
        click.echo("有错误的行没有导入；不加 --skip-bad 时，有一处错误就什么都不导入。", err=True)
