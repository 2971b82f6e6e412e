"""Where a page takes its counts from: today's for those who are responsible, the newest kept ones for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.insights.labels import Measure
from marketplace.insights.models import ProgressShown
from marketplace.insights.progress.counting import COUNTED, count_cells, roll_up
from marketplace.insights.progress.keeping import PUBLISHED
from marketplace.insights.progress.remembering import Part, memory_of
from marketplace.insights.regions import NOWHERE, PROVINCE_PREFIX, Regions, prefix_of
from marketplace.insights.suppression import EVERY_INDUSTRY, Key

SEES_ALL = frozenset({Role.AUDITOR, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Counts by measure, region and industry.

    A count that is not there is nothing when ``is_exact``, else hidden or nothing. ``day`` is that of the count, None
    before anything was counted.
    """

    is_exact: bool
    day: date | None
    counts: Mapping[Measure, Mapping[Key, int]] = field(default_factory=dict)

    def value(self, region: str, industry: int | None, measure: Measure) -> int | None:
        """Return a count; None is hidden."""
        number = EVERY_INDUSTRY if industry is None else industry
        found = self.counts.get(measure, {}).get((region, number))
        return 0 if found is None and (self.is_exact or measure in PUBLISHED) else found


def may_see_all(actor: Actor | None, *, region: str, regions: Regions) -> bool:
    """Say whether somebody is responsible for a whole region: its bureau, those above it, auditors, the operator."""
    if actor is None:
        return False
    return actor.role in SEES_ALL or actor.governs(prefix_of(region, regions=regions) or PROVINCE_PREFIX)


def live_sheet(session: Session, *, region: str, regions: Regions, today: date) -> Sheet:
    """Return the counts of a region as they stand now."""
    prefix, memory = prefix_of(region, regions=regions), memory_of(session)
    counts: dict[Measure, dict[Key, int]] = {}
    for part in COUNTED:
        counts |= memory.tell(part, ("counts", prefix), partial(_count, session, part, prefix=prefix, regions=regions))
    return Sheet(is_exact=True, day=today, counts=counts)


def _count(session: Session, part: Part, *, prefix: str, regions: Regions) -> dict[Measure, dict[Key, int]]:
    return roll_up(count_cells(session, regions=regions, prefix=prefix, parts=(part,)), regions=regions)


def public_sheet(session: Session, *, region: str, industry: int | None, regions: Regions) -> Sheet:
    """Return what was chosen to be shown when the newest day was kept: two statements."""
    number = EVERY_INDUSTRY if industry is None else industry
    places = [region, *regions.counties_of(region), *regions.inside(region)]
    by_place = (col(ProgressShown.region_code).in_(places)) & (col(ProgressShown.catalog_no) == number)
    of_region = col(ProgressShown.region_code) == region
    rows = session.exec(
        select(ProgressShown).where(by_place | of_region, col(ProgressShown.region_code) != NOWHERE)
    ).all()
    counts: dict[Measure, dict[Key, int]] = {}
    for row in rows:
        counts.setdefault(row.measure, {})[row.region_code, row.catalog_no] = row.firms
    day = session.exec(select(col(ProgressShown.day)).limit(1)).first()
    return Sheet(is_exact=False, day=day, counts=counts)
