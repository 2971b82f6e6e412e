"""``marketplace match bench``: the engine beside simple peers, on the same judged files, in one run."""

from pathlib import Path

import click

from marketplace.core.command_files import refuse, write_whole
from marketplace.recommendations.cli import EXISTING, TARGET, enterprises_option, processes_option, providers_option
from marketplace.recommendations.files import ReferenceData, read_inputs, read_qrels


@click.command("bench", help="在同一批判定数据上，与 BM25、TF-IDF、rapidfuzz 比质量，与 sparse_dot_topn 比速度。")
@providers_option
@enterprises_option
@click.option("--qrels", "qrels_path", type=EXISTING, required=True, help="人工判定（编号、编号、等级）")
@click.option("--chart", type=TARGET, default=None, help="把质量对比画成 SVG，写到这个文件")
@processes_option
@click.pass_obj
def bench_command(
    reference: ReferenceData,
    *,
    providers: Path,
    enterprises: Path,
    qrels_path: Path,
    chart: Path | None,
    processes: int,
) -> None:
    """Print both tables as Markdown; write the chart when it is asked for."""
    from marketplace.recommendations.bench import measure_quality, measure_speed
    from marketplace.recommendations.bench_page import quality_chart, quality_table, speed_table
    from marketplace.recommendations.command_index import index_of
    from marketplace.recommendations.peers import missing_packages
    from marketplace.recommendations.work import Forked

    if missing := missing_packages():
        raise refuse(f"比较要用到开发依赖 {'、'.join(missing)}，这里没有安装。请先运行 make .venv/.development。")
    inputs = read_inputs(providers=providers, enterprises=enterprises, places=reference.load_places())
    qrels = read_qrels(qrels_path)
    if not any(query.ref in qrels for query in inputs.queries):
        raise refuse(f"“{qrels_path.name}”里没有企业文件中的任何一家企业，无法比较。请检查两个文件是不是同一批。")
    index = index_of(inputs.candidates, reference, work=Forked(processes, title="读服务商"))
    quality = measure_quality(inputs.queries, index, qrels=qrels)
    click.echo(quality_table(quality))
    click.echo("\n" + speed_table(measure_speed(inputs.queries, index)))
    if chart is not None:
        write_whole(chart, quality_chart(quality))
    click.echo(
        f"已比较 {len(quality)} 个系统，企业 {len(inputs.queries)} 家，服务商 {len(inputs.candidates)} 家。", err=True
    )
