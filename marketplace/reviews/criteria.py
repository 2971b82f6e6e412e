"""What is scored and asked, as data that is frozen with a review. Scores are integers in tenths of a point."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from marketplace.reviews.labels import Verdict

TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A scored criterion: at most ``points`` whole points; below ``minimum`` points a candidate is out."""

    key: str
    label: str
    points: int
    minimum: int = 0
    guide: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question answered by pass or fail; ``allows_discretion`` lets an expert leave it to the consensus."""

    key: str
    label: str
    allows_discretion: bool = True
    guide: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Criteria and questions of a review; ``minimum_total`` is in whole points."""

    criteria: tuple[Criterion, ...]
    questions: tuple[Question, ...] = ()
    minimum_total: int = 0

    @property
    def total_points(self) -> int:
        return sum(criterion.points for criterion in self.criteria)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What one person, or the consensus, gave one candidate: tenths of points, and verdicts."""

    scores: Mapping[str, int]
    verdicts: Mapping[str, Verdict]

    @property
    def total(self) -> int:
        """The sum in tenths of a point."""
        return sum(self.scores.values())


def defects_of(scheme: Scheme) -> list[str]:
    """Return what is wrong with a scheme, in Chinese; nothing when it can be used."""
    found = []
    keys = [criterion.key for criterion in scheme.criteria] + [question.key for question in scheme.questions]
    if not scheme.criteria:
        found.append("至少要有一项评分标准。")
    if len(set(keys)) != len(keys):
        found.append("评分标准和问题的编号不能重复。")
    for criterion in scheme.criteria:
        if not 1 <= criterion.points <= 1000:  # noqa: PLR2004 - a criterion of more points is a slip of the keyboard
            found.append(f"“{criterion.label}”的满分应在 1 到 1000 分之间。")
        if not 0 <= criterion.minimum <= criterion.points:
            found.append(f"“{criterion.label}”的最低分不能超过满分。")
    if not 0 <= scheme.minimum_total <= scheme.total_points:
        found.append("总分的最低分不能超过各项满分之和。")
    return found


def missing_marks(scheme: Scheme, marks: Marks, *, is_final: bool = False) -> dict[str, list[str]]:
    """Return what keeps marks from being complete, by field; a consensus (``is_final``) leaves nothing open."""
    wrong: dict[str, list[str]] = {}
    for criterion in scheme.criteria:
        score = marks.scores.get(criterion.key)
        if score is None:
            wrong[f"score_{criterion.key}"] = ["请打分。"]
        elif not 0 <= score <= criterion.points * TENTHS:
            wrong[f"score_{criterion.key}"] = [f"应在 0 到 {criterion.points} 分之间，最多一位小数。"]
    for question in scheme.questions:
        verdict = marks.verdicts.get(question.key)
        if verdict is None:
            wrong[f"verdict_{question.key}"] = ["请选择。"]
        elif verdict is Verdict.DISCRETIONARY and (is_final or not question.allows_discretion):
            wrong[f"verdict_{question.key}"] = ["请选择通过或不通过。"]
    return wrong


def mean_marks(scheme: Scheme, sheets: Sequence[Marks]) -> Marks:
    """Return what a consensus may start from: the mean of each criterion, rounded half up to a tenth of a point.

    A question starts from the verdict that all gave, and stays open when they differ or somebody left it to consensus.
    """
    scores = {
        criterion.key: (2 * sum(sheet.scores[criterion.key] for sheet in sheets) + len(sheets)) // (2 * len(sheets))
        for criterion in scheme.criteria
        if sheets
    }
    verdicts = {}
    for question in scheme.questions:
        given = {sheet.verdicts[question.key] for sheet in sheets}
        if len(given) == 1 and Verdict.DISCRETIONARY not in given:
            verdicts[question.key] = given.pop()
    return Marks(scores=scores, verdicts=verdicts)


def to_json(scheme: Scheme) -> dict[str, Any]:
    """Return a scheme as canonical JSON data."""
    return {
        "criteria": [asdict(criterion) for criterion in scheme.criteria],
        "questions": [asdict(question) for question in scheme.questions],
        "minimum_total": scheme.minimum_total,
    }


def from_json(data: Mapping[str, Any]) -> Scheme:
    """Return the scheme that ``to_json`` wrote."""
    return Scheme(
        criteria=tuple(Criterion(**item) for item in data["criteria"]),
        questions=tuple(Question(**item) for item in data["questions"]),
        minimum_total=data["minimum_total"],
    )


def points_text(tenths: int) -> str:
    """Return tenths of a point as people write them: 875 → 87.5, 880 → 88."""
    whole, rest = divmod(abs(tenths), TENTHS)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def score_text(tenths: int) -> str:
    """Return tenths of a point with their one decimal, as scores stand under each other: 875 → 87.5, 880 → 88.0."""
    return f"{tenths / TENTHS:.1f}"
