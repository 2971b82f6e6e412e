"""Figures for programs: the same counts as on the pages, hidden ones as null."""

from flask import Response

from marketplace.core.jobs import enqueue
from marketplace.insights.jobs import SURVEY_JOB
from marketplace.insights.models import MarketSurvey
from marketplace.insights.progress.keeping import PROGRESS_JOB
from marketplace.insights.progress.page import COUNTS
from marketplace.insights.progress.queries import Values, load_picture
from marketplace.insights.progress.schemas import (
    CountJobOut,
    ProgressEntryOut,
    ProgressFiguresOut,
    ProgressPlaceOut,
    ProgressQuery,
)
from marketplace.insights.queries import ConcentrationLine, load_concentration, load_demand
from marketplace.insights.schemas import (
    ConcentrationLineOut,
    ConcentrationOut,
    DemandLineOut,
    DemandOut,
    DemandQuery,
    SurveyOut,
)
from marketplace.web.api import EmptyBody, answer, api_blueprint, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.state import now

bp = api_blueprint("insights", tag="数据")


@bp.get("/insights/demand", summary="需求统计", responses={200: DemandOut})
@requires(Permission.PUBLIC)
def get_demand(query: DemandQuery) -> Response:
    """Return firms by scenario and industry or region; fewer than three are never told."""
    table = load_demand(read_session(), wanted=query)
    return answer(
        DemandOut(
            survey=_survey(table.survey),
            region=query.region,
            industry=query.industry,
            columns=[code for code, _ in table.columns],
            items=[
                DemandLineOut(
                    scenario=line.code,
                    name=line.name,
                    firms=line.firms,
                    cells=list(line.cells),
                    gap=line.gap,
                    modules=line.supply.modules,
                    providers=line.supply.providers,
                )
                for line in table.lines
            ],
        )
    )


@bp.get("/insights/concentration", summary="集中度统计", responses={200: ConcentrationOut})
@requires(Permission.PUBLIC)
def get_concentration() -> Response:
    """Return how first places are shared out; regions and industries of fewer than three firms are left out."""
    page = load_concentration(read_session())
    whole = [page.whole] if page.whole else []
    return answer(
        ConcentrationOut(
            survey=_survey(page.survey),
            regions=[_line(line) for line in (*whole, *page.regions)],
            industries=[_line(line) for line in page.industries],
        )
    )


def _line(line: ConcentrationLine) -> ConcentrationLineOut:
    return ConcentrationLineOut(
        code=line.code,
        name=line.name,
        providers=line.providers,
        first_three_ratio=round(line.first_three_ratio, 4),
        gini=round(line.gini, 4),
    )


@bp.get("/insights/progress", summary="推进情况", responses={200: ProgressFiguresOut})
@requires(Permission.PUBLIC)
def get_progress(query: ProgressQuery) -> Response:
    """Return firms by county and industry as everybody sees them, whoever asks; hidden counts are null."""
    picture = load_picture(read_session(), wanted=query, actor=None, now=now())
    return answer(
        ProgressFiguresOut(
            counted_on=picture.sheet.day,
            region=query.region,
            industry=query.industry,
            totals=_counts(picture.totals),
            counties=[
                ProgressPlaceOut(code=one.code, name=one.name, counts=_counts(one.values)) for one in picture.places
            ],
            industries=[
                ProgressEntryOut(
                    catalog_no=one.number,
                    name=one.name,
                    pilots=one.pilots,
                    modules=one.modules,
                    counts=_counts(one.values),
                )
                for one in picture.entries
            ],
        )
    )


@bp.post("/insights/surveys", summary="重新统计需求和集中度", responses={202: CountJobOut})
@requires(Permission.OPERATE)
def post_survey(body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Have demand and concentration counted now instead of tonight."""
    return _count(SURVEY_JOB)


@bp.post("/insights/progress/counts", summary="重新统计推进情况", responses={202: CountJobOut})
@requires(Permission.OPERATE)
def post_count(body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Have today's figures of progress kept now instead of tonight."""
    return _count(PROGRESS_JOB)


def _count(kind: str) -> Response:
    require_match(None)
    with transaction() as session:
        enqueue(session, kind=kind, payload={}, now=now())
    return answer(CountJobOut(kind=kind, asked_at=now()), status=202)


def _counts(values: Values) -> dict[str, int | None]:
    return {measure.value: values[measure] for measure in COUNTS}


def _survey(survey: MarketSurvey | None) -> SurveyOut | None:
    return SurveyOut.model_validate(survey, from_attributes=True) if survey else None
