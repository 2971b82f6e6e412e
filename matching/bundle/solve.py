"""The mixed-integer programme behind a bundle, solved goal by goal.

Goals in their order: cover most need within the budget, at least cost, from fewest providers, then by the seed.
Each goal's best value becomes a constraint of the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy  # Loads a part of itself when it is first named: most pages plan nothing.
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Modules with prices, providers and covered needs; ``order`` breaks the last tie, smaller is preferred."""

    prices: tuple[float, ...]
    providers: tuple[str, ...]
    covers: tuple[frozenset[int], ...]
    need_weights: tuple[float, ...]
    order: tuple[int, ...]
    budget: float | None
    forbidden: tuple[frozenset[int], ...] = field(default=())


def solve(programme: Programme) -> frozenset[int] | None:
    """Return the numbers of the chosen modules; None when nothing is left to choose."""
    modules, needs = len(programme.prices), len(programme.need_weights)
    names = sorted(set(programme.providers))
    size = modules + needs + len(names)
    constraints = list(_constraints(programme, names=names, size=size))
    chosen: Floats | None = None
    for goal in _goals(programme, size=size):
        result = scipy.optimize.milp(
            goal,
            constraints=constraints,
            bounds=scipy.optimize.Bounds(0, 1),
            integrality=np.ones(size),
            options={"presolve": True},
        )
        if result.x is None:
            break
        chosen = np.asarray(result.x, np.float64)
        best = float(goal @ np.round(chosen))
        constraints.append(scipy.optimize.LinearConstraint(goal[None, :], -np.inf, best + TOLERANCE))
    if chosen is None or not np.round(chosen[:modules]).any():
        return None
    return frozenset(np.flatnonzero(chosen[:modules] > 1 / 2).tolist())


def _goals(programme: Programme, *, size: int) -> list[Floats]:
    modules, needs = len(programme.prices), len(programme.need_weights)
    cover, cost, firms, tie = (np.zeros(size) for _ in range(4))
    cover[modules : modules + needs] = [-weight for weight in programme.need_weights]
    cost[:modules] = programme.prices
    firms[modules + needs :] = 1.0
    tie[:modules] = [1 + place / (modules + 1) for place in programme.order]
    return [cover, cost, firms, tie]


def _constraints(programme: Programme, *, names: Sequence[str], size: int) -> list["scipy.optimize.LinearConstraint"]:
    modules, needs = len(programme.prices), len(programme.need_weights)
    rows: list[Floats] = []
    upper: list[float] = []
    for need in range(needs):  # A need is covered only by a chosen module that covers it.
        row = np.zeros(size)
        row[modules + need] = 1.0
        row[[number for number, covers in enumerate(programme.covers) if need in covers]] = -1.0
        rows.append(row)
        upper.append(0.0)
    for number, provider in enumerate(programme.providers):  # A module brings its provider.
        row = np.zeros(size)
        row[number], row[modules + needs + names.index(provider)] = 1.0, -1.0
        rows.append(row)
        upper.append(0.0)
    for chosen in programme.forbidden:  # An alternative leaves out at least one module of each earlier bundle.
        row = np.zeros(size)
        row[sorted(chosen)] = 1.0
        rows.append(row)
        upper.append(len(chosen) - 1.0)
    if programme.budget is not None:
        row = np.zeros(size)
        row[:modules] = programme.prices
        rows.append(row)
        upper.append(programme.budget + TOLERANCE)
    return [scipy.optimize.LinearConstraint(np.stack(rows), -np.inf, np.array(upper))] if rows else []
