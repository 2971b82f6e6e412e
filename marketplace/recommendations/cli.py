"""``marketplace match rank | explain | bundle | evaluate``: the engine on files, without a database."""

import json
import math
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from marketplace.core.command_files import refuse, write_whole
from marketplace.recommendations.files import ReferenceData, read_inputs, read_qrels, read_run, refuse_blanks_in_refs
from matching.types import Candidate, Query
from matching.work import Work

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
TARGET = click.Path(dir_okay=False, path_type=Path)
providers_option = click.option("--providers", type=EXISTING, required=True, help="服务商文件（JSONL、XLSX、CSV）")
enterprises_option = click.option("--enterprises", type=EXISTING, required=True, help="企业文件（JSONL、XLSX、CSV）")
enterprise_option = click.option("--enterprise", "ref", required=True, help="企业编号")
processes_option = click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=lambda: len(os.sched_getaffinity(0)),
    show_default="处理器个数",
    help="用几个进程；结果与个数无关",
)
scheduler_option = click.option(
    "--scheduler",
    envvar="DASK_SCHEDULER",
    default="",
    help="Dask 调度器的地址，如 tcp://10.1.0.5:8786：由它的各台机器来排序，结果一样",
)
weights_option = click.option(
    "--weights", "weights_path", type=EXISTING, help="权重文件（JSON）；不填就用随软件发布的一套"
)
library_option = click.option(
    "--library", "library_path", type=EXISTING, help="场景库文件（核对包里的 library.json）；不填就用随软件发布的一版"
)
statistics_option = click.option(
    "--statistics", "statistics_path", type=EXISTING, help="词频统计文件（核对包里的）；不填就按服务商文件统计"
)
seed_option = click.option("--seed", type=int, default=0, show_default=True, help="同分时的排序种子")


@contextmanager
def _sharing(scheduler: str, *, processes: int) -> Iterator[Work]:
    """Yield who ranks: the machines of a Dask scheduler where one is named, else processes of this machine."""
    from marketplace.recommendations.work import Forked

    if not scheduler:
        yield Forked(processes, title="排序", unit="家")
        return
    try:
        from marketplace.recommendations.cluster import Clustered, connected
    except ImportError as error:
        raise refuse("没有安装 Dask，不能把排序分给别的机器：请装上附加组件 cluster，或不填 --scheduler。") from error
    with ExitStack() as stack:
        try:
            client = stack.enter_context(connected(scheduler))
        except (OSError, ValueError) as error:
            raise refuse(f"连不上 Dask 调度器 {scheduler}：请核对地址，看它是否在运行，或不填 --scheduler。") from error
        yield Clustered(client, title="排序", unit="家")


def _echo_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _find(queries: tuple[Query, ...], ref: str) -> Query:
    for query in queries:
        if query.ref == ref:
            return query
    raise refuse(f"企业文件里没有编号“{ref}”。")


def _expect(ref: str, *, among: Iterable[Candidate]) -> None:
    if all(candidate.ref != ref for candidate in among):
        raise refuse(f"服务商文件里没有编号“{ref}”。")


@click.command("rank", help="为每家企业给服务商排序，写出 TREC 格式。")
@providers_option
@enterprises_option
@click.option("--top", type=click.IntRange(min=1), default=50, show_default=True, help="每家企业写多少行")
@click.option("--out", type=TARGET, required=True, help="写到哪个文件")
@weights_option
@library_option
@statistics_option
@seed_option
@processes_option
@scheduler_option
@click.pass_obj
def rank_command(
    reference: ReferenceData,
    *,
    providers: Path,
    enterprises: Path,
    top: int,
    out: Path,
    weights_path: Path | None,
    library_path: Path | None,
    statistics_path: Path | None,
    seed: int,
    processes: int,
    scheduler: str,
) -> None:
    """Write the TREC run of every enterprise; who works it out, and with how many, changes nothing but the time."""
    from marketplace.recommendations.basis_files import read_library, read_statistics, read_weights
    from marketplace.recommendations.command_index import index_of
    from marketplace.recommendations.work import Forked
    from matching.evaluation import format_run
    from matching.ranking import rank_many
    from matching.weights import DEFAULT

    weights = read_weights(weights_path) if weights_path else DEFAULT
    statistics = read_statistics(statistics_path) if statistics_path else None
    library = read_library(library_path) if library_path else None
    inputs = read_inputs(providers=providers, enterprises=enterprises, places=reference.load_places())
    refuse_blanks_in_refs(inputs)
    reading = Forked(processes, title="读服务商", unit="批")
    index = index_of(inputs.candidates, reference, library=library, statistics=statistics, work=reading)
    parts = []
    with _sharing(scheduler, processes=processes) as work:
        # By ref, so that the order of the file's lines changes nothing.
        queries = sorted(inputs.queries, key=lambda query: query.ref)
        for found in rank_many(queries, index, top=top, weights=weights, seed=seed, work=work):
            places = [(place.ref, place.rank, place.score) for place in found.places]
            parts.append(format_run(found.query_ref, places, tag=found.engine_version))
    write_whole(out, "".join(parts))
    click.echo(f"已为 {len(inputs.queries)} 家企业排序，候选服务商 {len(inputs.candidates)} 家，写入 {out}", err=True)


