"""Measures against hand-computed values, against ir-measures, and their file formats."""

import math

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import JudgementFault, JudgementFormatError
from matching.evaluation import evaluate, format_run, parse_qrels, parse_run

REFS = [f"P{number}" for number in range(12)]


def test_ndcg_two_relevant_swapped_uses_linear_gain() -> None:
    result = evaluate({"E1": ["b", "a"]}, {"E1": {"a": 3, "b": 1}})

    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert result.mean["ndcg@5"] == pytest.approx(expected, abs=1e-12)


def test_evaluate_first_good_at_second_place_gives_half_mrr_and_a_third_precision() -> None:
    result = evaluate({"E1": ["x", "a", "y"]}, {"E1": {"a": 2}})

    assert result.queries["E1"]["mrr"] == 0.5
    assert result.queries["E1"]["p@3"] == pytest.approx(1 / 3)


def test_evaluate_nothing_relevant_gives_null_and_leaves_it_out_of_the_mean() -> None:
    result = evaluate({"E1": ["a"], "E2": ["a"]}, {"E1": {"a": 0}, "E2": {"a": 2}})

    assert result.queries["E1"]["ndcg@10"] is None
    assert result.mean["ndcg@10"] == 1.0


def test_evaluate_query_missing_from_run_counts_as_zero() -> None:
    result = evaluate({}, {"E1": {"a": 2}})

    assert result.mean["ndcg@10"] == 0.0


def test_recall_more_relevant_than_depth_is_over_ten() -> None:
    judged = dict.fromkeys(REFS, 1)

    result = evaluate({"E1": REFS}, {"E1": judged})

    assert result.mean["recall@10"] == 1.0


@given(
    ranked=st.permutations(REFS),
    grades=st.dictionaries(st.sampled_from(REFS), st.integers(1, 3), min_size=1),
)
def test_ndcg_random_ranking_agrees_with_ir_measures(ranked: list[str], grades: dict[str, int]) -> None:
    scores = {ref: float(len(ranked) - place) for place, ref in enumerate(ranked)}

    ours = evaluate({"E1": ranked}, {"E1": grades}).mean["ndcg@10"]

    theirs = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], {"E1": grades}, {"E1": scores})
    assert ours == pytest.approx(theirs[ir_measures.nDCG @ 10], abs=1e-6)


def test_parse_qrels_blank_lines_are_skipped() -> None:
    assert parse_qrels(["E1\tP1\t3", "", "E1\tP2\t1"]) == {"E1": {"P1": 3, "P2": 1}}


def test_parse_qrels_missing_grade_names_every_line() -> None:
    with pytest.raises(JudgementFormatError, match=r"line 2: .*; line 3: "):
        parse_qrels(["E1\tP1\t3", "E1\tP2", "E1\tP3\t²"])


def test_parse_run_shuffled_lines_are_ordered_by_rank() -> None:
    assert parse_run(["E1 Q0 b 2 0.5 x", "E1 Q0 a 1 0.9 x"]) == {"E1": ["a", "b"]}


def test_parse_run_every_bad_line_is_named() -> None:
    lines = ["E1 Q0 a 1 0.9 x", "E1 Q0 a 2 0.8 x", "", "E 2 Q0 a 1 0.9 x", "E1 Q0 b ² 0.5 x"]

    with pytest.raises(JudgementFormatError) as caught:
        parse_run(lines)

    columns = JudgementFault.RUN_COLUMNS
    assert caught.value.faults == ((2, JudgementFault.CANDIDATE_TWICE), (4, columns), (5, columns))


def test_parse_run_repeated_rank_is_refused() -> None:
    with pytest.raises(JudgementFormatError, match="line 2: this rank of the query occurs twice"):
        parse_run(["E1 Q0 b 1 0.5 x", "E1 Q0 a 1 0.9 x"])


def test_format_run_one_place_gives_a_trec_line() -> None:
    assert format_run("E1", [("P1", 1, 2.5)], tag="m-1") == "E1 Q0 P1 1 2.500000000 m-1\n"
