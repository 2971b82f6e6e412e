"""Candidates with their arrays, laid out for comparing; never changed, so that one change costs one small segment."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack

from matching.ranking.arrays.dealt import Dealt
from matching.ranking.arrays.groups import Groups, row_best
from matching.ranking.candidates.block import Block, Floats, build_block
from matching.ranking.candidates.figures import Figures, Numbers, Tops
from matching.ranking.candidates.ticks import Ticks
from matching.ranking.knowledge.library import Knowledge
from matching.statistics import Statistics
from matching.types import Candidate, ModuleOffer, ProviderKind
from matching.work import Work, one_by_one

Changed = tuple[Candidate, Block]

AT_A_TIME = 64  # Candidates of a block: their texts are scored and linked in one go.


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Candidates with their modules as rows, dealt out in turns; a candidate without modules has one empty row.

    ``order`` holds their refs one by one, ``places`` finds them, and ``contractors`` are the places of those who bring
    partners. Text matrices are terms × rows, float32; claims and cases are rows or candidates × catalogue numbers or
    trades, and ``served`` is places × candidates; ``cases`` are cases × trades, those of the candidate at a place from
    ``case_starts`` on; ``anywhere`` says who tells no place, ``borne`` (rows × scenarios, 1 or nothing) which scenarios
    a module bears itself, and ``ticks`` are each candidate's own claims once more.
    ``blocks`` are those of the candidates one by one, where a few were stacked: others can be stacked with them.
    """

    candidates: tuple[Candidate, ...] = field(repr=False)
    order: tuple[str, ...] = field(repr=False)
    places: dict[str, int] = field(repr=False)
    contractors: tuple[int, ...] = field(repr=False)
    offers: tuple[ModuleOffer | None, ...] = field(repr=False)
    figures: Figures = field(repr=False)
    grams: csr_array
    words: csr_array
    profile_grams: csr_array
    profile_words: csr_array
    ticks: Ticks = field(repr=False)
    claims: csc_array
    module_claims: csc_array
    cases: csr_array
    case_starts: NDArray[np.int64]
    case_trades: Dealt = field(repr=False)
    case_claims: csc_array
    served: NDArray[np.bool_] = field(repr=False)
    borne: csr_array = field(repr=False)
    anywhere: NDArray[np.bool_]
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    @property
    def groups(self) -> Groups:
        """Return which rows are whose."""
        return self.figures.groups

    def case_trades_of(self, place: int) -> list[tuple[Numbers, Floats]]:
        """Return for each case of one candidate the trades that its words name, by column, and how surely."""
        starts, first = self.cases.indptr, int(self.case_starts[place])
        bounds = starts[first : int(self.case_starts[place + 1]) + 1].tolist()
        return [(self.cases.indices[one:end], self.cases.data[one:end]) for one, end in pairwise(bounds)]

    def rows_of(self, place: int) -> list[int]:
        """Return the rows of one candidate, by the refs of its modules."""
        return self.groups.rows_of(place)


def build_segment(
    candidates: Sequence[Candidate], *, knowledge: Knowledge, statistics: Statistics, work: Work = one_by_one
) -> Segment:
    """Lay candidates out as arrays, in the same order whatever the order of the input."""
    ordered = tuple(sorted(candidates, key=_standing))
    parts = [ordered[start : start + AT_A_TIME] for start in range(0, len(ordered), AT_A_TIME)] or [()]
    build = partial(build_block, knowledge=knowledge, statistics=statistics)
    return _stacked(ordered, list(work(build, parts)))


def changed_in(segments: Sequence[Segment], *, hidden: Sequence[frozenset[str]]) -> list[Changed]:
    """Return the candidates of stacked segments that aren't hidden, each with its block."""
    return [
        (candidate, block)
        for segment, names in zip(segments, hidden, strict=True)
        for candidate, block in zip(segment.candidates, segment.blocks, strict=True)
        if candidate.ref not in names
    ]


