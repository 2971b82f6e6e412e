"""Floors on 240 judged scopes: a change that classifies worse fails."""

import json
from pathlib import Path
from typing import Any

import pytest

from matching.classify import Classification, Classifier, classify

FILE = Path(__file__).parents[2] / "data" / "scopes" / "scopes.jsonl"

Answer = tuple[int | None, Classification]


@pytest.fixture(scope="module", params=[True, False], ids=["with_name", "text_only"])
def answers(request: pytest.FixtureRequest, classifier: Classifier) -> list[Answer]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [
        (
            row["catalog_no"],
            classify(row["text"], name=row.get("name") if request.param else None, classifier=classifier),
        )
        for row in rows
    ]


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_scopes_inside_lines_first_answer_right(answers: list[Answer]) -> None:
    hits = [
        bool(found.candidates) and found.candidates[0].catalog_no == wanted
        for wanted, found in answers
        if wanted is not None
    ]

    assert len(hits) == 200
    assert share(hits) >= 0.93


def test_scopes_inside_lines_right_among_first_three(answers: list[Answer]) -> None:
    hits = [
        wanted in [candidate.catalog_no for candidate in found.candidates[:3]]
        for wanted, found in answers
        if wanted is not None
    ]

    assert share(hits) >= 0.96


def test_scopes_outside_lines_propose_nothing(answers: list[Answer]) -> None:
    hits = [found.outside and not found.candidates for wanted, found in answers if wanted is None]

    assert len(hits) == 40
    assert share(hits) >= 0.92


def test_scopes_scores_tell_how_often_the_entry_is_right(answers: list[Answer]) -> None:
    told = [(one.score, one.catalog_no == wanted) for wanted, found in answers for one in found.candidates]

    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.0)):
        band = [(score, right) for score, right in told if low <= score <= high]
        said, true = (sum(values) / len(band) for values in zip(*band, strict=True))
        assert said == pytest.approx(true, abs=0.15)
