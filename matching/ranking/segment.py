"""Candidates with their arrays, laid out for comparing; never changed, so that one change costs one small segment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack

from matching.ranking.block import Block, Floats, build_block
from matching.ranking.groups import Groups
from matching.ranking.knowledge import Knowledge
from matching.statistics import Statistics
from matching.types import Candidate, ModuleOffer, ProviderKind
from matching.work import Work, one_by_one

AT_A_TIME = 64  # Candidates of a block: their texts are scored and linked in one go.


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Candidates by ref with their modules as rows; a candidate without modules has one empty row.

    ``starts`` holds the first row of each candidate, ``order`` their refs one by one, and ``contractors`` the places of
    those who bring partners. Text matrices are terms × rows, float32.
    """

    candidates: tuple[Candidate, ...] = field(repr=False)
    order: tuple[str, ...] = field(repr=False)
    refs: frozenset[str] = field(repr=False)
    contractors: tuple[int, ...] = field(repr=False)
    offers: tuple[ModuleOffer | None, ...] = field(repr=False)
    starts: NDArray[np.int64]
    groups: Groups = field(repr=False)
    scenarios: csc_array
    scenario_rows: csr_array
    trades: csc_array
    bound: Floats
    foreign: Floats
    credibility: Floats
    grams: csr_array
    words: csr_array
    abilities: csr_array
    profile_grams: csr_array
    profile_words: csr_array
    payments: NDArray[np.bool_]
    deployments: NDArray[np.int8]
    prices: Floats
    claims: csr_array
    module_claims: csr_array
    case_trades: csr_array
    case_claims: csr_array
    ticks: NDArray[np.int64]
    ratings: NDArray[np.float64]
    served: csr_array
    trade_rows: csr_array

    def among(self, places: NDArray[np.int64]) -> "Segment":
        """Return some of the candidates, by ascending places, without their texts: products are had from the whole."""
        rows, candidates = self.groups.columns_of(places), tuple(self.candidates[place] for place in places.tolist())
        sizes = self.groups.counts[places]
        starts = np.cumsum(sizes) - sizes
        order = tuple(candidate.ref for candidate in candidates)
        nothing = csr_array((0, len(rows)), dtype=np.float32)
        scenarios, trades = self.scenario_rows[rows], self.trade_rows[rows]
        return Segment(
            candidates=candidates,
            order=order,
            refs=frozenset(order),
            contractors=_contractors(candidates),
            offers=tuple(self.offers[row] for row in rows.tolist()),
            starts=starts,
            groups=Groups(starts, total=len(rows)),
            scenarios=csc_array(scenarios),
            scenario_rows=scenarios,
            trades=csc_array(trades),
            bound=self.bound[rows],
            foreign=self.foreign[rows],
            credibility=self.credibility[rows],
            grams=nothing,
            words=nothing,
            abilities=nothing,
            profile_grams=nothing,
            profile_words=nothing,
            payments=self.payments[rows],
            deployments=self.deployments[rows],
            prices=self.prices[rows],
            claims=self.claims[places],
            module_claims=self.module_claims[rows],
            case_trades=self.case_trades[places],
            case_claims=self.case_claims[places],
            ticks=self.ticks[places],
            ratings=self.ratings[places],
            served=self.served[places],
            trade_rows=trades,
        )


def build_segment(
    candidates: Sequence[Candidate], *, knowledge: Knowledge, statistics: Statistics, work: Work = one_by_one
) -> Segment:
    """Lay candidates out as arrays, ordered by ref whatever the order of the input."""
    ordered = tuple(sorted(candidates, key=lambda candidate: candidate.ref))
    parts = [ordered[start : start + AT_A_TIME] for start in range(0, len(ordered), AT_A_TIME)] or [()]
    build = partial(build_block, knowledge=knowledge, statistics=statistics)
    return _stacked(ordered, list(work(build, parts)))


def _stacked(candidates: tuple[Candidate, ...], blocks: Sequence[Block]) -> Segment:
    """Set the blocks of all candidates, in their order, one under another."""
    offers = tuple(offer for candidate in candidates for offer in _offers(candidate))
    sizes = np.concatenate([block.sizes for block in blocks])
    starts = np.cumsum(sizes) - sizes
    scenarios = _under([block.scenarios for block in blocks])
    trades = _under([block.trades for block in blocks])
    order = tuple(candidate.ref for candidate in candidates)
    return Segment(
        candidates=candidates,
        order=order,
        refs=frozenset(order),
        contractors=_contractors(candidates),
        offers=offers,
        starts=starts,
        groups=Groups(starts, total=len(offers)),
        scenarios=csc_array(scenarios),
        scenario_rows=scenarios,
        trades=csc_array(trades),
        bound=np.concatenate([block.bound for block in blocks]),
        foreign=np.concatenate([block.foreign for block in blocks]),
        credibility=np.concatenate([block.credibility for block in blocks]),
        grams=_across([block.grams for block in blocks]),
        words=_across([block.words for block in blocks]),
        abilities=_across([block.abilities for block in blocks]),
        profile_grams=_across([block.profile_grams for block in blocks]),
        profile_words=_across([block.profile_words for block in blocks]),
        payments=np.concatenate([block.payments for block in blocks]),
        deployments=np.concatenate([block.deployments for block in blocks]),
        prices=np.concatenate([block.prices for block in blocks]),
        claims=_under([block.claims for block in blocks]),
        module_claims=_under([block.module_claims for block in blocks]),
        case_trades=_under([block.case_trades for block in blocks]),
        case_claims=_under([block.case_claims for block in blocks]),
        ticks=np.concatenate([block.ticks for block in blocks]),
        ratings=np.concatenate([block.ratings for block in blocks]),
        served=_under([block.served for block in blocks]),
        trade_rows=trades,
    )


def _contractors(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Return the places of general contractors who name partners: no other kind brings any."""
    return tuple(
        place
        for place, candidate in enumerate(candidates)
        if candidate.partners and candidate.kind is ProviderKind.GENERAL_CONTRACTOR
    )


def _offers(candidate: Candidate) -> Sequence[ModuleOffer | None]:
    return sorted(candidate.modules, key=lambda offer: offer.ref) or (None,)


def _under(matrices: Sequence[csr_array]) -> csr_array:
    return matrices[0] if len(matrices) == 1 else csr_array(vstack(matrices, format="csr"))


def _across(matrices: Sequence[csr_array]) -> csr_array:
    """Return terms × rows of matrices of rows × terms."""
    return csr_array(_under(matrices).T.tocsr())
