"""Measures of a ranking against judgements, as trec_eval computes them: linear gain, nothing left of ties."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matching.errors import JudgementFault, JudgementFormatError

Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]
Fault = tuple[int, JudgementFault]

GOOD = 2
RELEVANT = 1
RECALL_DEPTH = 10
RUN_COLUMNS = 6
QREL_COLUMNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Means over the queries that have a value, and the value of each query (None: nothing is relevant)."""

    mean: dict[str, float]
    queries: dict[str, dict[str, float | None]]


def _dcg(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def ndcg(judged: Mapping[str, int], ranked: Sequence[str], *, depth: int) -> float | None:
    """Return nDCG@depth with linear gain, as trec_eval; None when no candidate is relevant."""
    ideal = _dcg(sorted(judged.values(), reverse=True)[:depth])
    if not ideal:
        return None
    return _dcg([judged.get(ref, 0) for ref in ranked[:depth]]) / ideal


def precision(judged: Mapping[str, int], ranked: Sequence[str], *, depth: int) -> float | None:
    """Return the share of the first ``depth`` places with grade 2 or more."""
    return sum(judged.get(ref, 0) >= GOOD for ref in ranked[:depth]) / depth


def recall(judged: Mapping[str, int], ranked: Sequence[str], *, depth: int) -> float | None:
    """Return relevant ones among the first ``depth`` over min(relevant, depth); None when there is none."""
    relevant = {ref for ref, grade in judged.items() if grade >= RELEVANT}
    if not relevant:
        return None
    return len(relevant.intersection(ranked[:depth])) / min(len(relevant), depth)


def reciprocal_rank(judged: Mapping[str, int], ranked: Sequence[str]) -> float | None:
    """Return 1 / the first place with grade 2 or more, 0 when there is none."""
    for place, ref in enumerate(ranked, start=1):
        if judged.get(ref, 0) >= GOOD:
            return 1 / place
    return 0.0


METRICS: dict[str, Callable[[Mapping[str, int], Sequence[str]], float | None]] = {
    "ndcg@5": lambda judged, ranked: ndcg(judged, ranked, depth=5),
    "ndcg@10": lambda judged, ranked: ndcg(judged, ranked, depth=10),
    "p@3": lambda judged, ranked: precision(judged, ranked, depth=3),
    "recall@10": lambda judged, ranked: recall(judged, ranked, depth=RECALL_DEPTH),
    "mrr": reciprocal_rank,
}


def evaluate(run: Run, qrels: Qrels) -> Evaluation:
    """Score each judged query of ``qrels``; a query that the run lacks is scored as an empty list."""
    queries = {
        ref: {name: metric(judged, run.get(ref, ())) for name, metric in METRICS.items()}
        for ref, judged in qrels.items()
    }
    mean = {}
    for name in METRICS:
        values = [value for row in queries.values() if (value := row[name]) is not None]
        if values:
            mean[name] = math.fsum(values) / len(values)
    return Evaluation(mean=mean, queries=queries)


def parse_qrels(lines: Iterable[str]) -> dict[str, dict[str, int]]:
    """Read ``enterprise <TAB> provider <TAB> grade`` lines; raise JudgementFormatError naming every bad one."""
    qrels: dict[str, dict[str, int]] = {}
    faults: list[Fault] = []
    for number, line in _filled(lines):
        parts = line.strip().split("\t")
        if len(parts) != QREL_COLUMNS or not parts[2].strip().isdecimal():
            faults.append((number, JudgementFault.JUDGEMENT_COLUMNS))
            continue
        qrels.setdefault(parts[0].strip(), {})[parts[1].strip()] = int(parts[2])
    _refuse(faults)
    return qrels


def parse_run(lines: Iterable[str]) -> dict[str, list[str]]:
    """Read TREC run lines into refs by rank; raise JudgementFormatError naming every bad one."""
    places: dict[str, dict[int, str]] = {}
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for number, line in _filled(lines):
        parts = line.split()
        if not RUN_COLUMNS - 1 <= len(parts) <= RUN_COLUMNS or not parts[3].isdecimal():
            faults.append((number, JudgementFault.RUN_COLUMNS))
            continue
        query, candidate, rank = parts[0], parts[2], int(parts[3])
        row = places.setdefault(query, {})
        if rank in row:
            faults.append((number, JudgementFault.RANK_TWICE))
        elif (query, candidate) in seen:
            faults.append((number, JudgementFault.CANDIDATE_TWICE))
        seen.add((query, candidate))
        row[rank] = candidate
    _refuse(faults)
    return {query: [row[rank] for rank in sorted(row)] for query, row in places.items()}


def _filled(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Return the lines that aren't blank, counted from 1 among all."""
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise JudgementFormatError(faults)


def format_run(query_ref: str, places: Iterable[tuple[str, int, float]], *, tag: str) -> str:
    """Return TREC run lines for (candidate ref, rank, score) triples; nine decimals keep every score exact."""
    return "".join(f"{query_ref} Q0 {ref} {rank} {score:.9f} {tag}\n" for ref, rank, score in places)
