"""Floors on 300 judged queries over 400 registered names, many of them near-twins."""

from collections import defaultdict
from pathlib import Path

import pytest

from matching.names import NameKnowledge, RegistryIndex, resolve

FOLDER = Path(__file__).parents[2] / "data" / "names"

Hits = dict[str, list[bool]]


@pytest.fixture(scope="module")
def hits(knowledge: NameKnowledge) -> Hits:
    names = [name for name in (FOLDER / "registry.txt").read_text("utf-8").split("\n") if name]
    registry = RegistryIndex(names, knowledge=knowledge)
    found: Hits = defaultdict(list)
    for line in (FOLDER / "queries.tsv").read_text("utf-8").split("\n"):
        if not line:
            continue
        query, wanted, kind = line.split("\t")
        answer = resolve(query, registry_index=registry)
        right = bool(answer) and answer[0].name == wanted and answer[0].same
        found[kind].append(any(one.same for one in answer) if kind == "absent" else right)
    return found


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("short", 0.97),
        ("bracket", 0.97),
        ("width", 1.0),
        ("suffix", 0.97),
        ("typo", 0.95),
        ("old_place", 0.96),
        ("abbreviation", 0.96),
    ],
)
def test_names_kind_keeps_its_recall(kind: str, floor: float, hits: Hits) -> None:
    assert share(hits[kind]) >= floor


def test_names_absent_are_hardly_ever_same(hits: Hits) -> None:
    assert len(hits["absent"]) == 45
    assert share(hits["absent"]) <= 0.02
