"""What candidates claim and offer beside their texts, as arrays: terms, ticks, cases, regions and ratings."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.linking import TextKind
from matching.ranking.knowledge.industry import CATALOG_SIZE
from matching.ranking.knowledge.library import Knowledge
from matching.ratings import rated_share
from matching.types import Candidate, Deployment, ModuleOffer, Payment

PAYMENTS = tuple(Payment)
DEPLOYMENTS = tuple(Deployment)
UNKNOWN = -1
MOST_TICKS = 35  # Of 39 in all: who ticks more industries names none.
NEXT_TO_NOTHING = 1e-6  # A tick all the same.
FREE_ENTRIES = 6  # Who names cases in more entries of the catalogue is believed less in each.


def payment_bits(offers: Sequence[ModuleOffer | None]) -> NDArray[np.uint8]:
    """Return the payment forms of each module as bits; 0 when none is told."""
    forms = [[payment in offer.payment for payment in PAYMENTS] if offer else [] for offer in offers]
    return np.array([sum(has << number for number, has in enumerate(form)) for form in forms], np.uint8)


def deployment_numbers(offers: Sequence[ModuleOffer | None]) -> NDArray[np.int8]:
    numbers = [DEPLOYMENTS.index(offer.deployment) if offer and offer.deployment else UNKNOWN for offer in offers]
    return np.array(numbers, np.int8)


def served_places(candidates: Sequence[Candidate], *, knowledge: Knowledge) -> csr_array:
    """Return candidates × places with 1 where a candidate serves; a row without any entry is unknown."""
    gazetteer = knowledge.gazetteer
    columns, indptr = list[int](), [0]
    for candidate in candidates:
        served = gazetteer.served(regions=candidate.regions, city=candidate.city)
        columns.extend(sorted(gazetteer.column[place] for place in served))
        indptr.append(len(columns))
    arrays = (np.ones(len(columns), np.float32), np.array(columns, np.int32), np.array(indptr, np.int32))
    return csr_array(arrays, shape=(len(candidates), len(gazetteer.column)))


def rated_of(candidate: Candidate) -> float:
    found = candidate.ratings
    return rated_share(cases=found.cases, stars=found.stars) if found else rated_share(cases=0, stars=0)


def tick_count(candidate: Candidate) -> int:
    return len({*candidate.industries, *(tick for offer in candidate.modules for tick in offer.industries)})


def claim_worths(rows: Sequence[Sequence[int]], *, cheap: bool = True) -> csr_array:
    """Return rows × catalogue numbers; with ``cheap`` a claim among n counts 1 / sqrt(n), else ever less past six."""
    matrix = np.zeros((len(rows), CATALOG_SIZE), np.float32)
    for number, ticked in enumerate(rows):
        known = [tick for tick in ticked if 0 < tick < CATALOG_SIZE]
        if known:
            matrix[number, known] = _tick_worth(len(known)) if cheap else min(1.0, FREE_ENTRIES / len({*known}))
    return csr_array(matrix)


def _tick_worth(ticks: int) -> float:
    """Return what one of so many ticks is worth, in [0, 1]: next to nothing where nearly every industry is ticked."""
    return ticks**-0.5 if ticks <= MOST_TICKS else NEXT_TO_NOTHING


def case_trades_told(candidates: Sequence[Candidate], *, knowledge: Knowledge) -> NDArray[np.float64]:
    """Return cases × trades: how surely the words of each case name a trade."""
    told = [
        knowledge.trade_vector((case.enterprise,), kind=TextKind.MODULE)
        for candidate in candidates
        for case in candidate.cases
    ]
    return np.array(told, np.float64).reshape(len(told), len(knowledge.industry.trades))


def best_of_each(cases: NDArray[np.float64], *, counts: Sequence[int]) -> NDArray[np.float32]:
    """Return candidates × trades of cases × trades: the surest case of each, 0 without cases."""
    parts = np.split(cases, np.cumsum(counts)[:-1]) if counts else []
    best = [part.max(axis=0, initial=0.0) for part in parts]
    return np.array(best, np.float32).reshape(len(counts), cases.shape[1])
