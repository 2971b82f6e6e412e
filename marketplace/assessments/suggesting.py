"""From scenes that would lift a level to scenarios of the library that a plant of this trade can take up."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.assessments.lifting import Lift, SceneStep
from marketplace.exchange.rows import EnterpriseRow
from marketplace.taxonomy.typical import trades_of
from matching.library import Bound, Library, Scenario

MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A scenario of a scene; ``is_wanted`` when the enterprise speaks of it already."""

    code: str
    name: str
    description: str
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneAdvice:
    """A scene that would lift the level, with scenarios to begin with."""

    step: SceneStep
    suggestions: tuple[Suggestion, ...]


def advise(lift: Lift, *, library: Library, row: EnterpriseRow) -> tuple[SceneAdvice, ...]:
    """Return advice for each scene that suffices for the next level."""
    wanted = {code for one in row.problems for code in one.links} | {
        code for one in row.scenarios for code in one.links
    }
    trades = {trade.code for trade in trades_of(library, industry=row.industry)}
    return tuple(
        SceneAdvice(
            step=step,
            suggestions=tuple(
                Suggestion(code=one.code, name=one.name, description=one.description, is_wanted=one.code in wanted)
                for one in _fitting(library.scenarios, scene=step.scene.code, trades=trades, wanted=wanted)
            ),
        )
        for step in lift.needed
    )


def _fitting(scenarios: Sequence[Scenario], *, scene: str, trades: set[str], wanted: set[str]) -> list[Scenario]:
    """Return scenarios of a scene: what the plant asked for first, then its trade's own, then those of any plant."""
    found = [
        one
        for one in scenarios
        if one.scene == scene and (one.bound is not Bound.PROCESS or trades.intersection(one.trades))
    ]
    return sorted(found, key=lambda one: (one.code not in wanted, not trades.intersection(one.trades)))[:MOST]
