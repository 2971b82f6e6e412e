"""Public rows of figures: what is needed where, and how first places are shared out; small counts stay hidden."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from marketplace.core.clock import shanghai_day
from marketplace.insights.labels import GAP_LABELS, SCOPE_LABELS, Scope
from marketplace.insights.models import MarketSurvey
from marketplace.insights.progress.page import COUNTS
from marketplace.insights.progress.sheets import public_sheet
from marketplace.insights.queries import OUTSIDE, DemandLine, load_concentration, load_demand
from marketplace.insights.regions import PROVINCE, Regions, region_tree
from marketplace.insights.schemas import Columns, DemandQuery
from marketplace.taxonomy.queries import load_counties, load_industries


def demand_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give how many firms need each scenario: in the whole province, by city, then by industry."""
    for columns in (Columns.REGION, Columns.INDUSTRY):
        table = load_demand(session, wanted=DemandQuery(columns=columns))
        day = _day(table.survey)
        for line in table.lines:
            if columns is Columns.REGION and line.firms is not None:
                yield (*_whole(line, place=table.regions.names[PROVINCE]), day)
            for (code, name), firms in zip(table.columns, line.cells, strict=True):
                if firms is not None:
                    yield (line.code, line.name, SCOPE_LABELS[Scope(columns)], code, name, firms, None, None, None, day)


def _whole(line: DemandLine, *, place: str) -> Sequence[Any]:
    gap = GAP_LABELS[line.gap] if line.gap else None
    start = (line.code, line.name, SCOPE_LABELS[Scope.REGION], PROVINCE, place, line.firms)
    return (*start, gap, line.supply.modules, line.supply.providers)


def concentration_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give how first places are shared out in the province, its regions and industries."""
    page = load_concentration(session)
    day, whole = _day(page.survey), [page.whole] if page.whole else []
    for scope, lines in ((Scope.REGION, (*whole, *page.regions)), (Scope.INDUSTRY, page.industries)):
        for line in lines:
            ratios = (round(line.first_three_ratio, 4), round(line.gini, 4))
            yield (SCOPE_LABELS[scope], line.code, line.name, line.providers, *ratios, day)


def progress_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give how far the programme is by region and by industry, as everybody sees it; hidden counts are empty."""
    regions = region_tree(load_counties(session))
    sheet = public_sheet(session, region=PROVINCE, industry=None, regions=regions)
    if sheet.day is None:
        return
    places = [(code, regions.full_name(code)) for code in _places(regions)]
    for code, name in places:
        counts = (sheet.value(code, None, measure) for measure in COUNTS)
        yield (SCOPE_LABELS[Scope.REGION], code, name, *counts, sheet.day)
    for number, name in [*((one.catalog_no, one.level2) for one in load_industries(session)), (0, OUTSIDE)]:
        counts = (sheet.value(PROVINCE, number, measure) for measure in COUNTS)
        yield (SCOPE_LABELS[Scope.INDUSTRY], str(number), name, *counts, sheet.day)


def _places(regions: Regions) -> Iterator[str]:
    yield PROVINCE
    for city in regions.inside(PROVINCE):
        yield city
        yield from regions.inside(city)


def _day(survey: MarketSurvey | None) -> date | None:
    return shanghai_day(survey.finished_at) if survey is not None and survey.finished_at is not None else None
