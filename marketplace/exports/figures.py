"""Public rows of figures: what is needed where, and how first places are shared out; small counts stay hidden."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from marketplace.core.clock import shanghai_day
from marketplace.insights.labels import GAP_LABELS, SCOPE_LABELS, Scope
from marketplace.insights.models import MarketSurvey
from marketplace.insights.queries import DemandLine, load_concentration, load_demand
from marketplace.insights.regions import PROVINCE
from marketplace.insights.schemas import Columns, DemandQuery


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


def _day(survey: MarketSurvey | None) -> date | None:
    return shanghai_day(survey.finished_at) if survey is not None and survey.finished_at is not None else None
