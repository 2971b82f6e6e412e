"""Marks as people type them: points with at most one decimal, and verdicts."""

import re
from collections.abc import Mapping
from typing import Any

from marketplace.core.errors import InvalidError
from marketplace.reviews.criteria import TENTHS, Marks, Scheme, points_text
from marketplace.reviews.labels import Verdict

_POINTS = re.compile(r"(\d{1,4})(?:[.\uff0e](\d))?")


def parse_points(text: str) -> int:
    """Return points such as 87.5 in tenths; full-width digits count; raises ValueError for anything else."""
    found = _POINTS.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return int(found[1]) * TENTHS + int(found[2] or 0)


def read_marks(scheme: Scheme, raw: Mapping[str, Any]) -> Marks:
    """Return what was typed so far, empty fields left out; raises InvalidError for what is no number or verdict."""
    scores, verdicts, wrong = dict[str, int](), dict[str, Verdict](), dict[str, list[str]]()
    for criterion in scheme.criteria:
        name = f"score_{criterion.key}"
        typed = str(raw.get(name, "")).strip()
        if not typed:
            continue
        try:
            scores[criterion.key] = parse_points(typed)
        except ValueError:
            wrong[name] = ["请填写分数，例如 17.5，最多一位小数。"]
            continue
        if scores[criterion.key] > criterion.points * TENTHS:
            wrong[name] = [f"不能超过满分 {criterion.points} 分。"]
    for question in scheme.questions:
        typed = str(raw.get(f"verdict_{question.key}", ""))
        if typed in set(Verdict):
            verdicts[question.key] = Verdict(typed)
        elif typed:
            wrong[f"verdict_{question.key}"] = ["请从列出的选项中选择。"]
    if wrong:
        raise InvalidError(fields=wrong)
    return Marks(scores=scores, verdicts=verdicts)


def raw_of(marks: Marks) -> dict[str, Any]:
    """Return marks as a form shows them."""
    return {
        **{f"score_{key}": points_text(value) for key, value in marks.scores.items()},
        **{f"verdict_{key}": verdict.value for key, verdict in marks.verdicts.items()},
    }


def labels_of(scheme: Scheme) -> dict[str, str]:
    """Return the labels of the fields of a scheme."""
    return {
        **{f"score_{criterion.key}": criterion.label for criterion in scheme.criteria},
        **{f"verdict_{question.key}": question.label for question in scheme.questions},
        "note": "合议说明",
    }
