"""What is known of some candidates as arrays, one row a module: worked out apart from all other candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.linking import TextKind
from matching.ranking.knowledge import Knowledge
from matching.ranking.modules import ModuleRow, ReadCandidate, module_rows, module_text, profile_text, read_candidates
from matching.ratings import rated_share
from matching.statistics import Statistics
from matching.text import fold, without_repeats
from matching.types import Candidate, Deployment, ModuleOffer, Payment

PAYMENTS = tuple(Payment)
DEPLOYMENTS = tuple(Deployment)
UNKNOWN = -1
TRADE_FLOOR = 0.1  # A trade that is hardly spoken of serves nobody.
CATALOG_SIZE = 100
# A cosine of so much is a full answer between two short texts; between whole profiles it stays a cosine.
FULL_LIKENESS = {"grams": 0.5, "words": 0.5, "profile_grams": 1.0, "profile_words": 1.0}

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Arrays of some candidates, all with one row a module or one row a candidate, so that blocks can be stacked.

    A candidate without modules has one empty row; ``sizes`` holds the number of rows of each candidate. ``cases`` has
    one row a finished case, those of one candidate after those of another. The four kinds of text vectors are weighed
    by how far the module's words count, and so that a product of 1 is a full likeness.
    """

    sizes: NDArray[np.int64]
    scenarios: csr_array
    trades: csr_array
    bound: Floats
    foreign: Floats
    credibility: Floats
    abilities: csr_array
    grams: csr_array
    words: csr_array
    profile_grams: csr_array
    profile_words: csr_array
    payments: NDArray[np.uint8]
    deployments: NDArray[np.int8]
    prices: Floats
    module_claims: csr_array
    claims: csr_array
    cases: csr_array
    case_trades: csr_array
    case_claims: csr_array
    ticks: NDArray[np.int64]
    ratings: NDArray[np.float64]
    served: csr_array


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """One row a module, or one row of nothing for a candidate without; ``owners`` are the rows' candidates as read."""

    owners: tuple[Candidate, ...]
    rows: tuple[ModuleRow | None, ...]
    sizes: tuple[int, ...]


def build_block(candidates: Sequence[Candidate], *, knowledge: Knowledge, statistics: Statistics) -> Block:
    """Read, link and measure candidates, in their order; the texts of all are linked in one go."""
    layout = _lay_out(read_candidates(candidates, knowledge=knowledge), knowledge=knowledge)
    rows, cases = layout.rows, _cases(candidates, knowledge=knowledge)
    offers = [row.offer if row else None for row in rows]
    return Block(
        sizes=np.array(layout.sizes, np.int64),
        scenarios=csr_array(_with_family(_scenarios(rows, knowledge=knowledge), knowledge=knowledge)),
        trades=_trades(rows, knowledge=knowledge),
        bound=np.array([row.bound if row else 0.0 for row in rows], np.float32),
        foreign=np.array([row.foreign if row else 0.0 for row in rows], np.float32),
        credibility=np.array([row.credibility if row else 0.0 for row in rows], np.float32),
        abilities=_abilities(rows, knowledge=knowledge),
        **_text_matrices(layout, knowledge=knowledge, statistics=statistics),
        payments=_payments(offers),
        deployments=_deployments(offers),
        prices=np.array([offer.price_wan or 0.0 if offer else 0.0 for offer in offers], np.float32),
        module_claims=_claims([sorted(set(offer.industries)) if offer else [] for offer in offers]),
        claims=_claims([sorted(set(candidate.industries)) for candidate in candidates]),
        cases=csr_array(cases),
        case_trades=csr_array(_best_of_each(cases, counts=[len(candidate.cases) for candidate in candidates])),
        case_claims=_claims([[c.industry for c in owner.cases if c.industry] for owner in candidates], cheap=False),
        ticks=np.array([_ticks(candidate) for candidate in candidates], np.int64),
        ratings=np.array([_rated(candidate) for candidate in candidates], np.float64),
        served=_served(candidates, knowledge=knowledge),
    )


def _lay_out(read: Sequence[ReadCandidate], *, knowledge: Knowledge) -> _Layout:
    groups = [module_rows(one, knowledge=knowledge) or (None,) for one in read]
    return _Layout(
        owners=tuple(one.candidate for one, group in zip(read, groups, strict=True) for _ in group),
        rows=tuple(row for group in groups for row in group),
        sizes=tuple(len(group) for group in groups),
    )


def _text_matrices(layout: _Layout, *, knowledge: Knowledge, statistics: Statistics) -> dict[str, csr_array]:
    """Return rows × terms of the modules' texts and of the providers' profiles, by the names of the block."""
    measure = partial(_measure, layout.owners, knowledge=knowledge, statistics=statistics)
    matrices = measure([row.own if row else None for row in layout.rows])
    if any(row is not None and row.whole is not row.own for row in layout.rows):
        # A piece of a module is like anything as far as it and its whole are.
        wholes = measure([row.whole if row else None for row in layout.rows])
        matrices = {name: csr_array(matrix.minimum(wholes[name])) for name, matrix in matrices.items()}
    believed = np.array([row.credibility if row else 0.0 for row in layout.rows], np.float32)
    return {name: _weighed(matrix, believed / FULL_LIKENESS[name]) for name, matrix in matrices.items()}


