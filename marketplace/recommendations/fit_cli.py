"""``marketplace match fit``: learn a weight set from judgements or from use, checked on enterprises it had not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marketplace.core.command_files import read_lines, refuse, refuse_all, write_whole
from marketplace.recommendations.cli import EXISTING, TARGET, processes_option
from marketplace.recommendations.files import ReferenceData, read_inputs, read_qrels
from matching.use import UseEvent
from matching.weights import DEFAULT, WeightSet

if TYPE_CHECKING:
    from matching.fit import JudgedRun


DATABASE = "-"


@click.command("fit", help="从人工判定或使用记录学一套权重，按企业交叉验证，写成带签名的文件；不会自动生效。")
@click.option("--providers", type=EXISTING, default=None, help="服务商文件；学数据库里的使用记录时不用")
@click.option("--enterprises", type=EXISTING, default=None, help="企业文件；学数据库里的使用记录时不用")
@click.option("--qrels", "qrels_path", type=EXISTING, default=None, help="人工判定（编号、编号、等级）")
@click.option(
    "--from-events",
    "events",
    is_flag=False,
    flag_value=DATABASE,
    default=None,
    help="使用记录：后面不写就学数据库里的；也可以写文件（JSONL：enterprise、provider、deed）",
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
    providers: Path | None,
    enterprises: Path | None,
    qrels_path: Path | None,
    events: str | None,
    name: str,
    version: str,
    folds: int,
    out: Path,
    processes: int,
) -> None:
    """Write the signed set; print the measures of every enterprise ranked by weights that never saw it."""
    from marketplace.recommendations.weight_files import pack_weights
    from marketplace.settings import Settings
    from matching.fit import cross_validate, evaluate_weights, fit

    if (qrels_path is None) == (events is None):
        raise refuse("请在 --qrels（人工判定）和 --from-events（使用记录）中选一个。")
    if events == DATABASE:
        runs, in_force = _judged_in_database()
    else:
        wanted = Sources(providers=providers, enterprises=enterprises, qrels=qrels_path, events=events)
        runs, in_force = _judged_in_files(reference, wanted, processes=processes), DEFAULT
    if len(runs) < folds:
        raise refuse(f"有判定的企业只有 {len(runs)} 家，不够分成 {folds} 份。请补充判定，或把 --folds 调小。")
    checked, now = cross_validate(runs, folds=folds).mean, evaluate_weights(runs, in_force).mean
    learned = fit(runs, name=name, version=version)
    packed = pack_weights(
        learned, cross_validated=checked, judged=len(runs), in_force=now, secret=Settings().secret_key
    )
    write_whole(out, packed)
    for metric, value in checked.items():
        click.echo(f"{metric}\t{value:.4f}\t现行 {now[metric]:.4f}")
    click.echo(
        f"已用 {len(runs)} 家企业的判定学出权重 {name}-{version}，写入 {out}。"
        "请运营人员在“排序权重”里交上这个文件，另一位看过两种排法的对照、批准后才生效。",
        err=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The files that weights are learned from; one of ``qrels`` and ``events``."""

    providers: Path | None
    enterprises: Path | None
    qrels: Path | None
    events: str | None


def _judged_in_database() -> "tuple[Sequence[JudgedRun], WeightSet]":
    from marketplace.core.db import Database
    from marketplace.recommendations.use_events import load_use
    from marketplace.recommendations.weights import load_weights
    from marketplace.settings import Settings

    with Database(Settings().effective_database_url).session() as session:
        use, in_force = load_use(session), load_weights(session)
    if use.without_run:
        click.echo(f"有 {use.without_run} 家企业没有留存排序，它们的使用记录没有用上。", err=True)
    return use.runs, in_force


def _judged_in_files(reference: ReferenceData, wanted: Sources, *, processes: int) -> "Sequence[JudgedRun]":
    from marketplace.recommendations.command_index import index_of
    from marketplace.recommendations.work import Forked
    from matching.fit import judged_runs
    from matching.use import judgements

    if wanted.providers is None or wanted.enterprises is None:
        raise refuse("从文件学，要写 --providers 和 --enterprises。")
    path = Path(wanted.events or "")
    if wanted.events is not None and not path.is_file():
        raise refuse(f"没有找到使用记录文件“{path}”。")
    inputs = read_inputs(providers=wanted.providers, enterprises=wanted.enterprises, places=reference.load_places())
    qrels = read_qrels(wanted.qrels) if wanted.qrels else judgements(read_events(path))
    judged = [query for query in inputs.queries if query.ref in qrels]
    index = index_of(inputs.candidates, reference, work=Forked(processes, title="读服务商"))
    return judged_runs(judged, index, qrels=qrels)


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
