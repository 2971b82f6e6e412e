"""Pure measures of how evenly first places are shared out."""

from collections.abc import Sequence
from fractions import Fraction


def first_three_ratio(counts: Sequence[int]) -> float:
    """Return the share of all that the three greatest hold, 0 when there is nothing."""
    total = sum(counts)
    return sum(sorted(counts, reverse=True)[:3]) / total if total else 0.0


def gini(counts: Sequence[int]) -> float:
    """Return the Gini coefficient of counts, 0 when all are equal or there is nothing, below 1 always.

    Half the mean difference of all pairs, relative to the mean; by rank: sum((2i - n - 1) x_i) / (n sum(x)).
    """
    total, number = sum(counts), len(counts)
    if not total:
        return 0.0
    weighted = sum((2 * rank - number - 1) * count for rank, count in enumerate(sorted(counts), start=1))
    return float(Fraction(weighted, number * total))


def middle(values: Sequence[int]) -> int:
    """Return the lower median of whole numbers, so that it is a number that occurs."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]