@click.command("explain", help="说明一家服务商在一家企业那里为什么得这个分。")
@providers_option
@enterprises_option
@enterprise_option
@click.option("--provider", "provider_ref", required=True, help="服务商编号")
@seed_option
@click.pass_obj
def explain_command(
    reference: ReferenceData, *, providers: Path, enterprises: Path, ref: str, provider_ref: str, seed: int
) -> None:
    """Print the additive explanation of one pair as JSON."""
    from marketplace.recommendations.command_index import index_of
    from marketplace.recommendations.shell_answers import explanation_answer, printed
    from marketplace.recommendations.work import Forked
    from matching.ranking import explain

    inputs = read_inputs(providers=providers, enterprises=enterprises, places=reference.load_places())
    query = _find(inputs.queries, ref)
    _expect(provider_ref, among=inputs.candidates)
    index = index_of(inputs.candidates, reference, work=Forked(1, title="读服务商", unit="批"))
    explanation = explain(query, index, provider_ref, seed=seed)
    click.echo(printed(explanation_answer(explanation, candidates=inputs.candidates)))


@click.command("bundle", help="在预算内选一组模块，尽量覆盖一家企业的清单。")
@providers_option
@enterprises_option
@enterprise_option
@click.option("--budget-wan", type=click.FloatRange(min=0), default=None, help="首年预算（万元），默认用企业自己的")
@click.option("--contractor", default=None, help="只用这家服务商及其合作伙伴")
@seed_option
@click.pass_obj
def bundle_command(
    reference: ReferenceData,
    *,
    providers: Path,
    enterprises: Path,
    ref: str,
    budget_wan: float | None,
    contractor: str | None,
    seed: int,
) -> None:
    """Print the bundle with its alternatives as JSON."""
    from marketplace.recommendations.answers import bundle_json
    from marketplace.recommendations.command_index import index_of
    from marketplace.recommendations.work import Forked
    from matching.bundle import plan_bundle

    if budget_wan is not None and not math.isfinite(budget_wan):
        raise refuse("--budget-wan 要写一个不小于 0 的数字（万元）。")
    inputs = read_inputs(providers=providers, enterprises=enterprises, places=reference.load_places())
    query = _find(inputs.queries, ref)
    if contractor is not None:
        _expect(contractor, among=inputs.candidates)
    index = index_of(inputs.candidates, reference, work=Forked(1, title="读服务商", unit="批"))
    budget = query.preferences.budget_wan if budget_wan is None else budget_wan
    _echo_json(bundle_json(plan_bundle(query, index, budget_wan=budget, contractor=contractor, seed=seed)))


@click.command("evaluate", help="用人工判定给排序打分。")
@click.option("--run", "run_path", type=EXISTING, required=True, help="TREC 格式的排序")
@click.option("--qrels", "qrels_path", type=EXISTING, required=True, help="人工判定（编号、编号、等级）")
def evaluate_command(*, run_path: Path, qrels_path: Path) -> None:
    """Print means and the value of every enterprise as JSON."""
    from matching.evaluation import evaluate

    result = evaluate(read_run(run_path), read_qrels(qrels_path))
    _echo_json({"mean": result.mean, "queries": result.queries})
