"""The nightly row for each county, industry and day, and what of it everybody may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete

from marketplace.core.actor import System
from marketplace.core.clock import shanghai_day
from marketplace.core.jobs import Errand
from marketplace.core.journal import record
from marketplace.insights.labels import Measure
from marketplace.insights.models import ProgressDay, ProgressShown
from marketplace.insights.progress.counting import Cells, count_cells
from marketplace.insights.regions import Regions, region_tree
from marketplace.insights.suppression import LEAST, protect_margins
from marketplace.taxonomy.queries import load_counties

PROGRESS_JOB = "keep_progress"
SYSTEM = System(name="progress")
# Pilot enterprises and samples are published by name; what else firms do is told of three and more, by region over all
# industries and by industry over the whole province: cells of both would nearly all have to be hidden.
PUBLISHED = (Measure.SELECTED, Measure.SAMPLES)
PROTECTED = (
    Measure.FIRMS,
    Measure.ASSESSED,
    Measure.GOOD_LEVEL,
    Measure.CONTRACTED,
    Measure.RENOVATED,
    Measure.COPIES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted on a day."""

    day: date
    cells: Cells
    regions: Regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What was counted, and what of it may be shown: rows of the two tables."""

    day: date
    rows: list[dict[str, Any]]
    shown: list[dict[str, Any]]


def count_day(session: Session, *, now: datetime) -> Counted:
    """Count today's figures of the whole province."""
    regions = region_tree(load_counties(session))
    return Counted(day=shanghai_day(now), cells=count_cells(session, regions=regions), regions=regions)


def sift(counted: Counted) -> Sifted:
    """Choose what may be shown; it takes seconds, so no transaction should be open."""
    return Sifted(day=counted.day, rows=list(_rows(counted)), shown=list(_shown(counted)))


def _rows(counted: Counted) -> Iterator[dict[str, Any]]:
    for (county, entry), counts in sorted(counted.cells.items()):
        figures = {column_of(measure): counts.get(measure, 0) for measure in Measure}
        yield {"day": counted.day, "county_code": county, "catalog_no": entry, **figures}


def column_of(measure: Measure) -> str:
    """Return the column of a measure; money says its unit."""
    return "spent_fen" if measure is Measure.SPENT else measure.value


def _shown(counted: Counted) -> Iterator[dict[str, Any]]:
    parents = counted.regions.parents
    for measure in (*PUBLISHED, *PROTECTED):
        counties = {key: counts[measure] for key, counts in counted.cells.items() if counts.get(measure)}
        least = 1 if measure in PUBLISHED else LEAST
        for (region, entry), count in protect_margins(counties, parents=parents, least=least).items():
            if count.shown:
                yield {
                    "region_code": region,
                    "catalog_no": entry,
                    "measure": measure,
                    "day": counted.day,
                    "firms": count.firms,
                }


def keep(session: Session, sifted: Sifted, *, now: datetime) -> int:
    """Write a day's rows in place of what was kept of that day before; return how many."""
    session.exec(delete(ProgressDay).where(col(ProgressDay.day) == sifted.day))
    session.exec(delete(ProgressShown))
    if sifted.rows:
        session.execute(insert(ProgressDay), sifted.rows)
    if sifted.shown:
        session.execute(insert(ProgressShown), sifted.shown)
    details = {"day": sifted.day.isoformat(), "rows": len(sifted.rows)}
    record(session, actor=SYSTEM, action="progress.kept", subject="progress", now=now, details=details)
    return len(sifted.rows)


def progress_errand() -> Errand[Counted, Sifted]:
    """Return what the worker does every night."""

    def read(session: Session, _payload: Mapping[str, Any], now: datetime) -> Counted:
        return count_day(session, now=now)

    def note(session: Session, sifted: Sifted, now: datetime) -> None:
        keep(session, sifted, now=now)

    return Errand(read=read, send=lambda counted, _now: sift(counted), note=note)
