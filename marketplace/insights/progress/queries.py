"""The picture of a region as a page shows it, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.insights.labels import Measure
from marketplace.insights.progress.goals import (
    Funnel,
    Goal,
    load_funnel,
    load_goals,
    load_module_counts,
    load_pilot_counts,
)
from marketplace.insights.progress.remembering import MODULES, WORKS, memory_of
from marketplace.insights.progress.schemas import ProgressQuery
from marketplace.insights.progress.sheets import Sheet, live_sheet, may_see_all, public_sheet
from marketplace.insights.progress.trend import Point, load_trend
from marketplace.insights.progress.works import Contractors, Effects, load_contractors, load_effects
from marketplace.insights.queries import OUTSIDE, ConcentrationPage, load_concentration
from marketplace.insights.regions import PROVINCE, Regions, prefix_of, region_tree
from marketplace.taxonomy.models import Industry
from marketplace.taxonomy.queries import load_counties, load_industries

Values = dict[Measure, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A region inside the one asked for, with its counts."""

    code: str
    name: str
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An industry of the catalogue with its counts, its pilot counties, and the modules made for it."""

    number: int
    name: str
    values: Values
    pilots: int
    modules: int

    @property
    def coverage(self) -> float | None:
        """The share of registered firms that are renovated, None where one of both is hidden or nothing."""
        firms, renovated = self.values[Measure.FIRMS], self.values[Measure.RENOVATED]
        return renovated / firms if firms and renovated is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """What officers of the region see beside: who does the works, what they changed, how a count grew."""

    contractors: Contractors
    effects: Effects
    trend: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything on the page; ``inner`` is None for everybody else."""

    wanted: ProgressQuery
    regions: Regions
    industries: Sequence[Industry]
    sheet: Sheet
    totals: Values
    goals: list[Goal]
    places: tuple[PlaceLine, ...]
    entries: tuple[EntryLine, ...]
    funnel: Funnel | None
    concentration: ConcentrationPage
    inner: Inner | None


def load_picture(session: Session, *, wanted: ProgressQuery, actor: Actor | None, now: datetime) -> Picture:
    """Return the picture of a region; raises NotFoundError for a region that isn't one."""
    regions, industries = region_tree(load_counties(session)), load_industries(session)
    if wanted.region != PROVINCE and wanted.region not in regions.names:
        raise NotFoundError("没有这个地区，请从列表里选。")
    prefix, today = prefix_of(wanted.region, regions=regions), shanghai_day(now)
    sees_all = may_see_all(actor, region=wanted.region, regions=regions)
    sheet = (
        live_sheet(session, region=wanted.region, regions=regions, today=today)
        if sees_all
        else public_sheet(session, region=wanted.region, industry=wanted.industry, regions=regions)
    )
    totals = _values(sheet, wanted.region, wanted.industry)
    counties = regions.counties_of(wanted.region)
    return Picture(
        wanted=wanted,
        regions=regions,
        industries=industries,
        sheet=sheet,
        totals=totals,
        goals=load_goals(
            session,
            prefix=prefix,
            industry=wanted.industry,
            samples=totals[Measure.SAMPLES] or 0,
            is_province=wanted.region == PROVINCE,
            today=today,
        ),
        places=tuple(
            PlaceLine(code=code, name=regions.names[code], values=_values(sheet, code, wanted.industry))
            for code in counties
        ),
        entries=_entries(session, sheet=sheet, wanted=wanted, industries=industries, prefix=prefix),
        funnel=load_funnel(session, prefix=prefix, counties=len(counties), now=now, shows_drafts=sees_all)
        if sees_all or wanted.region == PROVINCE
        else None,
        concentration=load_concentration(session),
        inner=_inner(session, wanted=wanted, prefix=prefix, totals=totals, now=now) if sees_all else None,
    )


def _values(sheet: Sheet, region: str, industry: int | None) -> Values:
    return {measure: sheet.value(region, industry, measure) for measure in Measure}


def _entries(
    session: Session, *, sheet: Sheet, wanted: ProgressQuery, industries: Sequence[Industry], prefix: str
) -> tuple[EntryLine, ...]:
    pilots = load_pilot_counts(session, prefix=prefix)
    modules = memory_of(session).tell(MODULES, "counts", lambda: load_module_counts(session))
    named = [*((one.catalog_no, one.level2) for one in industries), (0, OUTSIDE)]
    return tuple(
        EntryLine(
            number=number,
            name=name,
            values=_values(sheet, wanted.region, number),
            pilots=pilots.get(number, 0),
            modules=modules.get(number, 0),
        )
        for number, name in named
        if wanted.industry in {None, number}
    )


def _inner(session: Session, *, wanted: ProgressQuery, prefix: str, totals: Values, now: datetime) -> Inner:
    memory, industry = memory_of(session), wanted.industry
    return Inner(
        contractors=memory.tell(
            WORKS,
            ("contractors", prefix, industry),
            lambda: load_contractors(session, prefix=prefix, industry=industry),
        ),
        effects=memory.tell(
            WORKS, ("effects", prefix, industry), lambda: load_effects(session, prefix=prefix, industry=industry)
        ),
        trend=load_trend(
            session,
            prefix=prefix,
            industry=wanted.industry,
            measure=wanted.measure,
            today=shanghai_day(now),
            value=totals[wanted.measure] or 0,
        ),
    )
