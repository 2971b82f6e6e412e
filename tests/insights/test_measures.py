"""Measures of concentration against their definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.insights.labels import SupplyGap, gap_of
from marketplace.insights.measures import first_three_ratio, gini, middle

COUNTS = st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=12)


@given(counts=COUNTS)
def test_gini_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    pairs = sum(abs(one - other) for one in counts for other in counts)
    expected = pairs / (2 * len(counts) * sum(counts)) if sum(counts) else 0.0

    assert gini(counts) == pytest.approx(expected)
    assert 0 <= gini(counts) < 1


@given(counts=COUNTS, factor=st.integers(min_value=1, max_value=9))
def test_gini_does_not_depend_on_the_unit(counts: list[int], factor: int) -> None:
    assert gini([count * factor for count in counts]) == pytest.approx(gini(counts))


@given(counts=COUNTS)
def test_share_of_the_first_three_is_a_share(counts: list[int]) -> None:
    assert 0 <= first_three_ratio(counts) <= 1
    assert first_three_ratio([*counts, 0]) == first_three_ratio(counts)


def test_share_of_the_first_three_of_four() -> None:
    assert first_three_ratio([1, 4, 3, 2]) == 0.9


@pytest.mark.parametrize(("values", "expected"), [([3], 3), ([9, 1], 1), ([4, 1, 9], 4), ([1, 2, 3, 4], 2)])
def test_middle_is_a_value_that_occurs(values: list[int], expected: int) -> None:
    assert middle(values) == expected


@pytest.mark.parametrize(
    ("unsolved", "firms", "gap"),
    [
        (0, 5, SupplyGap.FEW),
        (1, 5, SupplyGap.SOME),
        (2, 5, SupplyGap.SOME),
        (3, 5, SupplyGap.MOST),
        (5, 5, SupplyGap.MOST),
        (0, 0, SupplyGap.FEW),
    ],
)
def test_gap_tells_a_share_in_words(unsolved: int, firms: int, gap: SupplyGap) -> None:
    assert gap_of(unsolved, firms=firms, modules=1) is gap


def test_gap_of_a_scenario_without_a_module_says_so() -> None:
    assert gap_of(0, firms=5, modules=0) is SupplyGap.NONE
