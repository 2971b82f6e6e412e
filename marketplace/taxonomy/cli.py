"""``marketplace match classify``: from texts to entries of the industry catalogue, without a database."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click

from marketplace.core.command_files import read_lines, refuse_all, write_whole
from matching.classify import Classification, Classifier, IndustryLexicon


class KnowsIndustries(Protocol):
    """Where the command gets the words of industries from."""

    def load_lexicon(self) -> IndustryLexicon:
        """Load them from the reference data."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """One text to classify, with the sender's id of it."""

    id: str | int
    text: str
    name: str | None


@click.command("classify", help="由企业简介或经营范围判断属于目录中的哪个细分行业。")
@click.option(
    "--in",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help='JSONL，每行 {"id", "text", "name"（可无）}',
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到哪个文件")
@click.pass_obj
def classify_command(reference: KnowsIndustries, *, source: Path, out: Path) -> None:
    """Write for each text up to five entries, best first, or that it lies outside the catalogue."""
    from tqdm import tqdm

    rows = _read(source)
    classifier = Classifier(reference.load_lexicon())
    lines = [
        _line(row, classifier.classify(row.text, name=row.name))
        for row in tqdm(rows, unit="条", desc="归类", disable=None)
    ]
    write_whole(out, "".join(lines))
    click.echo(f"已归类 {len(rows)} 条，写入 {out}", err=True)


def _line(row: TextRow, found: Classification) -> str:
    answer = {
        "id": row.id,
        "candidates": [{"catalog_no": one.catalog_no, "score": one.score} for one in found.candidates],
        "outside": found.outside,
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _read(path: Path) -> list[TextRow]:
    rows, defects = list[TextRow](), list[str]()
    for number, line in enumerate(read_lines(path), start=1):
        if line.strip():
            row = _row(line)
            if isinstance(row, str):
                defects.append(f"{path.name} 第 {number} 行：{row}")
            else:
                rows.append(row)
    refuse_all(defects)
    return rows


def _row(line: str) -> TextRow | str:
    """Return the row, or what is wrong with the line."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return "不是完整的 JSON 对象，请检查引号、逗号和括号。"
    if not isinstance(value, dict):
        return "每行要写成一个 JSON 对象。"
    key, text, name = value.get("id"), value.get("text"), value.get("name")
    if isinstance(key, bool) or not isinstance(key, str | int):
        return "缺少 id，或者它不是文字或整数。"
    if not isinstance(text, str):
        return "缺少 text，或者它不是文字。"
    if name is not None and not isinstance(name, str):
        return "name 要写成文字，没有就不写。"
    return TextRow(id=key, text=text, name=name)
