"""No hidden count can be computed from the shown ones: checked by linear programming, a second way to the answer."""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from marketplace.insights.suppression import EVERY_INDUSTRY, LEAST, Count, Key, protect, protect_margins

PARENTS = {"101": "100", "102": "100", "103": "100", "201": "200", "100": "000", "200": "000"}
COUNTIES = ("101", "102", "103", "201")
INDUSTRIES = (1, 2, 3)
TABLES = st.fixed_dictionaries(
    {key: st.sampled_from((0, 0, 1, 1, 2, 3, 4, 9)) for key in product(COUNTIES, INDUSTRIES)}
)


def covers(key: Key, county: Key) -> bool:
    """Say whether a count holds the firms of a county's industry."""
    region, industry = key
    around = {county[0], PARENTS[county[0]], "000"}
    return region in around and industry in {county[1], EVERY_INDUSTRY}


def possible_values(key: Key, counts: Mapping[Key, Count], leaves: Mapping[Key, int]) -> tuple[int, int]:
    """Return the least and the greatest value that fit what is shown; empty counties are known to be empty.

    The constraints are those of a network, so that the ends of a linear program are whole numbers.
    """
    filled = [leaf for leaf, firms in leaves.items() if firms]
    shown = [one for one, count in counts.items() if count.shown]
    rows = np.array([[covers(one, leaf) for leaf in filled] for one in shown], float).reshape(len(shown), len(filled))
    values = np.array([counts[one].firms for one in shown], float)
    aim = np.array([covers(key, leaf) for leaf in filled], float)
    return ends_of(aim, rows=rows, values=values)


def ends_of(aim: np.ndarray, *, rows: np.ndarray, values: np.ndarray) -> tuple[int, int]:
    ends = []
    for sign in (1, -1):
        known = {"A_eq": rows, "b_eq": values} if len(rows) else {}
        found = linprog(sign * aim, bounds=(1, 100), **known)
        assert found.status == 0
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]


def possible_margins(key: Key, counts: Mapping[Key, Count]) -> tuple[int, int]:
    """Return the same for margins: totals of counties and of industries, which come to the same whole."""
    totals = [one for one in counts if one[0] in COUNTIES or one[1] != EVERY_INDUSTRY]
    shown = [one for one, count in counts.items() if count.shown]

    def held(one: Key) -> list[float]:
        return [float(adds(one, total)) for total in totals]

    balance = [1.0 if total[1] == EVERY_INDUSTRY else -1.0 for total in totals]
    rows = np.array([balance, *(held(one) for one in shown)])
    values = np.array([0.0, *(float(counts[one].firms) for one in shown)])
    return ends_of(np.array(held(key)), rows=rows, values=values)


def adds(key: Key, total: Key) -> bool:
    """Say whether a total is part of a count: a county's of what lies around it, an industry's of itself."""
    if key[1] != EVERY_INDUSTRY or total[1] != EVERY_INDUSTRY:
        return key == total
    return key[0] in {total[0], PARENTS[total[0]], "000"}


@settings(deadline=None, max_examples=40)  # Two linear programs a hidden count.
@given(leaves=TABLES)
def test_no_hidden_count_can_be_computed(leaves: dict[Key, int]) -> None:
    counts = protect(leaves, parents=PARENTS)

    for key, count in counts.items():
        if not count.shown:
            least, most = possible_values(key, counts, leaves)
            assert least < most, (key, count.firms)


@settings(deadline=None, max_examples=40)  # As above.
@given(leaves=TABLES)
def test_no_hidden_margin_can_be_computed(leaves: dict[Key, int]) -> None:
    counts = protect_margins(leaves, parents=PARENTS)

    assert {key for key in counts if key[1] != EVERY_INDUSTRY} <= {("000", number) for number in INDUSTRIES}
    for key, count in counts.items():
        if count.shown:
            assert count.firms >= LEAST
        else:
            least, most = possible_margins(key, counts)
            assert least < most, (key, count.firms)


@given(leaves=TABLES)
def test_shown_counts_are_true_and_not_small(leaves: dict[Key, int]) -> None:
    counts = protect(leaves, parents=PARENTS)

    for key, count in counts.items():
        assert count.firms == sum(firms for leaf, firms in leaves.items() if covers(key, leaf)) > 0
        assert count.firms >= LEAST or not count.shown


@given(leaves=TABLES)
def test_every_count_above_nothing_is_there(leaves: dict[Key, int]) -> None:
    counts = protect(leaves, parents=PARENTS)

    wanted = {
        (region, industry)
        for region, industry in product((*COUNTIES, "100", "200", "000"), (*INDUSTRIES, EVERY_INDUSTRY))
        if any(firms and covers((region, industry), leaf) for leaf, firms in leaves.items())
    }
    assert set(counts) == wanted


def test_nothing_small_hides_nothing() -> None:
    counts = protect({("101", 1): 3, ("102", 1): 5, ("201", 2): 4}, parents=PARENTS)

    assert all(count.shown for count in counts.values())


def test_total_that_would_tell_a_small_count_is_hidden() -> None:
    # 5 firms of one industry and 2 of another: a shown total of 7 would give the 2 away.
    counts = protect({("101", 1): 5, ("101", 2): 2}, parents=PARENTS)

    assert not counts["101", 2].shown
    assert not (counts["101", 1].shown and counts["101", EVERY_INDUSTRY].shown)


def test_county_that_the_city_would_tell_is_hidden_with_another() -> None:
    counts = protect({("101", 1): 2, ("102", 1): 4, ("103", 1): 30}, parents=PARENTS)

    assert [counts[region, 1].shown for region in ("101", "102", "103")] == [False, False, True]
    assert counts["100", 1] == Count(firms=36, shown=True)


@pytest.mark.parametrize("least", [1, 2, 3, 5])
def test_least_is_what_is_asked_for(least: int) -> None:
    counts = protect({("101", 1): 4, ("102", 1): 4, ("103", 1): 4}, parents=PARENTS, least=least)

    assert [counts[region, 1].shown for region in ("101", "102", "103", "100")] == [least <= 4] * 3 + [True]


def test_empty_table_has_no_counts() -> None:
    assert protect({}, parents=PARENTS) == {}
