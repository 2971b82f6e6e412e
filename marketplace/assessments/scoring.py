"""Answers → points and level: pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from marketplace.assessments.scheme import LevelRule, Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Ticked options by indicator, and depths by scene; what is not named was not answered."""

    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    depths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was reached of what can be reached in a part of the questionnaire, in thousandths of a point."""

    name: str
    milli: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Points, level (0 when none is reached), and how the parts stand."""

    milli: int
    level: int
    dimensions: tuple[Part, ...]
    indicators: tuple[Part, ...]
    answered: int
    asked: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a level's conditions stand; what is short is never below 0."""

    rule: LevelRule
    milli_short: int
    scenes_short: int
    binding_short: int

    @property
    def is_reached(self) -> bool:
        return not (self.milli_short or self.scenes_short or self.binding_short)


def assess(scheme: Scheme, answers: Answers) -> Result:
    """Return points and level; every level's conditions include those below it, so the highest that holds counts."""
    indicators = tuple(
        Part(name=one.name, milli=_reached(scheme, answers, key=one.key), most=one.most) for one in scheme.indicators
    )
    total = sum(part.milli for part in indicators)
    reached = [rule.level for rule in scheme.levels if standing(scheme, answers, rule=rule, milli=total).is_reached]
    missing = unanswered(scheme, answers)
    return Result(
        milli=total,
        level=max(reached, default=0),
        dimensions=_dimensions(scheme, indicators),
        indicators=indicators,
        answered=len(scheme.indicators) + len(scheme.scenes) - len(missing),
        asked=len(scheme.indicators) + len(scheme.scenes),
    )


def standing(scheme: Scheme, answers: Answers, *, rule: LevelRule, milli: int) -> Standing:
    """Return what a level still needs."""
    deep = [scene for scene in scheme.scenes if answers.depths.get(scene.code, 0) >= rule.level]
    return Standing(
        rule=rule,
        milli_short=max(0, rule.milli - milli),
        scenes_short=max(0, rule.scenes - len(deep)),
        binding_short=max(0, rule.binding - sum(scene.binding for scene in deep)),
    )


def unanswered(scheme: Scheme, answers: Answers) -> list[str]:
    """Return keys of indicators and codes of scenes without an answer; none ticked of several is an answer."""
    left = [one.key for one in scheme.indicators if not one.multiple and not answers.options.get(one.key)]
    return [*left, *(scene.code for scene in scheme.scenes if scene.code not in answers.depths)]


def _reached(scheme: Scheme, answers: Answers, *, key: str) -> int:
    indicator = next(one for one in scheme.indicators if one.key == key)
    ticked = answers.options.get(key, ())
    points = [option.milli for option in indicator.options if option.key in ticked]
    return sum(points) if indicator.multiple else max(points, default=0)


def _dimensions(scheme: Scheme, indicators: tuple[Part, ...]) -> tuple[Part, ...]:
    names = dict.fromkeys(one.dimension for one in scheme.indicators)
    parts = []
    for name in names:
        own = [part for one, part in zip(scheme.indicators, indicators, strict=True) if one.dimension == name]
        parts.append(Part(name=name, milli=sum(part.milli for part in own), most=sum(part.most for part in own)))
    return tuple(parts)
