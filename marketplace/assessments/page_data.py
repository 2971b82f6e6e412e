"""What the pages of an assessment show, as the macros take it."""

from dataclasses import dataclass
from typing import Any

from marketplace.assessments.lifting import Lift, lift
from marketplace.assessments.papers import shortage_text
from marketplace.assessments.scheme import MILLI, Scheme, points_text
from marketplace.assessments.scoring import Answers, Result, assess
from marketplace.assessments.suggesting import SceneAdvice, advise
from marketplace.exchange.rows import EnterpriseRow
from matching.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """Scenes with how far they have come, beside what the next level asks of a scene."""

    axes: list[str]
    now: list[int]
    goal: list[int]
    goal_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A result for people."""

    result: Result
    points: str
    most: str
    level: str
    next_level: str
    shortage: str
    bars: list[tuple[str, float, float]]
    radar: Radar
    advice: tuple[SceneAdvice, ...]
    others: list[str]
    rooms: list[tuple[str, str, str]]
    depth_names: dict[int, str]


def shown(scheme: Scheme, answers: Answers, *, library: Library, row: EnterpriseRow) -> Shown:
    """Return points, level, pictures and what would lift the level."""
    result, way = assess(scheme, answers), lift(scheme, answers)
    return Shown(
        result=result,
        points=points_text(result.milli),
        most=points_text(scheme.most),
        level=scheme.level_name(result.level),
        next_level=way.standing.rule.name if way else "",
        shortage=shortage_text(way) if way else "已经是最高一级。",
        bars=[(part.name, _number(part.milli), _number(part.most)) for part in result.dimensions],
        radar=_radar(scheme, answers, way),
        advice=advise(way, library=library, row=row) if way else (),
        others=[step.scene.name for step in way.others] if way else [],
        rooms=[(one.indicator.key, one.indicator.name, points_text(one.left)) for one in way.rooms] if way else [],
        depth_names={depth.depth: depth.name for depth in scheme.depths},
    )


def _radar(scheme: Scheme, answers: Answers, way: Lift | None) -> Radar:
    goal = way.standing.rule.level if way else scheme.levels[-1].level
    return Radar(
        axes=[scene.name for scene in scheme.scenes],
        now=[answers.depths.get(scene.code, 0) for scene in scheme.scenes],
        goal=[goal for _ in scheme.scenes],
        goal_label=f"{scheme.level_name(goal)}看的深度",
    )


def _number(milli: int) -> float:
    value = milli / MILLI
    return int(value) if value.is_integer() else value


def grouped(scheme: Scheme) -> list[tuple[str, list[Any]]]:
    """Return indicators by dimension, in the edition's order."""
    names = dict.fromkeys(one.dimension for one in scheme.indicators)
    return [(name, [one for one in scheme.indicators if one.dimension == name]) for name in names]


def scene_groups(scheme: Scheme) -> list[tuple[str, list[Any]]]:
    """Return scenes by the part of the business that they belong to."""
    names = dict.fromkeys(one.group for one in scheme.scenes)
    return [(name, [one for one in scheme.scenes if one.group == name]) for name in names]