def stack(changed: Sequence[Changed]) -> Segment:
    """Return a segment of some candidates, at least one, each with a block of its own."""
    ordered = sorted(changed, key=lambda one: _standing(one[0]))
    blocks = tuple(block for _, block in ordered)
    return replace(_stacked(tuple(candidate for candidate, _ in ordered), blocks), blocks=blocks)


def _standing(candidate: Candidate) -> tuple[int, str]:
    """Return where a candidate stands: whoever has the most modules first, as groups want it, then by ref."""
    return -len(candidate.modules), candidate.ref


def _stacked(candidates: tuple[Candidate, ...], blocks: Sequence[Block]) -> Segment:
    """Set the blocks of all candidates, in their order, one under another, and deal their rows out."""
    order = tuple(candidate.ref for candidate in candidates)
    groups = Groups(np.concatenate([block.sizes for block in blocks]))
    dealt = groups.dealt
    served, claims = _under([block.served for block in blocks]), _under([block.claims for block in blocks])
    offers = [offer for candidate in candidates for offer in _offers(candidate)]
    return Segment(
        candidates=candidates,
        order=order,
        places={ref: place for place, ref in enumerate(order)},
        contractors=_contractors(candidates),
        offers=tuple(map(offers.__getitem__, dealt.tolist())),
        figures=_figures(blocks, groups=groups, dealt=dealt),
        grams=_across([block.grams for block in blocks], rows=dealt),
        words=_across([block.words for block in blocks], rows=dealt),
        profile_grams=_across([block.profile_grams for block in blocks], rows=dealt),
        profile_words=_across([block.profile_words for block in blocks], rows=dealt),
        ticks=Ticks.of(claims),
        claims=csc_array(claims),
        module_claims=csc_array(_under([block.module_claims for block in blocks])[dealt]),
        cases=_under([block.cases for block in blocks]),
        case_starts=np.cumsum([0, *(len(candidate.cases) for candidate in candidates)]),
        case_trades=Dealt(_under([block.case_trades for block in blocks])),
        case_claims=csc_array(_under([block.case_claims for block in blocks])),
        borne=csr_array(_under([block.borne for block in blocks])[dealt]),
        served=served.toarray().T.astype(np.bool_, order="C"),
        anywhere=np.diff(served.indptr) == 0,
    )


def _figures(blocks: Sequence[Block], *, groups: Groups, dealt: Numbers) -> Figures:
    abilities = csr_array(_under([block.abilities for block in blocks])[dealt])
    trades = csr_array(_under([block.trades for block in blocks])[dealt])
    credibility = np.concatenate([block.credibility for block in blocks])[dealt]
    scenarios = _columns([block.scenarios for block in blocks], rows=dealt)
    return Figures(
        groups=groups,
        rows=None,
        tops=Tops(
            scenarios=groups.best(scenarios),
            functions=groups.best(abilities.multiply(credibility[:, None]).toarray().T),
            trades=csr_array(trades.T.tocsr()),
            trade=row_best(trades.data, trades.indptr),
        ),
        scenarios=scenarios,
        trades=trades,
        functions=csr_array(abilities.T.tocsr()),
        abilities=abilities,
        bound=np.concatenate([block.bound for block in blocks])[dealt],
        foreign=np.concatenate([block.foreign for block in blocks])[dealt],
        credibility=credibility,
        payments=np.concatenate([block.payments for block in blocks])[dealt],
        deployments=np.concatenate([block.deployments for block in blocks])[dealt],
        prices=np.concatenate([block.prices for block in blocks])[dealt],
        ticks=np.concatenate([block.ticks for block in blocks]),
        ratings=np.concatenate([block.ratings for block in blocks]),
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


def _across(matrices: Sequence[csr_array], *, rows: Numbers) -> csr_array:
    """Return terms × rows of matrices of rows × terms, their rows in another order."""
    return csr_array(_under(matrices)[rows].T.tocsr())


def _columns(matrices: Sequence[csr_array], *, rows: Numbers) -> Floats:
    """Return columns × rows, every value stored: a column is read whole, and a third of the values aren't zero."""
    return np.ascontiguousarray(_under(matrices)[rows].toarray().T)
