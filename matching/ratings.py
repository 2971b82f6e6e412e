"""What ratings of accepted projects say: nothing while they are few, and drawn to the middle for a long time."""

LEAST_CASES = 3
MOST_STARS = 5
# Five imagined cases at 3.5 stars stand behind every provider: a single rating moves nobody far.
PRIOR_CASES, PRIOR_STARS = 5, 3.5


def drawn_mean(*, cases: int, stars: int) -> float:
    """Return the mean of ``stars`` in all over ``cases``, 1 to 5 each, drawn to the middle while cases are few."""
    return (stars + PRIOR_CASES * PRIOR_STARS) / (cases + PRIOR_CASES)


def rated_share(*, cases: int, stars: int) -> float:
    """Return what ratings are worth, in [0, 1]; below the least number of cases as much as no rating at all."""
    told = (cases, stars) if cases >= LEAST_CASES else (0, 0)
    return (drawn_mean(cases=told[0], stars=told[1]) - 1) / (MOST_STARS - 1)
