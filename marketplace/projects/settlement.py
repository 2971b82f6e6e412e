"""What falls due by use and by effect: pure sums over readings of counters, exact to the fen.

Amounts are taken from running totals, each rounded half up, so that the lines of a sheet add up to its total, a total
never falls, and no line is negative. Figures are integers: readings in thousandths of their unit, money in fen.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.core.wording import day_text
from marketplace.projects.labels import Better, MeterKind

MILLI = 1_000
MICRO = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingValue:
    """A reading of a counter; ``output_milli`` is the plant's output counter, by effect only."""

    read_on: date
    value_milli: int
    output_milli: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a meter turns into money, as the contract states it."""

    kind: MeterKind
    price_fen: int = 0
    baseline_milli: int = 0
    value_fen: int = 0
    share_permille: int = 0
    better: Better = Better.LOWER
    cap_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """What falls due for the days between two readings.

    ``used_milli`` is the rise of the counter, ``output_milli`` that of output. ``effect_milli`` is what was saved (or
    gained) against the baseline in these days; it may be negative, and is then made up before anything is paid again.
    """

    first_on: date
    last_on: date
    used_milli: int
    output_milli: int
    effect_milli: int
    amount_fen: int
    total_fen: int


def fault_of(previous: ReadingValue | None, reading: ReadingValue) -> tuple[str, str] | None:
    """Return field and sentence of what is wrong with the next reading, None when nothing is."""
    if reading.value_milli < 0 or reading.output_milli < 0:
        return "value", "读数不能是负数，请核对表上的数字。"
    if previous is None:
        return None
    if reading.read_on <= previous.read_on:
        return "read_on", f"上一次抄表是{day_text(previous.read_on)}，这一次要晚于那一天。"
    if reading.value_milli < previous.value_milli:
        last = thousandths(previous.value_milli)
        return "value", f"读数比上一次（{last}）还小。累计读数只会增加，请核对；换过表的，请先新建一个计量项。"
    if reading.output_milli < previous.output_milli:
        return "output", f"累计产量比上一次（{thousandths(previous.output_milli)}）还小，请核对。"
    return None


def settle(readings: Sequence[ReadingValue], terms: Terms) -> list[SheetLine]:
    """Return a line for each stretch between readings; the first reading is the start and costs nothing."""
    due = _by_use if terms.kind is MeterKind.BY_USE else _by_effect
    return list(_lines(readings, terms, due=due))


def total_of(lines: Sequence[SheetLine]) -> int:
    """Return what has fallen due in all, in fen."""
    return lines[-1].total_fen if lines else 0


def thousandths(milli: int) -> str:
    """Return a figure in thousandths as people write it: 12.5."""
    sign, whole = ("-" if milli < 0 else ""), abs(milli)
    text = f"{whole // MILLI}.{whole % MILLI:03d}".rstrip("0").rstrip(".")
    return f"{sign}{text}"


def _lines(
    readings: Sequence[ReadingValue], terms: Terms, *, due: Callable[[ReadingValue, ReadingValue, Terms], int]
) -> Iterator[SheetLine]:
    total = 0
    for before, reading in itertools.pairwise(readings):
        reached = due(readings[0], reading, terms)
        if terms.cap_fen is not None:
            reached = min(reached, terms.cap_fen)
        # The highest total so far stays due: what a bad month lost is made up before more is paid.
        amount, total = max(0, reached - total), max(total, reached)
        yield SheetLine(
            first_on=before.read_on,
            last_on=reading.read_on,
            used_milli=reading.value_milli - before.value_milli,
            output_milli=reading.output_milli - before.output_milli,
            effect_milli=_half_up(effect_micro(before, reading, terms), MILLI) if terms.baseline_milli else 0,
            amount_fen=amount,
            total_fen=total,
        )


def _by_use(start: ReadingValue, reading: ReadingValue, terms: Terms) -> int:
    return _half_up((reading.value_milli - start.value_milli) * terms.price_fen, MILLI)


def _by_effect(start: ReadingValue, reading: ReadingValue, terms: Terms) -> int:
    effect = effect_micro(start, reading, terms)
    return _half_up(max(0, effect) * terms.value_fen * terms.share_permille, MICRO * MILLI)


def effect_micro(start: ReadingValue, reading: ReadingValue, terms: Terms) -> int:
    """Return what was saved or gained against the baseline between two readings, in millionths of the unit."""
    expected = terms.baseline_milli * (reading.output_milli - start.output_milli)
    actual = (reading.value_milli - start.value_milli) * MILLI
    return expected - actual if terms.better is Better.LOWER else actual - expected


def _half_up(amount: int, unit: int) -> int:
    return (2 * amount + unit) // (2 * unit)
