"""Weights, learning them, sensitivity and counterfactual questions."""

import numpy as np
import pytest

from matching.counterfactual import TooFewQueriesError, UnknownScenarioError, module_effect
from matching.errors import WeightsError
from matching.evaluation import parse_qrels
from matching.fit import JudgedRun, Loss, cross_validate, evaluate_weights, fit, judged_runs
from matching.library import Library
from matching.ranking import FEATURES, CandidateIndex, rank
from matching.sensitivity import weight_sensitivity
from matching.types import Query
from matching.weights import DEFAULT, weight_set
from tests.matching import judged

SMALL = 0.05
CROSS_VALIDATED_FLOOR = 0.78  # The bar; 0.81 was measured, and the best simple peer reaches 0.60.


def toy_runs() -> list[JudgedRun]:
    features = np.zeros((3, len(FEATURES)))
    features[:, 0] = [0.9, 0.5, 0.1]
    features[:, 1] = [0.1, 0.5, 0.9]
    grades = np.array([3.0, 1.0, 0.0])
    return [
        JudgedRun(query_ref=f"E{number}", refs=("a", "b", "c"), features=features, grades=grades) for number in (1, 2)
    ]


def test_weight_set_negative_weight_is_refused() -> None:
    with pytest.raises(WeightsError):
        weight_set("x", version="1", weights={"region": -1})


def test_rank_unknown_feature_in_weights_is_refused(index: CandidateIndex, queries: list[Query]) -> None:
    with pytest.raises(WeightsError, match="charm"):
        rank(queries[0], index, weights=weight_set("x", version="1", weights={"charm": 1}))


def test_default_weights_name_every_feature() -> None:
    assert {name for name, _ in DEFAULT.weights} == set(FEATURES)


@pytest.mark.parametrize("loss", list(Loss))
def test_fit_misleading_feature_gets_no_weight(loss: Loss) -> None:
    learned = fit(toy_runs(), name="toy", version="1", loss=loss)

    first, second = list(FEATURES)[:2]
    assert learned.of(first) > 0
    assert learned.of(second) == 0


def test_fit_same_data_gives_the_same_set() -> None:
    assert fit(toy_runs(), name="toy", version="1") == fit(toy_runs(), name="toy", version="1")


def test_evaluate_weights_perfect_order_gives_one() -> None:
    learned = fit(toy_runs(), name="toy", version="1")

    assert evaluate_weights(toy_runs(), learned).mean["ndcg@10"] == 1.0


@pytest.mark.timeout(180)
def test_cross_validate_judged_collection_stays_above_recorded_floor(
    index: CandidateIndex, queries: list[Query]
) -> None:
    runs = judged_runs(queries, index, qrels=parse_qrels(judged.lines("qrels.tsv")))

    assert cross_validate(runs, folds=8).mean["ndcg@10"] >= CROSS_VALIDATED_FLOOR


def test_weight_sensitivity_moves_each_weight_down_and_up(index: CandidateIndex, queries: list[Query]) -> None:
    result = weight_sensitivity(queries[0], index)

    assert len(result.changes) == 2 * sum(weight > 0 for _, weight in DEFAULT.weights)
    assert result.first == tuple(place.ref for place in rank(queries[0], index, top=3).places)


def test_module_effect_answer_to_stated_problems_gains_places(
    index: CandidateIndex, queries: list[Query], library: Library
) -> None:
    last = rank(queries[0], index).places[-1].ref

    effect = module_effect(queries[:4], index, provider=last, scenario="energy", library=library)

    assert effect.mean_places_gained > 0
    assert len(effect.changes) == 4


def test_module_effect_two_queries_without_enquiry_are_refused(
    index: CandidateIndex, queries: list[Query], library: Library
) -> None:
    with pytest.raises(TooFewQueriesError):
        module_effect(queries[:2], index, provider="P003", scenario="energy", library=library)


def test_module_effect_unknown_scenario_is_refused(
    index: CandidateIndex, queries: list[Query], library: Library
) -> None:
    with pytest.raises(UnknownScenarioError):
        module_effect(queries[:3], index, provider="P003", scenario="nothing", library=library)


@pytest.mark.timeout(180)
def test_default_weights_are_those_that_the_judged_collection_teaches_today(
    index: CandidateIndex, queries: list[Query]
) -> None:
    runs = judged_runs(queries, index, qrels=parse_qrels(judged.lines("qrels.tsv")))

    learned = fit(runs, name=DEFAULT.name, version=DEFAULT.version)

    # Those that the data leave at nothing are named by the specification and keep a small one.
    kept = {name: max(weight, SMALL) for name, weight in learned.weights if name != "rated"}
    assert kept == pytest.approx({name: weight for name, weight in DEFAULT.weights if name != "rated"}, abs=0.02)
