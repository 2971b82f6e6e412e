"""Marks, means and places; every number below was computed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.reviews.criteria import (
    Criterion,
    Marks,
    Question,
    Scheme,
    defects_of,
    from_json,
    mean_marks,
    missing_marks,
    points_text,
    score_text,
    to_json,
)
from marketplace.reviews.labels import Standing, Verdict
from marketplace.reviews.ranking import Cut, Final, cut, rank_candidates
from tests.reviews.world import SCHEME, marks


def final(candidate_id: int, strength: int, cases: int, *, tilt: int = 0) -> Final:
    return Final(candidate_id=candidate_id, marks=marks(strength, cases), tilt=tilt)


def places(finals: list[Final]) -> list[tuple[int, int | None, bool]]:
    return [(item.candidate_id, item.place, item.is_tied) for item in rank_candidates(SCHEME, finals)]


def test_candidates_stand_in_the_order_of_their_totals() -> None:
    assert places([final(1, 300, 400), final(2, 350, 500), final(3, 300, 450)]) == [
        (2, 1, False),
        (3, 2, False),
        (1, 3, False),
    ]


def test_equal_totals_share_a_place_and_the_next_one_is_left_out() -> None:
    assert places([final(1, 400, 600), final(2, 300, 500), final(3, 350, 450), final(4, 300, 400)]) == [
        (1, 1, False),
        (2, 2, True),
        (3, 2, True),
        (4, 4, False),
    ]


def test_tilt_is_a_column_of_its_own_and_moves_places() -> None:
    placed = rank_candidates(SCHEME, [final(1, 350, 450), final(2, 350, 420, tilt=50)])

    assert [(item.candidate_id, item.total, item.tilt, item.with_tilt) for item in placed] == [
        (2, 770, 50, 820),
        (1, 800, 0, 800),
    ]


def test_candidate_below_the_minimum_of_a_criterion_has_no_place() -> None:
    low = rank_candidates(SCHEME, [final(1, 199, 600)])[0]

    assert (low.standing, low.place, low.reasons) == (Standing.BELOW_MINIMUM, None, ("“企业实力”低于 20 分",))


def test_candidate_at_the_very_minimum_has_a_place() -> None:
    assert rank_candidates(SCHEME, [final(1, 200, 400)])[0].place == 1


def test_tilt_does_not_lift_anybody_over_a_minimum() -> None:
    assert rank_candidates(SCHEME, [final(1, 200, 399, tilt=500)])[0].reasons == ("总分低于 60 分",)


def test_failed_question_puts_a_candidate_out_whatever_its_total() -> None:
    failed = Final(candidate_id=1, marks=marks(400, 600, Verdict.FAIL))

    assert rank_candidates(SCHEME, [failed])[0].reasons == ("“资质齐全”不通过",)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, Cut(inside=(1,), tied=(), open_places=0)),
        (2, Cut(inside=(1,), tied=(2, 3), open_places=1)),
        (3, Cut(inside=(1, 2, 3), tied=(), open_places=0)),
        (5, Cut(inside=(1, 2, 3, 4), tied=(), open_places=1)),
        (0, Cut(inside=(), tied=(), open_places=0)),
    ],
)
def test_tie_at_the_cut_is_named_and_nobody_preferred(count: int, expected: Cut) -> None:
    placed = rank_candidates(SCHEME, [final(1, 400, 600), final(2, 300, 500), final(3, 350, 450), final(4, 300, 400)])

    assert cut(placed, places=count) == expected


totals = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 600), st.integers(0, 50)), max_size=12)


@given(rows=totals, count=st.integers(0, 14))
def test_cut_gives_out_no_more_places_than_there_are(rows: list[tuple[int, int, int]], count: int) -> None:
    finals = [final(number, a, b, tilt=tilt) for number, (a, b, tilt) in enumerate(rows)]
    placed = rank_candidates(SCHEME, finals)
    made = cut(placed, places=count)

    assert len(made.inside) + made.open_places == count
    assert not made.tied or len(made.tied) > made.open_places > 0
    assert {item.candidate_id for item in placed} == set(range(len(rows)))


@given(rows=totals)
def test_place_is_one_more_than_the_number_of_better_ones(rows: list[tuple[int, int, int]]) -> None:
    finals = [final(number, a, b, tilt=tilt) for number, (a, b, tilt) in enumerate(rows)]
    ranked = [item for item in rank_candidates(SCHEME, finals) if item.place is not None]

    assert all(item.place == 1 + sum(o.with_tilt > item.with_tilt for o in ranked) for item in ranked)


def test_mean_is_rounded_half_up_to_a_tenth() -> None:
    assert mean_marks(SCHEME, [marks(300, 400), marks(301, 401), marks(302, 402)]).scores == {
        "strength": 301,
        "cases": 401,
    }
    assert mean_marks(SCHEME, [marks(300, 400), marks(301, 403)]).scores == {"strength": 301, "cases": 402}


def test_mean_leaves_a_question_open_on_which_experts_differ() -> None:
    assert mean_marks(SCHEME, [marks(0, 0, Verdict.PASS), marks(0, 0, Verdict.FAIL)]).verdicts == {}
    assert mean_marks(SCHEME, [marks(0, 0, Verdict.DISCRETIONARY)]).verdicts == {}
    assert mean_marks(SCHEME, [marks(0, 0, Verdict.FAIL)] * 2).verdicts == {"license": Verdict.FAIL}


def test_missing_marks_are_named_by_field() -> None:
    empty = Marks(scores={"cases": 601}, verdicts={})

    assert missing_marks(SCHEME, empty) == {
        "score_strength": ["请打分。"],
        "score_cases": ["应在 0 到 60 分之间，最多一位小数。"],
        "verdict_license": ["请选择。"],
    }


def test_consensus_leaves_no_question_to_discretion() -> None:
    assert missing_marks(SCHEME, marks(1, 1, Verdict.DISCRETIONARY)) == {}
    assert list(missing_marks(SCHEME, marks(1, 1, Verdict.DISCRETIONARY), is_final=True)) == ["verdict_license"]


@pytest.mark.parametrize(
    ("scheme", "defect"),
    [
        (Scheme(criteria=()), "至少要有一项评分标准。"),
        (
            Scheme(criteria=(Criterion(key="a", label="甲", points=10),), questions=(Question(key="a", label="乙"),)),
            "评分标准和问题的编号不能重复。",
        ),
        (Scheme(criteria=(Criterion(key="a", label="甲", points=0),)), "“甲”的满分应在 1 到 1000 分之间。"),
        (Scheme(criteria=(Criterion(key="a", label="甲", points=5, minimum=6),)), "“甲”的最低分不能超过满分。"),
        (
            Scheme(criteria=(Criterion(key="a", label="甲", points=5),), minimum_total=6),
            "总分的最低分不能超过各项满分之和。",
        ),
    ],
)
def test_scheme_that_cannot_be_used_is_named(scheme: Scheme, defect: str) -> None:
    assert defect in defects_of(scheme)


def test_scheme_survives_its_json() -> None:
    assert from_json(to_json(SCHEME)) == SCHEME


@pytest.mark.parametrize(("tenths", "text"), [(875, "87.5"), (880, "88"), (5, "0.5"), (0, "0"), (-15, "-1.5")])
def test_points_are_written_as_people_do(tenths: int, text: str) -> None:
    assert points_text(tenths) == text


def test_scores_under_each_other_have_one_decimal_each() -> None:
    assert [score_text(tenths) for tenths in (840, 909, -15, 0)] == ["84.0", "90.9", "-1.5", "0.0"]
