"""Writes of a survey: begun, carried on piece by piece, finished with counts that may be shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, case, col, delete, func, select

from marketplace.core.actor import System
from marketplace.core.journal import record
from marketplace.core.locks import find_locked, get_locked
from marketplace.insights.labels import Scope
from marketplace.insights.measures import first_three_ratio, gini
from marketplace.insights.models import Concentration, DemandCount, DemandRow, ExposureRow, MarketSurvey
from marketplace.insights.regions import Regions, region_tree
from marketplace.insights.suppression import EVERY_INDUSTRY, Key, around, protect
from marketplace.recommendations.survey import Surveyed
from marketplace.taxonomy.queries import load_counties

SYSTEM = System(name="survey")
FIRST_PLACES = 5  # What a recommendations page shows before somebody asks for more.


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """Under what a survey ranks."""

    engine_version: str
    weights_edition: str
    library_edition: str
    statistics_edition: str
    index_digest: str
    providers: int


def begin_survey(session: Session, *, editions: Editions, now: datetime) -> MarketSurvey:
    """Open a survey that has done nothing yet."""
    survey = MarketSurvey(
        started_at=now,
        providers=editions.providers,
        engine_version=editions.engine_version,
        weights_edition=editions.weights_edition,
        library_edition=editions.library_edition,
        statistics_edition=editions.statistics_edition,
        index_digest=editions.index_digest,
    )
    session.add(survey)
    session.flush()  # Its rows point to it.
    return survey


def carry_on(session: Session, *, survey_id: int, after_id: int, found: Sequence[Surveyed]) -> bool:
    """Write what was found of enterprises beyond ``after_id``; return False when that was done before."""
    survey = find_locked(session, MarketSurvey, survey_id)
    if survey is None or survey.finished_at is not None or survey.reached_id != after_id:
        return False
    if found:
        survey.reached_id = found[-1].enterprise_id
    survey.enterprises += len(found)
    session.add_all(row for one in found for row in _rows(one, survey_id=survey_id))
    return True


def _rows(one: Surveyed, *, survey_id: int) -> Iterator[DemandRow | ExposureRow]:
    where = {"county_code": one.county_code, "catalog_no": one.catalog_no}
    key = {"survey_id": survey_id, "enterprise_id": one.enterprise_id}
    for code, solved in sorted(one.wants.items()):
        yield DemandRow.model_validate({**key, **where, "scenario_code": code, "solved": solved})
    for place, provider_id in enumerate(one.places, start=1):
        yield ExposureRow.model_validate({**key, **where, "place": place, "provider_id": provider_id})


def finish_survey(session: Session, *, survey_id: int, now: datetime) -> MarketSurvey:
    """Count what may be shown, close the survey and drop the rows of those before it."""
    survey = get_locked(session, MarketSurvey, survey_id)
    if survey.finished_at is not None:
        return survey
    session.flush()  # The last rows are counted too.
    regions = region_tree(load_counties(session))
    session.add_all(demand_counts(session, survey_id=survey_id, regions=regions))
    session.add_all(concentrations(session, survey_id=survey_id, regions=regions))
    survey.finished_at = now
    for table in (DemandRow, ExposureRow, DemandCount, Concentration):
        session.exec(delete(table).where(col(table.survey_id) < survey_id))
    details = {"enterprises": survey.enterprises, "providers": survey.providers}
    record(session, actor=SYSTEM, action="survey.finished", subject=f"survey:{survey_id}", now=now, details=details)
    return survey


def demand_counts(session: Session, *, survey_id: int, regions: Regions) -> Iterator[DemandCount]:
    """Count firms by scenario, region and industry in one statement, and mark what may be shown."""
    unsolved = func.sum(case((col(DemandRow.solved), 0), else_=1))
    rows = session.exec(
        select(DemandRow.scenario_code, DemandRow.county_code, DemandRow.catalog_no, func.count(), unsolved)  # type: ignore[call-overload]  # SQLModel types four columns at most
        .where(DemandRow.survey_id == survey_id)
        .group_by(DemandRow.scenario_code, DemandRow.county_code, DemandRow.catalog_no)
    ).all()
    firms: dict[str, Counter[Key]] = defaultdict(Counter)
    open_ones: dict[str, Counter[Key]] = defaultdict(Counter)
    for code, county, catalog_no, count, without in rows:
        key = (regions.county(county), catalog_no)
        firms[code][key] += count
        for place in (key[0], *around(key[0], parents=regions.parents)):
            open_ones[code][place, catalog_no] += int(without)
            open_ones[code][place, EVERY_INDUSTRY] += int(without)
    for code, counties in sorted(firms.items()):
        for key, count in protect(counties, parents=regions.parents).items():
            yield DemandCount(
                survey_id=survey_id,
                scenario_code=code,
                region_code=key[0],
                catalog_no=key[1],
                firms=count.firms,
                unsolved=open_ones[code][key],
                shown=count.shown,
            )


def concentrations(session: Session, *, survey_id: int, regions: Regions) -> Iterator[Concentration]:
    """Measure how first places are shared out, by region and by industry, from two grouped counts."""
    of_survey = ExposureRow.survey_id == survey_id
    is_first = func.sum(case((col(ExposureRow.place) <= FIRST_PLACES, 1), else_=0))
    shares = session.exec(
        select(ExposureRow.county_code, ExposureRow.catalog_no, ExposureRow.provider_id, is_first)
        .where(of_survey)
        .group_by(ExposureRow.county_code, ExposureRow.catalog_no, ExposureRow.provider_id)  # type: ignore[arg-type]  # SQLModel types columns as values
    ).all()
    asked = session.exec(
        select(ExposureRow.county_code, ExposureRow.catalog_no, func.count())
        .where(of_survey, ExposureRow.place == 1)
        .group_by(ExposureRow.county_code, ExposureRow.catalog_no)  # type: ignore[arg-type]  # SQLModel types columns as values
    ).all()
    places: dict[tuple[Scope, str], Counter[int]] = defaultdict(Counter)
    enterprises: Counter[tuple[Scope, str]] = Counter()
    for county, catalog_no, provider_id, count in shares:
        for scope in _scopes(county, catalog_no, regions=regions):
            places[scope][provider_id] += int(count)
    for county, catalog_no, count in asked:
        enterprises.update(dict.fromkeys(_scopes(county, catalog_no, regions=regions), count))
    yield from _measured(places, enterprises=enterprises, survey_id=survey_id)


def _scopes(county: str, catalog_no: int, *, regions: Regions) -> list[tuple[Scope, str]]:
    code = regions.county(county)
    places = (code, *around(code, parents=regions.parents))
    return [*((Scope.REGION, place) for place in places), (Scope.INDUSTRY, str(catalog_no))]


def _measured(
    places: Mapping[tuple[Scope, str], Counter[int]], *, enterprises: Mapping[tuple[Scope, str], int], survey_id: int
) -> Iterable[Concentration]:
    for (scope, code), counter in sorted(places.items()):
        counts = list(counter.values())
        yield Concentration(
            survey_id=survey_id,
            scope=scope,
            code=code,
            enterprises=enterprises[scope, code],
            providers=len(counts),
            appearances=sum(counts),
            first_three_ratio=first_three_ratio(counts),
            gini=gini(counts),
        )
