"""Learn weights from judgements: logistic regression whose weights can't fall below zero."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import scipy  # Loads a part of itself when it is first named: few processes fit.
from numpy.typing import NDArray

from matching.digests import combined_digest, digest_of
from matching.evaluation import Evaluation, Qrels, evaluate
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.scoring.features import FEATURES
from matching.ranking.scoring.score import score_candidates
from matching.ties import tie_key
from matching.types import Query
from matching.weights import DEFAULT, WeightSet, weight_set

Floats = NDArray[np.float64]
TOP_GRADE = 3
START = 0.5
RIDGE = 1e-4


class Loss(StrEnum):
    """What is compared: each pair of an enterprise's candidates, or each candidate with its grade."""

    PAIRWISE = "pairwise"
    POINTWISE = "pointwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRun:
    """One query's candidates: refs, candidates × features, and grades from 0 to 3."""

    query_ref: str
    refs: tuple[str, ...]
    features: Floats
    grades: Floats


def judged_runs(queries: Sequence[Query], index: CandidateIndex, *, qrels: Qrels) -> tuple[JudgedRun, ...]:
    """Compute the features of every candidate for each judged query, ordered by ref."""
    runs = []
    for query in sorted(queries, key=lambda one: one.ref):
        if query.ref in qrels:
            scored = score_candidates(query, index, weights=DEFAULT)
            grades = np.array([qrels[query.ref].get(ref, 0) for ref in scored.refs], np.float64)
            runs.append(JudgedRun(query_ref=query.ref, refs=scored.refs, features=scored.features, grades=grades))
    return tuple(runs)


def fit(
    runs: Sequence[JudgedRun], *, name: str, version: str, loss: Loss = Loss.POINTWISE, ridge: float = RIDGE
) -> WeightSet:
    """Return non-negative weights that put higher grades first; ``ridge`` is the L2 penalty.

    Deterministic; the set carries the digest of what it was fitted on and its measures on the same data.
    """
    vector = _fit_pointwise(runs, ridge=ridge) if loss is Loss.POINTWISE else _fit_pairwise(runs, ridge=ridge)
    learned = weight_set(name, version=version, weights=dict(zip(FEATURES, vector.tolist(), strict=True)))
    measures = evaluate_weights(runs, learned)
    return replace(learned, data_digest=_data_digest(runs), metrics=tuple(sorted(measures.mean.items())))


def cross_validate(
    runs: Sequence[JudgedRun],
    *,
    folds: int = 8,
    random_state: int = 0,
    loss: Loss = Loss.POINTWISE,
    ridge: float = RIDGE,
) -> Evaluation:
    """Return the measures when each enterprise is ranked by weights fitted on the other folds' enterprises."""
    order = np.random.default_rng(random_state).permutation(len(runs))
    places: dict[str, list[str]] = {}
    for fold in range(min(folds, len(runs))):
        held = set(order[fold::folds].tolist())
        rest = [run for number, run in enumerate(runs) if number not in held]
        learned = fit(rest, name="fold", version=str(fold), loss=loss, ridge=ridge)
        for number in sorted(held):
            places[runs[number].query_ref] = _order(runs[number], learned)
    return evaluate(places, _qrels(runs))


def evaluate_weights(runs: Sequence[JudgedRun], weights: WeightSet) -> Evaluation:
    """Return the measures of a weight set on judged runs."""
    return evaluate({run.query_ref: _order(run, weights) for run in runs}, _qrels(runs))


def _order(run: JudgedRun, weights: WeightSet) -> list[str]:
    scores = np.round(run.features @ np.array([weights.of(name) for name in FEATURES]), 9)
    keys = [
        (-score, tie_key(seed=0, query_ref=run.query_ref, candidate_ref=ref))
        for score, ref in zip(scores.tolist(), run.refs, strict=True)
    ]
    return [run.refs[number] for number in sorted(range(len(keys)), key=keys.__getitem__)]


def _qrels(runs: Sequence[JudgedRun]) -> dict[str, dict[str, int]]:
    return {
        run.query_ref: {ref: int(grade) for ref, grade in zip(run.refs, run.grades, strict=True) if grade}
        for run in runs
    }


def _fit_pointwise(runs: Sequence[JudgedRun], *, ridge: float) -> Floats:
    """Fit P(grade) with the grade as a share of 3, by cross-entropy."""
    features = np.concatenate([run.features for run in runs])
    targets = np.concatenate([run.grades for run in runs]) / TOP_GRADE
    return _minimise(features, targets, ridge=ridge, intercept=True)


def _fit_pairwise(runs: Sequence[JudgedRun], *, ridge: float) -> Floats:
    """Fit P(a before b) on the differences of all pairs with different grades, both weighing by the difference."""
    differences = []
    for run in runs:
        better, worse = np.nonzero(run.grades[:, None] > run.grades[None, :])
        differences.append(run.features[better] - run.features[worse])
    rows = np.concatenate(differences)
    return _minimise(rows, np.ones(len(rows)), ridge=ridge, intercept=False)


def _minimise(features: Floats, targets: Floats, *, ridge: float, intercept: bool) -> Floats:
    count, width = features.shape

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weights, constant = parameters[:width], parameters[width]
        margin = features @ weights + constant
        chance = 1 / (1 + np.exp(-np.clip(margin, -60, 60)))
        value = float((np.logaddexp(0, margin) - targets * margin).mean() + ridge * (weights @ weights) / 2)
        slope = (chance - targets) / count
        return value, np.append(features.T @ slope + ridge * weights, slope.sum() if intercept else 0.0)

    start = np.append(np.full(width, START), 0.0)
    bounds = [(0.0, None)] * width + [(None, None) if intercept else (0.0, 0.0)]
    result = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 1000})
    return np.asarray(result.x[:width], np.float64)


def _data_digest(runs: Sequence[JudgedRun]) -> str:
    return combined_digest(
        digest_of([run.query_ref, list(run.refs), run.features.round(6).tolist(), run.grades.tolist()])
        for run in sorted(runs, key=lambda one: one.query_ref)
    )
