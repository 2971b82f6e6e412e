"""The commands' inputs: files of the exchange format as the engine's types, every defect named before anything runs."""

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from marketplace.core.command_files import BAD_INPUT, read_lines, refuse, refuse_all
from marketplace.exchange import Defect, Places, Severity, read_enterprises, read_providers
from marketplace.recommendations.mapping import to_candidate, to_query
from matching.errors import JudgementFault, JudgementFormatError
from matching.library import Library
from matching.types import Candidate, Query

if TYPE_CHECKING:
    from marketplace.taxonomy.linking import Linker


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceData:
    """Where commands that need no database get the library, its linker and the divisions from."""

    load_library: Callable[[], Library]
    load_linker: "Callable[[Library], Linker]"
    load_places: Callable[[], Places]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the files said."""

    queries: tuple[Query, ...]
    candidates: tuple[Candidate, ...]


def read_inputs(*, providers: Path, enterprises: Path, places: Places) -> Inputs:
    """Read both files; print one line per defect and end with exit code 2 when a row was rejected.

    Warnings are printed too and stop nothing.
    """
    defects: list[Defect] = []
    queries, candidates = list[Query](), list[Candidate]()
    for item in read_enterprises(enterprises, places=places):
        if isinstance(item, Defect):
            defects.append(item)
        else:
            queries.append(to_query(item))
    for other in read_providers(providers, places=places):
        if isinstance(other, Defect):
            defects.append(other)
        else:
            candidates.append(to_candidate(other))
    report(defects)
    _refuse_none("企业", queries, of=enterprises)
    _refuse_none("服务商", candidates, of=providers)
    return Inputs(queries=tuple(queries), candidates=_without_copies(candidates))


def _refuse_none(what: str, found: Sized, *, of: Path) -> None:
    if not found:
        raise refuse(f"“{of.name}”里没有{what}。请检查文件是不是空的，或是不是选错了。")


def _without_copies(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Leave out modules that copy an earlier one of another provider; print one line for each pair."""
    from matching.copies import find_same_texts, without_copies

    same = find_same_texts(candidates)
    for one in same:
        verdict = "发布较晚，不参与排序" if one.is_later else "看不出哪个先发布，两个都参与排序"
        click.echo(
            f"服务商“{one.candidate}”的模块“{one.module}”与服务商“{one.other_candidate}”的模块“{one.other_module}”"
            f"文字几乎相同（{one.likeness:.0%}），{verdict}。",
            err=True,
        )
    return without_copies(candidates, same)


def refuse_blanks_in_refs(inputs: Inputs) -> None:
    """End with exit code 2 where a ref holds a blank: a line of a TREC run is told apart by blanks."""
    named = [("企业", one.ref) for one in inputs.queries] + [("服务商", one.ref) for one in inputs.candidates]
    refuse_all(
        [
            f"{who}编号“{ref}”里有空格，排序文件以空格分列，写不下这样的编号；请改成没有空格的编号。"
            for who, ref in named
            if len(ref.split()) != 1
        ]
    )


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements; print one line per defect and end with exit code 2 when they can't be read."""
    from matching.evaluation import parse_qrels, parse_run

    found = _parsed(path, parse_qrels, other=parse_run, mistaken="排序文件，这里要的是人工判定（--qrels）")
    _refuse_none("判定", found, of=path)
    return found


def read_run(path: Path) -> dict[str, list[str]]:
    """Read a TREC run; print one line per defect and end with exit code 2 when it can't be read."""
    from matching.evaluation import parse_qrels, parse_run

    found = _parsed(path, parse_run, other=parse_qrels, mistaken="人工判定，这里要的是排序文件（--run）")
    _refuse_none("排序", found, of=path)
    return found


FAULTS = {
    JudgementFault.RUN_COLUMNS: "应是“企业编号 Q0 服务商编号 名次 得分 标记”，用空格隔开，编号里没有空格。",
    JudgementFault.JUDGEMENT_COLUMNS: "应是“企业编号、服务商编号、等级”，用制表符隔开，等级是整数。",
    JudgementFault.RANK_TWICE: "这家企业的这个名次前面已有一行。",
    JudgementFault.CANDIDATE_TWICE: "这家企业的这家服务商前面已有一行。",
}
Parsed = TypeVar("Parsed")


def _parsed(
    path: Path, parse: Callable[[Iterable[str]], Parsed], *, other: Callable[[Iterable[str]], object], mistaken: str
) -> Parsed:
    lines = read_lines(path)
    try:
        return parse(lines)
    except JudgementFormatError as error:
        if _can(other, lines):
            raise refuse(f"“{path.name}”是{mistaken}；请看是不是把两个文件写反了。") from error
        refuse_all([f"“{path.name}”第{line}行：{FAULTS[fault]}" for line, fault in error.faults])
        raise


def _can(parse: Callable[[Iterable[str]], object], lines: Iterable[str]) -> bool:
    try:
        parse(lines)
    except JudgementFormatError:
        return False
    return True


def report(defects: list[Defect]) -> None:
    """Print one line per error and warning on standard error; end with exit code 2 when there is an error."""
    errors = [defect for defect in defects if defect.severity is Severity.ERROR]
    for defect in defects:
        if defect.severity is not Severity.NOTE:
            click.echo(str(defect), err=True)
    if errors:
        click.echo(f"共 {len(errors)} 处错误，没有写出任何文件。请改好后重试。", err=True)
        raise SystemExit(BAD_INPUT)
