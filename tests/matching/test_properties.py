"""What holds for every input: nothing crashes, nothing is NaN, evidence only helps, scores stay in their decimals."""

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.library import Library
from matching.linking import Linker
from matching.ranking import FEATURES, CandidateIndex, Explanation, NeedEvidence, build_index, explain, rank
from matching.ranking.query.needs import NeedKind
from matching.ranking.scoring.score import score_candidates
from matching.types import (
    Candidate,
    CaseRecord,
    Deployment,
    Industry,
    ModuleOffer,
    Must,
    Payment,
    Preferences,
    ProblemText,
    ProviderKind,
    Query,
    ScenarioWish,
)
from matching.weights import DEFAULT

TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            "排",
            "染缸排不开",
            "倉庫帳實不符",
            "😀😀",
            "\uff37\uff2d\uff33 仓库",
            "a" * 500,
            "染缸\ud800",
            "急单一插全乱套，交期答不出",
        ]
    ),
    st.text(max_size=30),
)
NO_NUMBERS = [math.nan, math.inf, -math.inf]
QUERIES = st.builds(
    Query,
    ref=st.just("E1"),
    name=TEXTS,
    county=TEXTS,
    city=st.sampled_from(["", "绍兴市", "火星市"]),
    industry=st.one_of(
        st.builds(Industry, catalog_no=st.integers(-5, 99)),
        st.builds(Industry, gbt_code=st.sampled_from(["1713", "C17", "9999", "x", ""])),
        st.builds(Industry, text=TEXTS),
    ),
    description=TEXTS,
    problems=st.lists(st.builds(ProblemText, text=TEXTS, priority=st.integers(0, 9)), max_size=5).map(tuple),
    scenarios=st.lists(st.builds(ScenarioWish, name=TEXTS), max_size=3).map(tuple),
    preferences=st.builds(
        Preferences,
        payment=st.lists(st.sampled_from(Payment), max_size=3).map(tuple),
        budget_wan=st.sampled_from([None, 0, 0.0, -3, 1e9, *NO_NUMBERS]),
        deployment=st.none() | st.sampled_from(Deployment),
        must=st.lists(st.sampled_from(Must), max_size=3).map(tuple),
    ),
)
MODULES = st.builds(
    ModuleOffer,
    ref=st.sampled_from(["M1", "M2", "M3"]),
    name=TEXTS,
    summary=TEXTS,
    scenarios=st.lists(TEXTS, max_size=3).map(tuple),
    industries=st.lists(st.integers(-5, 200), max_size=3).map(tuple),
    price_wan=st.sampled_from([None, 0, 3.5, -1, 1e9, 1e308, *NO_NUMBERS]),
)
CASES = st.builds(CaseRecord, enterprise=TEXTS, industry=st.none() | st.integers(-1, 99))
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        ref=st.sampled_from("ABCDE"),
        name=TEXTS,
        kind=st.none() | st.sampled_from(ProviderKind),
        regions=st.lists(st.sampled_from(["全国", "绍兴市", "月球"]), max_size=3).map(tuple),
        industries=st.lists(st.integers(-5, 200), max_size=3).map(tuple),
        description=TEXTS,
        partners=st.lists(st.sampled_from("ABCXY"), max_size=3).map(tuple),
        modules=st.lists(MODULES, max_size=3).map(tuple),
        cases=st.lists(CASES, max_size=3).map(tuple),
    ),
    max_size=4,
    unique_by=lambda candidate: candidate.ref,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=QUERIES, candidates=CANDIDATES)
def test_rank_any_input_ranks_or_excludes_everyone_with_finite_scores(
    query: Query, candidates: list[Candidate], library: Library, linker: Linker
) -> None:
    index = build_index(candidates, library=library, linker=linker)

    ranking = rank(query, index)

    named = [place.ref for place in ranking.places] + [one.ref for one in ranking.excluded]
    assert sorted(named) == sorted(candidate.ref for candidate in candidates)
    assert all(math.isfinite(place.score) and place.score >= 0 for place in ranking.places)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=QUERIES, candidates=CANDIDATES)
def test_explain_any_input_adds_up(query: Query, candidates: list[Candidate], library: Library, linker: Linker) -> None:
    index = build_index(candidates, library=library, linker=linker)
    for candidate in candidates:
        explanation = explain(query, index, candidate.ref)

        total = sum(one.contribution for one in explanation.contributions)
        assert total == pytest.approx(explanation.score, abs=1e-9)


def test_features_judged_collection_stay_between_zero_and_one_in_six_decimals(
    index: CandidateIndex, queries: list[Query]
) -> None:
    for query in queries[::8]:
        features = score_candidates(query, index, weights=DEFAULT).features
        assert features.shape[1] == len(FEATURES)
        assert features.min() >= 0
        assert features.max() <= 1
        assert (abs(features * 1e6 - (features * 1e6).round()) < 1e-6).all()


def answers_by_module(explanation: Explanation) -> dict[str, set[tuple[NeedKind, int]]]:
    """Return the needs for which each of the candidate's own modules is named."""
    answers: dict[str, set[tuple[NeedKind, int]]] = {}
    for contribution in explanation.contributions:
        for one in contribution.evidence:
            if isinstance(one, NeedEvidence) and one.module_of == explanation.ref:
                answers.setdefault(one.module_ref, set()).add((one.kind, one.number))
    return answers


@pytest.mark.timeout(300)
def test_score_named_module_removed_falls_unless_another_answers_as_well(
    index: CandidateIndex, queries: list[Query], candidates: list[Candidate]
) -> None:
    known = {candidate.ref: candidate for candidate in candidates}
    for query in queries[::3]:
        for place in rank(query, index, top=3).places:
            answered = answers_by_module(explain(query, index, place.ref))
            for module in sorted(answered):
                candidate = known[place.ref]
                left = tuple(offer for offer in candidate.modules if offer.ref != module)
                smaller = explain(query, index.updated(replace(candidate, modules=left)), place.ref)
                assert smaller.score <= place.score + 1e-9
                if smaller.score == place.score:
                    assert answered[module] <= set().union(*answers_by_module(smaller).values())


def test_score_unrelated_module_added_never_rises(
    index: CandidateIndex, queries: list[Query], candidates: list[Candidate]
) -> None:
    foreign = ModuleOffer(ref="X", name="客房预订", summary="酒店客房预订、入住、退房和早餐券。", price_wan=3)
    for query, candidate in zip(queries[::8], candidates[::8], strict=False):
        grown = index.updated(replace(candidate, modules=(*candidate.modules, foreign)))

        before = explain(query, index, candidate.ref).score
        assert explain(query, grown, candidate.ref).score <= before + 1e-9
