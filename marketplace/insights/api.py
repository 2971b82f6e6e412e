"""Figures for programs: the same counts as on the pages, hidden ones as null."""

from flask import Response

from marketplace.insights.models import MarketSurvey
from marketplace.insights.queries import ConcentrationLine, load_concentration, load_demand
from marketplace.insights.schemas import (
    ConcentrationLineOut,
    ConcentrationOut,
    DemandLineOut,
    DemandOut,
    DemandQuery,
    SurveyOut,
)
from marketplace.web.api import answer, api_blueprint
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

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


def _survey(survey: MarketSurvey | None) -> SurveyOut | None:
    return SurveyOut.model_validate(survey, from_attributes=True) if survey else None
