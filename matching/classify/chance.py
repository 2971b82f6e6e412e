"""From the evidence for an entry to the chance that it is the right one."""

import math

UNSAID_MASS = 0.2  # What a text may still mean: about half of what one word named without a verb brings.
SLOPE, RISE = 3.3, 0.45
MOST = 0.98  # Of judged scopes whose words all speak for one entry, one in fifty belongs to another.


def chance(mass: float, *, total: float) -> float:
    """Return the chance in [0, 0.98] that an entry with ``mass`` of ``total`` evidence (both above 0) is right.

    It rises with the share of the evidence and with how much evidence there is. A logistic curve with three figures,
    learned on 240 judged scopes with and without names; left-out eighths of the scopes agree within 0.03 on average.
    """
    share = min(mass, total) / (total + UNSAID_MASS)
    return round(MOST / (1 + math.exp(-RISE) * math.pow((1 - share) / share, SLOPE)), 6)