def _weighed(matrix: csr_array, weights: Floats) -> csr_array:
    """Return a matrix with each row times its weight."""
    data = matrix.data * np.repeat(weights.astype(np.float32), np.diff(matrix.indptr))
    return csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _measure(
    owners: Sequence[Candidate],
    offers: Sequence[ModuleOffer | None],
    *,
    knowledge: Knowledge,
    statistics: Statistics,
) -> dict[str, csr_array]:
    cut, pivots = knowledge.linker.tokenizer.words, statistics.pivots
    texts = [fold(without_repeats(module_text(offer))) if offer else "" for offer in offers]
    profiles = [fold(without_repeats(profile_text(owner, offer))) for owner, offer in zip(owners, offers, strict=True)]
    grams, words = statistics.grams, statistics.words
    return {
        "grams": grams.gram_vectors(texts, pivot=pivots.grams),
        "words": words.vectors([cut(text) for text in texts], pivot=pivots.words),
        "profile_grams": grams.gram_vectors(profiles, pivot=pivots.profile_grams),
        "profile_words": words.vectors([cut(text) for text in profiles], pivot=pivots.profile_words),
    }


def _scenarios(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> Floats:
    return _stack([row.scenarios if row else None for row in rows], width=len(knowledge.scenarios))


def _trades(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> csr_array:
    trades = _stack([row.trades if row else None for row in rows], width=len(knowledge.industry.trades))
    return csr_array(np.where(trades >= TRADE_FLOOR, trades, 0.0).astype(np.float32))


def _abilities(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> csr_array:
    abilities = _stack([row.abilities if row else None for row in rows], width=len(knowledge.linker.scenarios))
    return csr_array(abilities)


def _payments(offers: Sequence[ModuleOffer | None]) -> NDArray[np.uint8]:
    """Return the payment forms of each module as bits; 0 when none is told."""
    forms = [[payment in offer.payment for payment in PAYMENTS] if offer else [] for offer in offers]
    return np.array([sum(has << number for number, has in enumerate(form)) for form in forms], np.uint8)


def _deployments(offers: Sequence[ModuleOffer | None]) -> NDArray[np.int8]:
    numbers = [DEPLOYMENTS.index(offer.deployment) if offer and offer.deployment else UNKNOWN for offer in offers]
    return np.array(numbers, np.int8)


def _served(candidates: Sequence[Candidate], *, knowledge: Knowledge) -> csr_array:
    """Return candidates × places with 1 where a candidate serves; a row without any entry is unknown."""
    gazetteer = knowledge.gazetteer
    columns, indptr = list[int](), [0]
    for candidate in candidates:
        served = gazetteer.served(regions=candidate.regions, city=candidate.city)
        columns.extend(sorted(gazetteer.column[place] for place in served))
        indptr.append(len(columns))
    arrays = (np.ones(len(columns), np.float32), np.array(columns, np.int32), np.array(indptr, np.int32))
    return csr_array(arrays, shape=(len(candidates), len(gazetteer.column)))


def _rated(candidate: Candidate) -> float:
    found = candidate.ratings
    return rated_share(cases=found.cases, stars=found.stars) if found else rated_share(cases=0, stars=0)


def _ticks(candidate: Candidate) -> int:
    return len({*candidate.industries, *(tick for offer in candidate.modules for tick in offer.industries)})


def _claims(rows: Sequence[Sequence[int]], *, cheap: bool = True) -> csr_array:
    """Return rows × catalogue numbers; with ``cheap`` a claim among n counts 1 / sqrt(n)."""
    matrix = np.zeros((len(rows), CATALOG_SIZE), np.float32)
    for number, ticked in enumerate(rows):
        known = [tick for tick in ticked if 0 < tick < CATALOG_SIZE]
        if known:
            matrix[number, known] = 1 / len(known) ** 0.5 if cheap else 1.0
    return csr_array(matrix)


def _cases(candidates: Sequence[Candidate], *, knowledge: Knowledge) -> NDArray[np.float64]:
    """Return cases × trades: how surely the words of each case name a trade."""
    told = [
        knowledge.trade_vector((case.enterprise,), kind=TextKind.MODULE)
        for candidate in candidates
        for case in candidate.cases
    ]
    return np.array(told, np.float64).reshape(len(told), len(knowledge.industry.trades))


def _best_of_each(cases: NDArray[np.float64], *, counts: Sequence[int]) -> NDArray[np.float32]:
    """Return candidates × trades of cases × trades: the surest case of each, 0 without cases."""
    parts = np.split(cases, np.cumsum(counts)[:-1]) if counts else []
    best = [part.max(axis=0, initial=0.0) for part in parts]
    return np.array(best, np.float32).reshape(len(counts), cases.shape[1])


def _stack(rows: Sequence[NDArray[np.floating] | None], *, width: int) -> NDArray[np.float32]:
    matrix = np.zeros((len(rows), width), np.float32)
    for number, row in enumerate(rows):
        if row is not None:
            matrix[number] = np.round(row, 6)
    return matrix


def _with_family(scenarios: NDArray[np.float32], *, knowledge: Knowledge) -> NDArray[np.float32]:
    """Let a product for a scenario count for its parents and children, by the best one."""
    result, present = scenarios.copy(), np.flatnonzero(scenarios.any(axis=0))
    family = knowledge.family.tocoo()
    near = (family.row != family.col) & np.isin(family.row, present)
    for here, there, share in zip(family.row[near], family.col[near], family.data[near], strict=True):
        np.maximum(result[:, there], np.float32(share) * scenarios[:, here], out=result[:, there])
    return result
