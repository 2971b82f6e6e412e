"""The command line: ``marketplace GROUP COMMAND``; heavy code is loaded by the command that needs it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from marketplace.accounts.cli import resolve_command
from marketplace.core.cli import journal_group
from marketplace.demo_cli import demo_command
from marketplace.exchange import Places
from marketplace.files.cli import files_group
from marketplace.imports.cli import export_command, import_command
from marketplace.insights.progress.cli import figures_group
from marketplace.migrations.cli import db_group
from marketplace.notices.cli import calendar_group
from marketplace.notices.schemas import YearRows
from marketplace.operations.cli import backup_command, doctor_command, restore_command, verify_backup_command
from marketplace.recommendations.bench_cli import bench_command
from marketplace.recommendations.cli import bundle_command, evaluate_command, explain_command, rank_command
from marketplace.recommendations.files import ReferenceData
from marketplace.recommendations.fit_cli import fit_command
from marketplace.recommendations.service_cli import refit_command, runs_group
from marketplace.search.cli import search_group
from marketplace.serving import serve_command, worker_command
from marketplace.taxonomy.cli import classify_command
from marketplace.taxonomy.library_cli import library_group
from marketplace.taxonomy.models import County
from matching.classify import IndustryLexicon
from matching.library import Library
from matching.names import NameKnowledge


def _load_library() -> Library:
    from seed.reference import load_library

    return load_library()


def _load_places() -> Places:
    from seed.demo.province import demo_places

    # The demonstration's county among them, so that what it exports can be ranked from files.
    return demo_places()


def _load_counties() -> Sequence[County]:
    from seed.county_rows import county_rows

    return county_rows()


def _load_lexicon() -> IndustryLexicon:
    from seed.reference_industry import load_industry_lexicon

    return load_industry_lexicon(_load_library())


def _load_names() -> NameKnowledge:
    from seed.reference_names import load_name_knowledge

    return load_name_knowledge()


def _load_holidays() -> Sequence[YearRows]:
    from seed.reference_holidays import load_holidays

    return load_holidays()


def _read_holidays(path: Path) -> YearRows:
    from seed.reference_holidays import read_year

    return read_year(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(ReferenceData):
    """The reference data of every command that needs no database."""

    load_counties: Callable[[], Sequence[County]]
    load_lexicon: Callable[[], IndustryLexicon]
    load_names: Callable[[], NameKnowledge]
    load_holidays: Callable[[], Sequence[YearRows]]
    read_holidays: Callable[[Path], YearRows]


@click.group(help="中小企业数字化改造服务平台：命令行工具。")
@click.pass_context
def root(context: click.Context) -> None:
    """Hand the reference data to commands that need no database."""
    context.obj = Reference(
        load_library=_load_library,
        load_places=_load_places,
        load_counties=_load_counties,
        load_lexicon=_load_lexicon,
        load_names=_load_names,
        load_holidays=_load_holidays,
        read_holidays=_read_holidays,
    )


@click.group("match", help="匹配引擎：排序、解释、组合、评测。")
def match_group() -> None:
    """Assemble the engine's commands from the areas that own its doors."""


MATCH_COMMANDS = (
    rank_command,
    explain_command,
    bundle_command,
    evaluate_command,
    bench_command,
    fit_command,
    refit_command,
    classify_command,
    resolve_command,
)
COMMANDS = (
    db_group,
    journal_group,
    library_group,
    calendar_group,
    files_group,
    match_group,
    runs_group,
    search_group,
    figures_group,
    import_command,
    export_command,
    backup_command,
    restore_command,
    verify_backup_command,
    doctor_command,
    serve_command,
    worker_command,
    demo_command,
)
for command in MATCH_COMMANDS:
    match_group.add_command(command)
for command in COMMANDS:
    root.add_command(command)


def main() -> None:
    """Run the command line."""
    sys.exit(root())
