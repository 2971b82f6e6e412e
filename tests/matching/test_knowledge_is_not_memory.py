"""The knowledge was written from the trade, not from the collection that it is measured on."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.matching import judged

SPAN = 12  # A shared run of so many characters means that one text was copied from the other.
KNOWLEDGE = Path(__file__).parents[2] / "seed" / "data"
TELLING = re.compile(r"[^\u4e00-\u9fff0-9a-zA-Z]+")


def spans(text: str) -> set[str]:
    """Return the runs of a text, with its marks and without; blanks count nowhere."""
    forms = ("".join(text.split()), TELLING.sub("", text))
    return {told[start : start + SPAN] for told in forms for start in range(len(told) - SPAN + 1)}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def judged_spans() -> set[str]:
    rows = [json.loads(line) for name in ("enterprises.jsonl", "providers.jsonl") for line in judged.lines(name)]
    return {span for row in rows for text in strings(row) for span in spans(text)}


def test_knowledge_files_share_no_span_with_the_judged_collection() -> None:
    known = judged_spans()
    files = [path for path in sorted(KNOWLEDGE.rglob("*")) if path.suffix in {".jsonl", ".yaml", ".csv"}]

    copied = [
        (path.name, number)
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if spans(line) & known
    ]

    assert len(files) > 100
    assert len(known) > 20_000
    assert copied == []
