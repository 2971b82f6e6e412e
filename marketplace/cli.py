"""The command line: ``marketplace GROUP COMMAND``; code is loaded by the command that needs it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from marketplace.core.chinese_click import speak_chinese
from marketplace.core.late_group import Late, LateGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from marketplace.exchange import Places
    from marketplace.notices.schemas import YearRows
    from marketplace.taxonomy.linking import Linker
    from marketplace.taxonomy.models import County
    from matching.classify import IndustryLexicon
    from matching.library import Library
    from matching.names import NameKnowledge

speak_chinese()


def _load_library() -> Library:
    from seed.reference import load_library

    return load_library()


def _load_linker(library: Library) -> Linker:
    from marketplace.settings import configured_data_folder
    from marketplace.taxonomy.command_linker import load_linker

    return load_linker(library, data_folder=configured_data_folder())


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
class Reference:
    """The reference data of every command that needs no database."""

    load_library: Callable[[], Library]
    load_linker: Callable[[Library], Linker]
    load_places: Callable[[], Places]
    load_counties: Callable[[], Sequence[County]]
    load_lexicon: Callable[[], IndustryLexicon]
    load_names: Callable[[], NameKnowledge]
    load_holidays: Callable[[], Sequence[YearRows]]
    read_holidays: Callable[[Path], YearRows]


MATCH_COMMANDS = {
    "rank": Late("marketplace.recommendations.cli:rank_command", "为每家企业给服务商排序，写出 TREC 格式。"),
    "explain": Late("marketplace.recommendations.cli:explain_command", "说明一家服务商在一家企业那里为什么得这个分。"),
    "bundle": Late("marketplace.recommendations.cli:bundle_command", "在预算内选一组模块，尽量覆盖一家企业的清单。"),
    "evaluate": Late("marketplace.recommendations.cli:evaluate_command", "用人工判定给排序打分。"),
    "bench": Late(
        "marketplace.recommendations.bench_cli:bench_command",
        "在同一批判定数据上，与 BM25、TF-IDF、rapidfuzz 比质量，与 sparse_dot_topn 比速度。",
    ),
    "fit": Late(
        "marketplace.recommendations.fit_cli:fit_command",
        "从人工判定或使用记录学一套权重，按企业交叉验证，写成带签名的文件；不会自动生效。",
    ),
    "refit": Late(
        "marketplace.recommendations.service_cli:refit_command",
        "按今天已发布的模块重新统计词频，作为新的一版；每夜运行一次即可。",
    ),
    "classify": Late("marketplace.taxonomy.cli:classify_command", "由企业简介或经营范围判断属于目录中的哪个细分行业。"),
    "resolve": Late("marketplace.accounts.cli:resolve_command", "把写得不全、写错或改过名的单位名称对到登记名称。"),
}
COMMANDS = {
    "db": Late("marketplace.migrations.cli:db_group", "数据库结构。"),
    "journal": Late("marketplace.core.cli:journal_group", "操作日志：校验与导出链头。"),
    "library": Late("marketplace.taxonomy.library_cli:library_group", "场景库、行业目录和县（市、区）名录。"),
    "calendar": Late("marketplace.notices.cli:calendar_group", "工作日历：放假和调休安排。"),
    "files": Late("marketplace.files.cli:files_group", "上传的文件：清理无人引用的内容。"),
    "match": Late("marketplace.cli:match_group", "匹配引擎：排序、解释、组合、评测。"),
    "runs": Late("marketplace.recommendations.service_cli:runs_group", "留存的排序：重算核对。"),
    "search": Late("marketplace.search.cli:search_group", "搜索索引：重建、核对、追上改动、查询。"),
    "figures": Late("marketplace.insights.progress.cli:figures_group", "推进数据：按天留存。"),
    "import": Late(
        "marketplace.imports.cli:import_command",
        "导入企业和服务商：JSONL、XLSX、XLS、CSV，可一次给几个文件或一个文件夹。",
    ),
    "export": Late("marketplace.imports.cli:export_command", "导出企业和服务商，供别处导入或离线排序。"),
    "backup": Late(
        "marketplace.operations.cli:backup_command", "把数据库和上传文件备份到一个 ZIP 文件；网站照常运行。"
    ),
    "restore": Late("marketplace.operations.cli:restore_command", "把备份恢复到空数据库和空数据文件夹。"),
    "verify-backup": Late("marketplace.operations.cli:verify_backup_command", "重新计算备份里每一部分的摘要。"),
    "doctor": Late(
        "marketplace.operations.cli:doctor_command",
        "检查配置、磁盘、数据库、日志链、后台任务和时钟；有故障时退出码为 1。",
    ),
    "serve": Late("marketplace.serving:serve_command", "启动网站和后台任务进程。"),
    "worker": Late("marketplace.serving:worker_command", "只启动后台任务进程。"),
    "demo": Late("marketplace.demo_cli:demo_command", "装入演示数据，打印第一家企业的推荐，再启动网站。"),
}


@click.group(cls=LateGroup, late=COMMANDS, help="中小企业数字化改造服务平台：命令行工具。")
@click.pass_context
def root(context: click.Context) -> None:
    """Hand the reference data to commands that need no database."""
    context.obj = Reference(
        load_library=_load_library,
        load_linker=_load_linker,
        load_places=_load_places,
        load_counties=_load_counties,
        load_lexicon=_load_lexicon,
        load_names=_load_names,
        load_holidays=_load_holidays,
        read_holidays=_read_holidays,
    )


@click.group("match", cls=LateGroup, late=MATCH_COMMANDS, help="匹配引擎：排序、解释、组合、评测。")
def match_group() -> None:
    """Assemble the engine's commands from the areas that own its doors."""


def main() -> None:
    """Run the command line; what the operator can mend is told in a sentence, anything else with its traceback."""
    try:
        sys.exit(root())
    except Exception as error:
        from marketplace.start_troubles import trouble_of

        trouble = trouble_of(error)
        if trouble is None:
            raise
        click.echo(trouble.text, err=True)
        sys.exit(trouble.exit_code)
