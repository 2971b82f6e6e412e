"""What ticked industries and finished cases say of one plant: codes that nest, ticks that admit, cases of its trade."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.block import CATALOG_SIZE
from matching.ranking.groups import row_best
from matching.ranking.knowledge import Knowledge
from matching.ranking.needs import QueryProfile
from matching.ranking.segment import Segment

Floats = NDArray[np.float64]

HOLDS = 1.5  # A ticked entry that nests with the plant's code holds the plant, however exactly it does.
KIN_SHARE = 0.6  # A ticked entry of kin trades lets the plant in by so much of the kinship.
TICKS_FREE = 6


def _nesting(profile: QueryProfile, *, knowledge: Knowledge, catalog_no: int) -> float:
    """Return how well a catalogue entry meets the plant's code: the more exact, the more it says."""
    if catalog_no == profile.query.industry.catalog_no:
        return 1.0
    best = 0.0
    for prefix in knowledge.industry.catalog_prefixes(catalog_no):
        for code in profile.codes:
            if code.startswith(prefix):
                best = max(best, {2: 0.7, 3: 0.85}.get(len(prefix), 1.0))
            elif prefix.startswith(code):
                best = max(best, 0.6)
    if not profile.codes and best == 0:
        trades = knowledge.industry.catalog_trades(catalog_no)
        best = 0.7 * float((trades * profile.plant).max(initial=0.0))
    return best


def nestings(profile: QueryProfile, *, knowledge: Knowledge) -> Floats:
    """Return how well each number meets the plant's code; a number outside the catalogue only by being the same."""
    nesting = np.zeros(CATALOG_SIZE)
    for number in {*knowledge.industry.catalog_numbers, profile.query.industry.catalog_no or 0}:
        if 0 <= number < CATALOG_SIZE:
            nesting[number] = _nesting(profile, knowledge=knowledge, catalog_no=number)
    return nesting


def claim(claims: csr_array, *, nesting: Floats) -> Floats:
    """Return the best ticked industry of each row: what the tick is worth times how well it nests with the plant's."""
    return row_best(claims.data * nesting[claims.indices], claims.indptr)


def admits(profile: QueryProfile, segment: Segment, *, nesting: Floats, kin: Floats) -> Floats:
    """Return how far a candidate's own ticks let the plant in, in [0, 1]; 1 without ticks or for an unknown industry.

    Who ticks only other industries says itself that it serves others; kin of the plant's trade are half let in, and
    past six ticks each says less.
    """
    claims = segment.claims
    counts = np.diff(claims.indptr)
    if not profile.codes and not profile.plant.any():
        return np.ones(len(counts))
    holds = np.minimum(HOLDS * nesting, 1.0)
    inside = row_best(np.maximum(holds, KIN_SHARE * kin)[claims.indices], claims.indptr)
    return np.where(counts == 0, 1.0, inside * np.minimum(1.0, TICKS_FREE / np.maximum(counts, 1)))


def case(segment: Segment, *, nesting: Floats, reach: Floats) -> Floats:
    """Return each candidate's best finished case, by its catalogue number or by the trade that its words name."""
    claims = segment.case_claims
    by_code = row_best(claims.data * nesting[claims.indices], claims.indptr)
    trades = segment.case_trades
    by_word = row_best(trades.data * reach[trades.indices], trades.indptr)
    return np.maximum(0.7 * by_code, by_word)
