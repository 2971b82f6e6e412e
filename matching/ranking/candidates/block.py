"""What is known of some candidates as arrays, one row a module: worked out apart from all other candidates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.candidates.facts import (
    best_of_each,
    case_trades_told,
    claim_worths,
    deployment_numbers,
    payment_bits,
    rated_of,
    served_places,
    tick_count,
)
from matching.ranking.candidates.layout import lay_out_rows
from matching.ranking.candidates.modules import ModuleRow
from matching.ranking.candidates.reading import read_candidates
from matching.ranking.candidates.vectors import text_vectors
from matching.ranking.knowledge.library import Knowledge
from matching.statistics import Statistics
from matching.types import Candidate

BORNE = 0.3  # A module bears a scenario itself from here on: what links by words count from.
TRADE_FLOOR = 0.1  # A trade that is hardly spoken of serves nobody.

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
    borne: csr_array
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


def build_block(candidates: Sequence[Candidate], *, knowledge: Knowledge, statistics: Statistics) -> Block:
    """Read, link and measure candidates, in their order; the texts of all are linked in one go."""
    layout = lay_out_rows(read_candidates(candidates, knowledge=knowledge), knowledge=knowledge)
    scenarios = _scenarios(layout.rows, knowledge=knowledge)
    rows, cases = layout.rows, case_trades_told(candidates, knowledge=knowledge)
    offers = [row.offer if row else None for row in rows]
    return Block(
        sizes=np.array(layout.sizes, np.int64),
        scenarios=csr_array(_with_family(scenarios, knowledge=knowledge)),
        borne=csr_array((scenarios >= BORNE).astype(np.float32)),
        trades=_trades(rows, knowledge=knowledge),
        bound=np.array([row.bound if row else 0.0 for row in rows], np.float32),
        foreign=np.array([row.foreign if row else 0.0 for row in rows], np.float32),
        credibility=np.array([row.credibility if row else 0.0 for row in rows], np.float32),
        abilities=_abilities(rows, knowledge=knowledge),
        **text_vectors(layout, knowledge=knowledge, statistics=statistics),
        payments=payment_bits(offers),
        deployments=deployment_numbers(offers),
        prices=np.array([offer.known_price_wan or 0.0 if offer else 0.0 for offer in offers], np.float32),
        module_claims=claim_worths([sorted(set(offer.industries)) if offer else [] for offer in offers]),
        claims=claim_worths([sorted(set(candidate.industries)) for candidate in candidates]),
        cases=csr_array(cases),
        case_trades=csr_array(best_of_each(cases, counts=[len(candidate.cases) for candidate in candidates])),
        case_claims=claim_worths(
            [[c.industry for c in owner.cases if c.industry] for owner in candidates], cheap=False
        ),
        ticks=np.array([tick_count(candidate) for candidate in candidates], np.int64),
        ratings=np.array([rated_of(candidate) for candidate in candidates], np.float64),
        served=served_places(candidates, knowledge=knowledge),
    )


def _scenarios(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> Floats:
    return _stack([row.scenarios if row else None for row in rows], width=len(knowledge.scenarios))


def _trades(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> csr_array:
    trades = _stack([row.trades if row else None for row in rows], width=len(knowledge.industry.trades))
    return csr_array(np.where(trades >= TRADE_FLOOR, trades, 0.0).astype(np.float32))


def _abilities(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> csr_array:
    abilities = _stack([row.abilities if row else None for row in rows], width=len(knowledge.linker.scenarios))
    return csr_array(abilities)


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
