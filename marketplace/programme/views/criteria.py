"""Criteria of a review as rows of a form: how many are shown, what they hold, and how a fault names its row."""

from collections.abc import Sequence
from typing import Any

from marketplace.programme.rules import CriterionRule
from marketplace.programme.schemas import MOST_CRITERIA

LEAST_ROWS, SPARE_ROWS = 4, 2
CELLS = {"label": "名称", "points": "满分", "minimum": "最低分"}


def count_rows(typed: Any) -> int:
    """Return how many rows to show: those filled in and two more, so that there is always room without script."""
    filled = len(typed) if isinstance(typed, list) else 0
    return min(MOST_CRITERIA, max(LEAST_ROWS, filled + SPARE_ROWS))


def criteria_labels(name: str) -> dict[str, str]:
    """Return what the fields of the rows are called where a fault is told above the form."""
    cells = {
        f"criteria.{number}.{key}": f"{name}第 {number + 1} 项{label}"
        for number in range(MOST_CRITERIA)
        for key, label in CELLS.items()
    }
    return {"criteria": name, **cells}


def raw_criteria(criteria: Sequence[CriterionRule]) -> list[dict[str, Any]]:
    """Return criteria as the rows hold them; no minimum is an empty field."""
    return [{**item.model_dump(), "minimum": item.minimum or ""} for item in criteria]
