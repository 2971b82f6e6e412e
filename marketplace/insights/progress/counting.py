"""Count firms by county and industry as they stand now: a fixed number of grouped statements, whatever their number."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Subquery, union
from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.assessments.models import Assessment
from marketplace.enterprises.models import Enterprise
from marketplace.insights.labels import Measure
from marketplace.insights.progress.remembering import ASSESSED, FIRMS, SAMPLES, WORKS, Part
from marketplace.insights.regions import Regions
from marketplace.insights.suppression import EVERY_INDUSTRY, Key, around
from marketplace.programme.models import PilotSelection
from marketplace.projects.models import Project
from marketplace.samples.models import Replication, Sample
from marketplace.taxonomy.models import Industry

Cells = Mapping[Key, Mapping[Measure, int]]
COUNTED = (FIRMS, ASSESSED, WORKS, SAMPLES)
GOOD_LEVEL = 2
OUTSIDE = 0


class Entries:
    """The catalogue's entry of a firm: the one that it states, else the narrowest that holds its code, else 0."""

    def __init__(self, session: Session) -> None:
        """Read the catalogue: one statement."""
        found = session.exec(select(Industry.catalog_no, Industry.gbt_prefixes)).all()
        self._prefixes = [(-len(prefix), number, prefix) for number, prefixes in found for prefix in prefixes if prefix]
        self._known: dict[str, int] = {}

    def of(self, stated: int | None, code: str | None) -> int:
        """Return the entry's number; a firm that states neither is outside the catalogue."""
        if stated is not None or not code:
            return stated or OUTSIDE
        if code not in self._known:
            digits = code.removeprefix("C")
            held = [(size, number) for size, number, prefix in self._prefixes if digits.startswith(prefix)]
            self._known[code] = min(held)[1] if held else OUTSIDE
        return self._known[code]


def count_cells(
    session: Session, *, regions: Regions, prefix: str = "", parts: Collection[Part] = COUNTED
) -> dict[Key, Counter[Measure]]:
    """Return every count above nothing by county and industry; ``prefix`` narrows to the counties of an area."""
    placed, entries = placed_firms(prefix=prefix), Entries(session)
    cells: dict[Key, Counter[Measure]] = {}
    for part, measures, statement in _statements(placed):
        if part not in parts:
            continue
        for county, stated, code, *counts in session.execute(statement):
            cell = cells.setdefault((regions.county(county), entries.of(stated, code)), Counter())
            for measure, count in zip(measures, counts, strict=True):
                if count:
                    cell[measure] += int(count)
    return cells


def placed_firms(*, prefix: str = "") -> Subquery:
    """Return firms with their county, the catalogue number and the code that they state, without merged ones."""
    firms: Any = (
        select(
            col(Enterprise.organisation_id).label("firm_id"),
            col(Organisation.county_code).label("county"),
            col(Enterprise.catalog_no).label("stated"),
            col(Enterprise.gbt_code).label("code"),
        )
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Organisation.merged_into_id).is_(None))
    )
    # A condition that every county meets would lead the planner of SQLite to go through bodies county by county.
    narrowed: Subquery = (firms.where(col(Organisation.county_code).startswith(prefix)) if prefix else firms).subquery(
        "placed"
    )
    return narrowed


def _statements(placed: Subquery) -> list[tuple[Part, tuple[Measure, ...], Any]]:
    return [
        (FIRMS, (Measure.FIRMS,), _grouped(placed, func.count())),
        (ASSESSED, (Measure.ASSESSED, Measure.GOOD_LEVEL), _assessed(placed)),
        (WORKS, (Measure.CONTRACTED, Measure.SPENT), _contracted(placed)),
        (WORKS, (Measure.RENOVATED,), _renovated(placed)),
        (WORKS, (Measure.SELECTED,), _selected(placed)),
        (SAMPLES, (Measure.SAMPLES,), _each_once(placed, Sample, col(Sample.withdrawn_at).is_(None))),
        (SAMPLES, (Measure.COPIES,), _each_once(placed, Replication)),
    ]


def _grouped(placed: Subquery, *counts: Any) -> Any:
    firm = (placed.c.county, placed.c.stated, placed.c.code)
    return select(*firm, *counts).group_by(*firm)


def _each_once(placed: Subquery, table: Any, *conditions: Any) -> Any:
    statement = _grouped(placed, func.count(func.distinct(table.enterprise_id)))
    return statement.join(table, table.enterprise_id == placed.c.firm_id).where(*conditions)


def _assessed(placed: Subquery) -> Any:
    newest = select(func.max(Assessment.id).label("id")).group_by(col(Assessment.enterprise_id)).subquery("newest")
    good = func.count().filter(col(Assessment.level) >= GOOD_LEVEL)
    statement = _grouped(placed, func.count(), good)
    return statement.join(Assessment, col(Assessment.enterprise_id) == placed.c.firm_id).join(
        newest, newest.c.id == Assessment.id
    )


def _contracted(placed: Subquery) -> Any:
    spent = func.sum(Project.price_fen).filter(col(Project.accepted_at).is_not(None))
    statement = _grouped(placed, func.count(func.distinct(Project.enterprise_id)), spent)
    return statement.join(Project, col(Project.enterprise_id) == placed.c.firm_id).where(
        col(Project.signed_at).is_not(None), col(Project.ended_at).is_(None) | col(Project.accepted_at).is_not(None)
    )


def _renovated(placed: Subquery) -> Any:
    """Count firms with an accepted project, and pilot enterprises that the county has entered as finished."""
    accepted = select(Project.enterprise_id).where(col(Project.accepted_at).is_not(None))
    finished = select(PilotSelection.enterprise_id).where(
        col(PilotSelection.is_selected).is_(True), col(PilotSelection.finished_on).is_not(None)
    )
    done = union(accepted, finished).subquery("done")
    return _grouped(placed, func.count()).join(done, done.c.enterprise_id == placed.c.firm_id)


def _selected(placed: Subquery) -> Any:
    return _each_once(placed, PilotSelection, col(PilotSelection.is_selected).is_(True))


def roll_up(cells: Cells, *, regions: Regions) -> dict[Measure, dict[Key, int]]:
    """Return the counts of counties, of the cities and the province around them, by industry and for all of them."""
    sums: dict[Measure, dict[Key, int]] = {}
    around_of = {county: (county, *around(county, parents=regions.parents)) for county, _ in cells}
    for (county, entry), counts in cells.items():
        for measure, count in counts.items():
            known = sums.setdefault(measure, {})
            for place in around_of[county]:
                for key in ((place, entry), (place, EVERY_INDUSTRY)):
                    known[key] = known.get(key, 0) + count
    return sums
