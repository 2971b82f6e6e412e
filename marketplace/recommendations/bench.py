"""How well and how fast the engine ranks beside simple peers, measured on judged files in one run."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from scipy.sparse import csr_matrix

from marketplace.recommendations.peers import order_of, peers_of, profiles_of
from matching.evaluation import METRICS, Evaluation, Qrels, evaluate
from matching.fit import cross_validate, judged_runs
from matching.intervals import Interval, bootstrap_interval, randomisation_test
from matching.ranking import CandidateIndex, rank
from matching.ranking.explanation.explain import explain_scored
from matching.ranking.query.needs import QueryProfile
from matching.ranking.rank import ordered
from matching.ranking.scoring.heads import score_heads
from matching.types import Query
from matching.weights import DEFAULT

OURS = "本平台（权重按企业交叉验证）"
MAIN = "ndcg@10"
FLOOR_TOP = 200
EXPLAINED = 20
TURNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One system: its measures, the interval of nDCG@10, and the chance that the engine is ahead by luck alone."""

    name: str
    mean: Mapping[str, float]
    interval: Interval
    p_value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Milliseconds of CPU for an enterprise that was linked before (medians): the floor, and what the engine needs."""

    modules: int
    floor: float
    ranking: float
    explanation: float


def measure_quality(queries: Sequence[Query], index: CandidateIndex, *, qrels: Qrels) -> list[Quality]:
    """Return the engine first, then the peers from the best to the worst."""
    ours = cross_validate(judged_runs(queries, index, qrels=qrels))
    judged = {ref: grades for ref, grades in qrels.items() if ref in ours.queries}
    known = [query for query in queries if query.ref in judged]
    candidates = index.candidates()
    refs = [candidate.ref for candidate in candidates]
    profiles = profiles_of(known, candidates)
    found = [_quality(OURS, ours, beside=None)]
    for name, peer in peers_of().items():
        rows = peer(profiles)
        run = {query.ref: order_of(row, refs) for query, row in zip(known, rows, strict=True)}
        found.append(_quality(name, evaluate(run, judged), beside=ours))
    return [found[0], *sorted(found[1:], key=lambda one: -one.mean[MAIN])]


def _quality(name: str, result: Evaluation, *, beside: Evaluation | None) -> Quality:
    values = _values(result)
    return Quality(
        name=name,
        mean={metric: result.mean[metric] for metric in METRICS if metric in result.mean},
        interval=bootstrap_interval(values) or Interval(mean=0.0, low=0.0, high=0.0),
        p_value=randomisation_test(_values(beside), values) if beside else None,
    )


def _values(result: Evaluation) -> list[float]:
    return [value for ref in sorted(result.queries) if (value := result.queries[ref][MAIN]) is not None]


def measure_speed(queries: Sequence[Query], index: CandidateIndex) -> Speed:
    """Time ranking and explanation beside the floor, for enterprises whose texts were linked and laid out before.

    What is loaded stays out of searches for garbage, as in a server.
    """
    gc.freeze()
    # A machine's speed wanders: what is compared is timed side by side, enterprise by enterprise.
    timed = [
        (
            cpu_ms(partial(floor_of, index.profile(query), index)),
            cpu_ms(partial(rank, query, index, top=EXPLAINED)),
            cpu_ms(_explaining(query, index)),
        )
        for query in queries
    ]
    floor, ranking, explanation = (median(column) for column in zip(*timed, strict=True))
    return Speed(
        modules=sum(len(segment.offers) for segment in index.segments),
        floor=floor,
        ranking=ranking,
        explanation=explanation,
    )


def _explaining(query: Query, index: CandidateIndex) -> Callable[[], object]:
    """Return what explains the first of a query that was scored before."""
    scored = score_heads(query, index, weights=DEFAULT, top=EXPLAINED)
    first = [scored.refs[number] for number in ordered(scored, seed=0, top=EXPLAINED)[:EXPLAINED]]
    return partial(explain_scored, scored, index, first, weights=DEFAULT, seed=0)


def floor_of(profile: QueryProfile, index: CandidateIndex) -> None:
    """Multiply every need with all modules, words and character n-grams, the best 200 kept, one thread."""
    from sparse_dot_topn import sp_matmul_topn  # Of the development set: not there in every installation.

    for segment in index.segments:
        for needs, modules in ((profile.grams, segment.grams), (profile.words, segment.words)):
            # It takes the older kind of matrix; the arrays inside are shared, not copied.
            sp_matmul_topn(csr_matrix(needs), csr_matrix(modules), top_n=FLOOR_TOP, n_threads=1, sort=True)


def cpu_ms(action: Callable[[], object]) -> float:
    """Return the least of three runs, which others on the machine disturb the least."""
    taken = []
    for _ in range(TURNS):
        started = time.process_time()
        action()
        taken.append(time.process_time() - started)
    return min(taken) * 1000
