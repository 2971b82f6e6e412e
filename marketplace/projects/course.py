"""A project's milestones as a picture: pure sums over days, in thousandths of the width."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.core.clock import shanghai_day
from marketplace.projects.queries.projects import MilestoneRow, ProjectPage

WIDTH = 1000
THIN = 8  # A milestone of a single day is still to be seen.


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One bar a milestone as (begin, length, planned day); ``today`` is None outside the picture."""

    bars: tuple[tuple[int, int, int], ...]
    today: int | None


def draw_course(page: ProjectPage, *, today: date) -> Drawn:
    """Draw the milestones of a project from its beginning on."""
    began = shanghai_day(page.project.running_at or page.project.created_at)
    return draw(page.milestones, began=began, today=today)


def draw(milestones: Sequence[MilestoneRow], *, began: date, today: date) -> Drawn:
    """Draw milestones one after the other: each begins where the one before ends, and ends when it was or is due."""
    ends = [one.done_on or one.due_on for one in milestones]
    days = [*ends, *(one.planned_on for one in milestones)]
    first = min([began, *days])
    last = max([*days, first + timedelta(days=1)])
    bars, start = list[tuple[int, int, int]](), first
    for one, end in zip(milestones, ends, strict=True):
        begin, until = (_at(day, first=first, last=last) for day in (min(start, end), end))
        length = max(until - begin, THIN)
        bars.append((min(begin, WIDTH - length), length, min(_at(one.planned_on, first=first, last=last), WIDTH - 3)))
        start = max(start, end)
    inside = first <= today <= last
    return Drawn(bars=tuple(bars), today=min(_at(today, first=first, last=last), WIDTH - 3) if inside else None)


def _at(day: date, *, first: date, last: date) -> int:
    return WIDTH * (day - first).days // (last - first).days
