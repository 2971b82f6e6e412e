"""What would lift an enterprise to the next level: the nearest scenes and the questions with most to gain. Pure."""

from dataclasses import dataclass

from marketplace.assessments.scheme import Indicator, SceneItem, Scheme
from marketplace.assessments.scoring import Answers, Standing, assess, standing

MOST_QUESTIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneStep:
    """A scene that falls short of the next level, with how far it has come and must come."""

    scene: SceneItem
    now: int
    goal: int

    @property
    def steps(self) -> int:
        return self.goal - self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A question with points left to gain, in thousandths of a point."""

    indicator: Indicator
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """The next level with what it still needs; ``needed`` scenes suffice, ``others`` would do as well."""

    standing: Standing
    needed: tuple[SceneStep, ...]
    others: tuple[SceneStep, ...]
    rooms: tuple[Room, ...]


def lift(scheme: Scheme, answers: Answers) -> Lift | None:
    """Return the way to the next level, None from the highest."""
    result = assess(scheme, answers)
    rule = next((one for one in scheme.levels if one.level > result.level), None)
    if rule is None:
        return None
    stands = standing(scheme, answers, rule=rule, milli=result.milli)
    steps = _steps(scheme, answers, goal=rule.level)
    needed = _needed(steps, stands)
    return Lift(
        standing=stands,
        needed=tuple(needed),
        others=tuple(step for step in steps if step not in needed),
        rooms=_rooms(scheme, answers) if stands.milli_short else (),
    )


def _steps(scheme: Scheme, answers: Answers, *, goal: int) -> list[SceneStep]:
    """Return scenes below the goal: the nearest first, binding ones before others, then in the edition's order."""
    found = [
        SceneStep(scene=scene, now=answers.depths.get(scene.code, 0), goal=goal)
        for scene in scheme.scenes
        if answers.depths.get(scene.code, 0) < goal
    ]
    return sorted(found, key=lambda step: (step.steps, not step.scene.binding))


def _needed(steps: list[SceneStep], stands: Standing) -> list[SceneStep]:
    """Return as few scenes as the level needs: enough binding ones, then the nearest of any kind."""
    chosen = [step for step in steps if step.scene.binding][: stands.binding_short]
    more = max(0, stands.scenes_short - len(chosen))
    chosen += [step for step in steps if step not in chosen][:more]
    return [step for step in steps if step in chosen]


def _rooms(scheme: Scheme, answers: Answers) -> tuple[Room, ...]:
    parts = assess(scheme, answers).indicators
    rooms = [
        Room(indicator=one, left=part.most - part.milli)
        for one, part in zip(scheme.indicators, parts, strict=True)
        if part.most > part.milli
    ]
    return tuple(sorted(rooms, key=lambda room: -room.left)[:MOST_QUESTIONS])
