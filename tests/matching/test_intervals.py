"""Intervals and paired tests: against known cases and a second implementation."""

import itertools

import pytest
from scipy import stats

from matching.intervals import UnpairedValuesError, bootstrap_interval, randomisation_test


def test_bootstrap_interval_no_values_is_none() -> None:
    assert bootstrap_interval([]) is None


def test_bootstrap_interval_equal_values_has_no_width() -> None:
    found = bootstrap_interval([0.5] * 9)

    assert found is not None
    assert (found.mean, found.low, found.high) == (0.5, 0.5, 0.5)


def test_bootstrap_interval_same_seed_gives_the_same_bounds() -> None:
    values = [0.1, 0.4, 0.9, 0.3, 0.7]

    assert bootstrap_interval(values, random_state=4) == bootstrap_interval(values, random_state=4)


def test_bootstrap_interval_agrees_with_scipy() -> None:
    values = [(number * 37 % 100) / 100 for number in range(60)]

    found = bootstrap_interval(values)

    other = stats.bootstrap((values,), lambda rows, axis: rows.mean(axis=axis), method="percentile", rng=1)
    assert found is not None
    assert found.low == pytest.approx(other.confidence_interval.low, abs=0.01)
    assert found.high == pytest.approx(other.confidence_interval.high, abs=0.01)


def test_randomisation_test_equal_systems_gives_one() -> None:
    assert randomisation_test([0.2, 0.4, 0.6], [0.2, 0.4, 0.6]) == 1.0


def test_randomisation_test_clear_winner_is_below_one_in_a_thousand() -> None:
    theirs = [number / 100 for number in range(40)]

    assert randomisation_test([value + 0.2 for value in theirs], theirs) < 0.001


def test_randomisation_test_few_queries_agrees_with_all_sign_patterns() -> None:
    ours, theirs = [0.9, 0.8, 0.4, 0.7, 0.6, 0.9], [0.3, 0.7, 0.5, 0.2, 0.6, 0.1]
    differences = [left - right for left, right in zip(ours, theirs, strict=True)]
    sums = [
        abs(sum(sign * one for sign, one in zip(signs, differences, strict=True)))
        for signs in itertools.product([-1, 1], repeat=6)
    ]
    exact = sum(one >= abs(sum(differences)) - 1e-12 for one in sums) / len(sums)

    assert randomisation_test(ours, theirs) == pytest.approx(exact, abs=0.02)


def test_randomisation_test_unpaired_values_are_refused() -> None:
    with pytest.raises(UnpairedValuesError):
        randomisation_test([0.1], [0.1, 0.2])
