"""Reference data for programs: industries, scenarios and counties."""

from flask import Response

from marketplace.taxonomy.industries import guess_industries
from marketplace.taxonomy.models import County, Industry, Scenario
from marketplace.taxonomy.queries import (
    load_counties,
    load_county,
    load_industries,
    load_industry,
    load_scenario,
    load_scenarios_after,
)
from marketplace.taxonomy.schemas import (
    CountyOut,
    CountyPath,
    IndustryOut,
    IndustryPath,
    IndustrySuggestionOut,
    ScenarioOut,
    ScenarioPath,
    SuggestQuery,
)
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

bp = api_blueprint("taxonomy", tag="基础数据")


@bp.get("/scenarios", summary="场景库", responses={200: listing(ScenarioOut)})
@requires(Permission.PUBLIC)
def list_scenarios(query: CursorQuery) -> Response:
    """List scenarios in the library's order."""
    rows = load_scenarios_after(read_session(), after_id=query.after_id, limit=query.limit + 1)
    return answer_list([_scenario(row) for row in rows], limit=query.limit, ids=[row.id or 0 for row in rows])


@bp.get("/scenarios/<code>", summary="一个场景", responses={200: ScenarioOut})
@requires(Permission.PUBLIC)
def get_scenario(path: ScenarioPath) -> Response:
    """Return one scenario."""
    return answer(_scenario(load_scenario(read_session(), code=path.code)))


@bp.get("/industries", summary="细分行业目录", responses={200: listing(IndustryOut)})
@requires(Permission.PUBLIC)
def list_industries(query: CursorQuery) -> Response:
    """List the catalogue in its order."""
    rows = [row for row in load_industries(read_session()) if row.catalog_no > query.after_id]
    shown = rows[: query.limit + 1]
    return answer_list([_industry(row) for row in shown], limit=query.limit, ids=[row.catalog_no for row in shown])


@bp.get("/industries/suggestions", summary="由文字找行业代码", responses={200: listing(IndustrySuggestionOut)})
@requires(Permission.PUBLIC)
def list_suggestions(query: SuggestQuery) -> Response:
    """Suggest codes for typed words, best first."""
    found = guess_industries(read_session(), text=query.q)
    rows = [IndustrySuggestionOut(code=one.code, name=one.name, entry=one.entry, score=one.score) for one in found]
    return answer_list(rows, limit=len(rows) + 1, ids=[])


@bp.get("/industries/<int:catalog_no>", summary="一个细分行业", responses={200: IndustryOut})
@requires(Permission.PUBLIC)
def get_industry(path: IndustryPath) -> Response:
    """Return one entry of the catalogue."""
    return answer(_industry(load_industry(read_session(), catalog_no=path.catalog_no)))


@bp.get("/counties", summary="县（市、区）", responses={200: listing(CountyOut)})
@requires(Permission.PUBLIC)
def list_counties(query: CursorQuery) -> Response:
    """List the divisions in the order of their codes."""
    rows = [row for row in load_counties(read_session()) if int(row.code) > query.after_id]
    shown = rows[: query.limit + 1]
    return answer_list([_county(row) for row in shown], limit=query.limit, ids=[int(row.code) for row in shown])


@bp.get("/counties/<code>", summary="一个县（市、区）", responses={200: CountyOut})
@requires(Permission.PUBLIC)
def get_county(path: CountyPath) -> Response:
    """Return one division."""
    return answer(_county(load_county(read_session(), code=path.code)))


def _scenario(row: Scenario) -> ScenarioOut:
    return ScenarioOut.model_validate(row, from_attributes=True)


def _industry(row: Industry) -> IndustryOut:
    codes = [f"C{prefix}" for prefix in row.gbt_prefixes]
    return IndustryOut(catalog_no=row.catalog_no, level1=row.level1, level2=row.level2, gbt_codes=codes)


def _county(row: County) -> CountyOut:
    return CountyOut.model_validate(row, from_attributes=True)
