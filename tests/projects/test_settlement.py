"""Sums of settlement: sheets computed by hand, and what must hold for any readings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.projects.labels import Better, MeterKind
from marketplace.projects.settlement import ReadingValue, SheetLine, Terms, fault_of, settle, thousandths, total_of

START = date(2026, 1, 1)
BY_USE = Terms(kind=MeterKind.BY_USE, price_fen=33)
# 3.2 t of steam for a ton of cloth before the work; a ton of steam is worth 260 yuan, 30 % go to the provider.
BY_EFFECT = Terms(
    kind=MeterKind.BY_EFFECT, baseline_milli=3_200, value_fen=26_000, share_permille=300, better=Better.LOWER
)


def reading(month: int, value: int, output: int = 0) -> ReadingValue:
    return ReadingValue(read_on=START + timedelta(days=30 * month), value_milli=value, output_milli=output)


def amounts(lines: list[SheetLine]) -> list[int]:
    return [one.amount_fen for one in lines]


def test_use_of_three_months_is_paid_as_computed_by_hand() -> None:
    # 1.5, 1.5 and 2 hours at 0.33 yuan: 0.495, 0.99 and 1.65 yuan in all, so 0.50, 0.49 and 0.66 fall due.
    lines = settle([reading(0, 0), reading(1, 1_500), reading(2, 3_000), reading(3, 5_000)], BY_USE)

    assert amounts(lines) == [50, 49, 66]
    assert total_of(lines) == 165


def test_effect_is_paid_by_baseline_and_a_bad_month_is_made_up_first() -> None:
    # Month 1: 100 t of cloth, 300 t of steam: 20 t saved × 260 × 30 % = 1,560 yuan.
    # Month 2: 100 t, 340 t: 20 t too much, nothing due. Month 3: 100 t, 290 t: 30 t saved, 20 of them make up.
    readings = [
        reading(0, 0, 0),
        reading(1, 300_000, 100_000),
        reading(2, 640_000, 200_000),
        reading(3, 930_000, 300_000),
    ]

    lines = settle(readings, BY_EFFECT)

    assert amounts(lines) == [156_000, 0, 78_000]
    assert [thousandths(one.effect_milli) for one in lines] == ["20", "-20", "30"]


def test_gain_is_paid_where_more_is_better() -> None:
    terms = Terms(
        kind=MeterKind.BY_EFFECT, baseline_milli=10_000, value_fen=500, share_permille=200, better=Better.HIGHER
    )

    lines = settle([reading(0, 0, 0), reading(1, 1_200_000, 100_000)], terms)

    # 200 more than the expected 1,000, at 5 yuan each, 20 % of it.
    assert amounts(lines) == [20_000]


def test_cap_ends_payment() -> None:
    terms = Terms(kind=MeterKind.BY_USE, price_fen=100, cap_fen=150)

    lines = settle([reading(0, 0), reading(1, 1_000), reading(2, 2_000), reading(3, 3_000)], terms)

    assert amounts(lines) == [100, 50, 0]


@pytest.mark.parametrize(
    ("value", "output", "days", "field"),
    [(99, 0, 1, "value"), (100, -1, 1, "value"), (100, 4, 1, "output"), (100, 5, 0, "read_on"), (-1, 5, 1, "value")],
)
def test_reading_that_cannot_be_is_refused(value: int, output: int, days: int, field: str) -> None:
    before = ReadingValue(read_on=START, value_milli=100, output_milli=5)

    fault = fault_of(before, ReadingValue(read_on=START + timedelta(days=days), value_milli=value, output_milli=output))

    assert fault is not None
    assert fault[0] == field


steps = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=20)
terms_by_use = st.builds(
    Terms,
    kind=st.just(MeterKind.BY_USE),
    price_fen=st.integers(0, 10**8),
    cap_fen=st.none() | st.integers(0, 10**12),
)
terms_by_effect = st.builds(
    Terms,
    kind=st.just(MeterKind.BY_EFFECT),
    baseline_milli=st.integers(1, 10**6),
    value_fen=st.integers(0, 10**8),
    share_permille=st.integers(0, 1000),
    better=st.sampled_from(Better),
    cap_fen=st.none() | st.integers(0, 10**12),
)


def readings_of(rises: list[tuple[int, int]]) -> list[ReadingValue]:
    made, value, output = [reading(0, 0, 0)], 0, 0
    for month, (more, more_output) in enumerate(rises, start=1):
        value, output = value + more, output + more_output
        made.append(reading(month, value, output))
    return made


@given(rises=steps, terms=terms_by_use | terms_by_effect)
def test_sheet_is_never_negative_never_falls_and_adds_up_to_the_fen(rises: list[tuple[int, int]], terms: Terms) -> None:
    lines = settle(readings_of(rises), terms)

    totals = [one.total_fen for one in lines]
    assert all(one.amount_fen >= 0 for one in lines)
    assert totals == sorted(totals)
    assert sum(amounts(lines)) == total_of(lines)
    assert terms.cap_fen is None or total_of(lines) <= terms.cap_fen


@given(rises=steps, terms=terms_by_use)
def test_reading_more_often_changes_no_total_by_use(rises: list[tuple[int, int]], terms: Terms) -> None:
    readings = readings_of(rises)

    assert total_of(settle(readings, terms)) == total_of(settle([readings[0], readings[-1]], terms))


@given(rises=steps, terms=terms_by_use | terms_by_effect)
def test_later_readings_change_no_earlier_line(rises: list[tuple[int, int]], terms: Terms) -> None:
    readings = readings_of(rises)

    assert settle(readings, terms)[:-1] == settle(readings[:-1], terms)
