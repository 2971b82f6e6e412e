"""Which trades a module serves, and how far it is bound to any: its own words, its provider's, its siblings'."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.ranking.knowledge.industry import IndustryKnowledge, Vector

TRADE_CAP = 2.0
FREE_TRADES = 6.0  # A provider that names more unlike trades, in its description or by its cases, is believed less.
BOUND_TRADES = 2.0  # A module for two unlike trades is made for them; one for six only gives examples.
PROVIDER_TEXT = 0.7
CASE_TEXT = 0.4
SIBLING_TEXT = 0.5  # What one of its provider's modules says of trades.


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What a provider says of trades: of itself, and in each of its modules and cases (different ones × trades)."""

    provider: Vector
    others: Vector

    def beside(self, own: Vector) -> Vector:
        """Return a module's own trades with what its provider says of itself."""
        return _either(own, self.provider)


def background_of(
    *, provider: Vector, cases: Sequence[Vector], modules: Sequence[Vector], industry: IndustryKnowledge
) -> Background:
    """Return what a provider says of trades in its description, in each of its cases and in each of its modules.

    A description, or cases, of many unlike trades are believed in proportion.
    """
    described, done = (_believed(rows, industry=industry) for rows in ([provider], cases))
    said = [CASE_TEXT * done * row for row in cases] + [SIBLING_TEXT * row for row in modules]
    different = {row.tobytes(): row for row in said}
    return Background(
        provider=np.round(PROVIDER_TEXT * described * provider, 6),
        others=np.array(list(different.values())).reshape(len(different), len(provider)),
    )


def _believed(rows: Sequence[Vector], *, industry: IndustryKnowledge) -> float:
    """Return how far rows of trades are believed, in [0, 1]: the less the more unlike trades they name between them."""
    unlike = float(industry.unlike(np.max(rows, axis=0))) if len(rows) else 0.0
    return FREE_TRADES / max(unlike, FREE_TRADES)


def served(trades: Vector, *, background: Background, industry: IndustryKnowledge) -> Vector:
    """Return how far a module serves each trade, in [0, 1], by itself or with the sibling or case that says it most.

    These can only bring a trade in: taking one away, or adding one of another trade, brings nobody nearer.
    """
    beside = _either(trades, background.others)
    return np.asarray(_capped(np.vstack([trades, beside]), industry=industry).max(axis=0))


def bound(trades: Vector, *, industry: IndustryKnowledge) -> float:
    """Return how far a module is bound to trades, in [0, 1]: who names many unlike ones is at home anywhere."""
    # Squared: a trade that is hardly spoken of makes no module at home everywhere.
    unlike = float(industry.unlike(trades**2))
    return float(trades.max(initial=0.0)) * min(1.0, BOUND_TRADES / max(unlike, BOUND_TRADES))


def _capped(trades: Vector, *, industry: IndustryKnowledge) -> Vector:
    """Return rows of trades, less where a row speaks for many; kin, such as doors and furniture, are partly one."""
    claimed = np.minimum(trades.sum(axis=1), trades.max(axis=1) * industry.unlike(trades))
    return np.asarray(trades * np.minimum(1.0, TRADE_CAP / np.maximum(claimed, 1e-9))[:, None])


def _either(chance: Vector, other: Vector) -> Vector:
    """Return the chance that either holds."""
    return np.asarray(1 - (1 - chance) * (1 - other))
