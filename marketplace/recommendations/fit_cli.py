"""``marketplace match fit``: learn a weight set from judgements or from use, checked on enterprises it had not seen."""

from pathlib import Path

import click

from marketplace.core.command_files import read_lines, refuse, refuse_all, write_whole
from marketplace.recommendations.cli import EXISTING, TARGET, enterprises_option, processes_option, providers_option
from marketplace.recommendations.files import ReferenceData, read_inputs, read_qrels
from matching.use import UseEvent


@click.command("fit", help="从人工判定或使用记录学一套权重，按企业交叉验证，写成带签名的文件；不会自动生效。")
@providers_option
@enterprises_option
@click.option("--qrels", "qrels_path", type=EXISTING, default=None, help="人工判定（编号、编号、等级）")
@click.option(
    "--from-events", "events_path", type=EXISTING, default=None, help="使用记录（JSONL：enterprise、provider、deed）"
)
@click.option("--name", required=True, help="这套权重的名字")
@click.option("--version", required=True, help="版本")
@click.option("--folds", type=click.IntRange(min=2), default=8, show_default=True, help="交叉验证分几份")
@click.option("--out", type=TARGET, required=True, help="写到哪个文件")
@processes_option
@click.pass_obj
def fit_command(
    reference: ReferenceData,
    *,
    providers: Path,
    enterprises: Path,
    qrels_path: Path | None,
    events_path: Path | None,
    name: str,
    version: str,
    folds: int,
    out: Path,
    processes: int,
) -> None:
    """Write the signed set; print the measures of every enterprise ranked by weights that never saw it."""
    from marketplace.recommendations.weight_files import pack_weights
    from marketplace.recommendations.work import Forked
    from marketplace.settings import Settings
    from matching.fit import cross_validate, fit, judged_runs
    from matching.ranking import build_index
    from matching.use import judgements

    if (qrels_path is None) == (events_path is None):
        raise refuse("请在 --qrels（人工判定）和 --from-events（使用记录）中选一个。")
    inputs = read_inputs(providers=providers, enterprises=enterprises, places=reference.load_places())
    qrels = read_qrels(qrels_path) if qrels_path else judgements(read_events(events_path or Path()))
    judged = [query for query in inputs.queries if query.ref in qrels]
    if len(judged) < folds:
        raise refuse(f"有判定的企业只有 {len(judged)} 家，不够分成 {folds} 份。请补充判定，或把 --folds 调小。")
    index = build_index(inputs.candidates, library=reference.load_library(), work=Forked(processes, title="读服务商"))
    runs = judged_runs(judged, index, qrels=qrels)
    checked = cross_validate(runs, folds=folds).mean
    learned = fit(runs, name=name, version=version)
    write_whole(out, pack_weights(learned, cross_validated=checked, secret=Settings().secret_key))
    for metric, value in checked.items():
        click.echo(f"{metric}\t{value:.4f}")
    click.echo(
        f"已用 {len(runs)} 家企业的判定学出权重 {name}-{version}，写入 {out}；要经有权的人批准才生效。", err=True
    )


def read_events(path: Path) -> list[UseEvent]:
    """Read one deed a line; print one line per defect and end with exit code 2."""
    import json

    from matching.use import Deed

    events, defects = list[UseEvent](), list[str]()
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found = UseEvent(query_ref=row["enterprise"], candidate_ref=row["provider"], deed=Deed(row["deed"]))
        except (ValueError, KeyError, TypeError):
            wanted = "、".join(Deed)
            defects.append(f"{path.name} 第 {number} 行：要有 enterprise、provider 和 deed（{wanted} 之一）")
        else:
            events.append(found)
    refuse_all(defects)
    return events
