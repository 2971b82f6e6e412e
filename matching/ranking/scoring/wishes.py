"""Which modules meet what an enterprise wishes of payment, deployment and price; unknown facts meet everything."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.candidates.facts import DEPLOYMENTS, PAYMENTS
from matching.ranking.candidates.figures import Figures
from matching.types import Deployment, Preferences, known_amount

# Deployment wish and offers that meet it (exchange format).
MEETS = {
    Deployment.SAAS: {Deployment.SAAS, Deployment.MIXED},
    Deployment.LOCAL: {Deployment.LOCAL, Deployment.MIXED, Deployment.EDGE},
    Deployment.EDGE: {Deployment.EDGE, Deployment.LOCAL, Deployment.MIXED},
    Deployment.MIXED: set(Deployment),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Which modules meet each wish, one value a row; ``budget`` falls from 1 to 0 as the price exceeds it."""

    payment: NDArray[np.bool_]
    deployment: NDArray[np.bool_]
    budget: NDArray[np.float64]

    @property
    def together(self) -> NDArray[np.bool_]:
        """Return which modules meet every wish at once."""
        return np.asarray(self.payment & self.deployment & (self.budget >= 1))


def terms_met(figures: Figures, *, wishes: Preferences) -> Terms:
    """Return which modules meet what an enterprise wishes."""
    return Terms(
        payment=payment_met(figures, wished=wishes.payment),
        deployment=deployment_met(figures, wished=wishes.deployment),
        budget=budget_met(figures, budget=wishes.budget_wan),
    )


def payment_met(figures: Figures, *, wished: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which modules are sold in one of the forms."""
    if not wished:
        return np.ones(len(figures), np.bool_)
    bits = sum(1 << number for number, payment in enumerate(PAYMENTS) if payment in wished)
    met = np.array([not forms or forms & bits != 0 for forms in range(1 << len(PAYMENTS))])
    return np.asarray(met[figures.payments])


def deployment_met(figures: Figures, *, wished: Deployment | None) -> NDArray[np.bool_]:
    """Return which modules run where it is wished."""
    if wished is None:
        return np.ones(len(figures), np.bool_)
    # An unknown one is told by -1, which reads the last entry.
    met = np.array([*(offer in MEETS[wished] for offer in DEPLOYMENTS), True])
    return np.asarray(met[figures.deployments])


def budget_met(figures: Figures, *, budget: float | None) -> NDArray[np.float64]:
    """Return 1 for a module within the budget or not priced, falling to 0 at twice the budget."""
    if (most := known_amount(budget)) is None:
        return np.ones(len(figures))
    return np.clip(2 - figures.prices.astype(np.float64) / most, 0.0, 1.0)
