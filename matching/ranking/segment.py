"""A block of candidates as arrays; blocks are never changed, so that one change costs one small block."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from matching.linking import TextKind
from matching.ranking.groups import Groups
from matching.ranking.knowledge import Knowledge
from matching.ranking.modules import ModuleRow, module_rows, module_text, module_texts, profile_text
from matching.ranking.reading import read_candidate
from matching.statistics import Statistics
from matching.text import fold, without_repeats
from matching.types import Candidate, Deployment, ModuleOffer, Payment

PAYMENTS = tuple(Payment)
DEPLOYMENTS = tuple(Deployment)
UNKNOWN = -1
AT_A_TIME = 64  # Candidates whose texts are scored in one go.
TRADE_FLOOR = 0.1  # A trade that is hardly spoken of serves nobody.

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Candidates by ref with their modules as rows; a candidate without modules has one empty row.

    ``starts`` holds the first row of each candidate. Text matrices are terms × rows, float32.
    """

    candidates: tuple[Candidate, ...] = field(repr=False)
    refs: frozenset[str] = field(repr=False)
    offers: tuple[ModuleOffer | None, ...] = field(repr=False)
    links: tuple[tuple[tuple[str, float], ...], ...] = field(repr=False)
    starts: NDArray[np.int64]
    groups: Groups = field(repr=False)
    scenarios: csc_array
    scenario_rows: csr_array
    trades: csr_array
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
    served: csr_array

    @property
    def owner(self) -> NDArray[np.int64]:
        """Return the candidate's number for each row."""
        counts = np.diff(np.append(self.starts, len(self.offers)))
        return np.repeat(np.arange(len(self.candidates)), counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Candidates by ref with one row a module; a candidate without modules has one row of nothing.

    ``owners`` are the rows' candidates as they are read.
    """

    candidates: tuple[Candidate, ...]
    owners: tuple[Candidate, ...]
    rows: tuple[ModuleRow | None, ...]
    starts: NDArray[np.int64]


def build_segment(candidates: Sequence[Candidate], *, knowledge: Knowledge, statistics: Statistics) -> Segment:
    """Lay candidates out as arrays, ordered by ref whatever the order of the input."""
    layout = _lay_out(candidates, knowledge=knowledge)
    ordered, rows = layout.candidates, layout.rows
    offers = tuple(row.offer if row else None for row in rows)
    family = _with_family(_scenarios(rows, knowledge=knowledge), knowledge=knowledge)
    return Segment(
        candidates=ordered,
        refs=frozenset(candidate.ref for candidate in ordered),
        offers=offers,
        links=tuple(tuple((link.scenario, link.confidence) for link in row.links) if row else () for row in rows),
        starts=layout.starts,
        groups=Groups(layout.starts, total=len(rows)),
        scenarios=csc_array(family),
        scenario_rows=csr_array(family),
        trades=_trades(rows, knowledge=knowledge),
        bound=np.array([row.bound if row else 0.0 for row in rows], np.float32),
        foreign=np.array([row.foreign if row else 0.0 for row in rows], np.float32),
        credibility=np.array([row.credibility if row else 0.0 for row in rows], np.float32),
        abilities=_abilities(rows, knowledge=knowledge),
        **_text_matrices(layout, knowledge=knowledge, statistics=statistics),
        payments=_payments(offers),
        deployments=_deployments(offers),
        prices=np.array([offer.price_wan or 0.0 if offer else 0.0 for offer in offers], np.float32),
        claims=_claims([sorted(set(candidate.industries)) for candidate in ordered]),
        module_claims=_claims([sorted(set(offer.industries)) if offer else [] for offer in offers]),
        case_trades=csr_array(_case_trades(ordered, knowledge=knowledge)),
        case_claims=_claims([[c.industry for c in owner.cases if c.industry] for owner in ordered], cheap=False),
        ticks=np.array([_ticks(candidate) for candidate in ordered], np.int64),
        served=_served(ordered, knowledge=knowledge),
    )


def _lay_out(candidates: Sequence[Candidate], *, knowledge: Knowledge) -> _Layout:
    ordered = tuple(sorted(candidates, key=lambda candidate: candidate.ref))
    owners, groups = list[Candidate](), list[tuple[ModuleRow | None, ...]]()
    for owner, rows in _all_rows(ordered, knowledge=knowledge):
        groups.append(rows or (None,))
        owners += [owner] * len(groups[-1])
    sizes = [len(group) for group in groups]
    return _Layout(
        candidates=ordered,
        owners=tuple(owners),
        rows=tuple(row for group in groups for row in group),
        starts=np.cumsum([0, *sizes[:-1]], dtype=np.int64) if sizes else np.zeros(0, np.int64),
    )


def _all_rows(
    candidates: Sequence[Candidate], *, knowledge: Knowledge
) -> Iterator[tuple[Candidate, tuple[ModuleRow, ...]]]:
    """Yield each candidate as it is read, with its module rows; the texts of many are scored in one go."""
    for start in range(0, len(candidates), AT_A_TIME):
        part = candidates[start : start + AT_A_TIME]
        knowledge.linker.prepare([fold(text) for candidate in part for text in module_texts(candidate)])
        for candidate in part:
            read = read_candidate(candidate, knowledge=knowledge)
            yield read, module_rows(read, knowledge=knowledge)


def _text_matrices(layout: _Layout, *, knowledge: Knowledge, statistics: Statistics) -> dict[str, csr_array]:
    """Return terms × rows of the modules' texts and of the providers' profiles, by the names of the segment."""
    tokenizer, pivots = knowledge.linker.tokenizer, statistics.pivots
    wholes = [row.whole if row else None for row in layout.rows]
    texts = [fold(without_repeats(module_text(whole))) if whole else "" for whole in wholes]
    profiles = [
        fold(without_repeats(profile_text(owner, whole))) for owner, whole in zip(layout.owners, wholes, strict=True)
    ]
    grams, words = statistics.grams, statistics.words
    matrices = {
        "grams": grams.gram_vectors(texts, pivot=pivots.grams),
        "words": words.vectors([tokenizer.words(text) for text in texts], pivot=pivots.words),
        "profile_grams": grams.gram_vectors(profiles, pivot=pivots.profile_grams),
        "profile_words": words.vectors([tokenizer.words(text) for text in profiles], pivot=pivots.profile_words),
    }
    return {name: _transposed(matrix) for name, matrix in matrices.items()}


def _scenarios(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> Floats:
    return _stack([row.scenarios if row else None for row in rows], width=len(knowledge.scenarios))


def _trades(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> csr_array:
    trades = _stack([row.trades if row else None for row in rows], width=len(knowledge.industry.trades))
    return csr_array(np.where(trades >= TRADE_FLOOR, trades, 0.0).astype(np.float32))


def _abilities(rows: Sequence[ModuleRow | None], *, knowledge: Knowledge) -> csr_array:
    abilities = _stack([row.abilities if row else None for row in rows], width=len(knowledge.linker.scenarios))
    return _transposed(csr_array(abilities))


def _payments(offers: Sequence[ModuleOffer | None]) -> NDArray[np.bool_]:
    known = [[payment in offer.payment if offer else False for payment in PAYMENTS] for offer in offers]
    return np.array(known, bool).reshape(len(offers), len(PAYMENTS))


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


def _ticks(candidate: Candidate) -> int:
    return len({*candidate.industries, *(tick for offer in candidate.modules for tick in offer.industries)})


CATALOG_SIZE = 100


def _claims(rows: Sequence[Sequence[int]], *, cheap: bool = True) -> csr_array:
    """Return rows × catalogue numbers; with ``cheap`` a claim among n counts 1 / sqrt(n)."""
    matrix = np.zeros((len(rows), CATALOG_SIZE), np.float32)
    for number, ticked in enumerate(rows):
        known = [tick for tick in ticked if 0 < tick < CATALOG_SIZE]
        if known:
            matrix[number, known] = 1 / len(known) ** 0.5 if cheap else 1.0
    return csr_array(matrix)


def _case_trades(candidates: Sequence[Candidate], *, knowledge: Knowledge) -> NDArray[np.float32]:
    matrix = np.zeros((len(candidates), len(knowledge.industry.trades)), np.float32)
    for number, candidate in enumerate(candidates):
        for case in candidate.cases:
            matrix[number] = np.maximum(
                matrix[number], knowledge.trade_vector((case.enterprise,), kind=TextKind.MODULE)
            )
    return matrix


def _stack(rows: Sequence[NDArray[np.floating] | None], *, width: int) -> NDArray[np.float32]:
    matrix = np.zeros((len(rows), width), np.float32)
    for number, row in enumerate(rows):
        if row is not None:
            matrix[number] = np.round(row, 6)
    return matrix


def _with_family(scenarios: NDArray[np.float32], *, knowledge: Knowledge) -> NDArray[np.float32]:
    """Let a product for a scenario count for its parents and children, by the best one."""
    result = scenarios.copy()
    family = knowledge.family.tocoo()
    for here, there, share in zip(family.row, family.col, family.data, strict=True):
        if here != there:
            np.maximum(result[:, there], np.float32(share) * scenarios[:, here], out=result[:, there])
    return result


def _transposed(matrix: csr_array) -> csr_array:
    return csr_array(matrix.T.tocsr())
