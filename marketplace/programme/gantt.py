"""The work chart as a picture: where each task's bar begins and ends, in units of a picture 340 wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.programme.tracking import Task

WIDTH, ROW = 340, 46


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A task in the picture; ``state`` is done, late, running or ahead."""

    task: Task
    x: float
    y: int
    width: float
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """Bars with the line of today, None outside of the picture; ``months`` are (x, label) of quarters."""

    bars: tuple[Bar, ...]
    height: int
    today_x: float | None
    quarters: tuple[tuple[float, str], ...]


def draw(tasks: Sequence[Task], *, starts_on: date, ends_on: date, today: date) -> Gantt:
    """Return the picture over the two years; what lies outside them is cut at the edge."""
    first = min([starts_on, *(task.starts_on for task in tasks)])
    last = max([ends_on, *(task.ends_on for task in tasks)])
    days = max(1, (last - first).days)

    def x_of(day: date) -> float:
        return round(WIDTH * (day - first).days / days, 1)

    bars = tuple(
        Bar(
            task=task,
            x=x_of(task.starts_on),
            y=30 + number * ROW,
            width=max(3.0, round(x_of(task.ends_on) - x_of(task.starts_on), 1)),
            state=_state(task, today),
        )
        for number, task in enumerate(tasks)
    )
    years = range(first.year, last.year + 1)
    marks = [date(year, month, 1) for year in years for month in (1, 7)]
    return Gantt(
        bars=bars,
        height=40 + ROW * len(tasks),
        today_x=x_of(today) if first <= today <= last else None,
        quarters=tuple((x_of(day), f"{day.year}.{day.month}") for day in marks if first <= day <= last),
    )


def _state(task: Task, today: date) -> str:
    if task.done_on is not None:
        return "done"
    if task.is_late(today):
        return "late"
    return "running" if task.starts_on <= today else "ahead"
