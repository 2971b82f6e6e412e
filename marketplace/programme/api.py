"""The connector for 产业大脑 and industry platforms: catalogue, scenarios, modules, coverage and progress.

The format is our own; no official interface is claimed. Lists carry a cursor and an ETag over their bytes.
"""

from datetime import date

from flask import Response
from pydantic import BaseModel
from sqlmodel import col, select

from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.core.errors import NotFoundError
from marketplace.programme.models import Pilot
from marketplace.programme.queries.coverage import load_coverage
from marketplace.programme.queries.editions import LEAST_FIRMS
from marketplace.programme.queries.pilots import list_pilots
from marketplace.taxonomy.queries import load_industries, load_scenarios_after
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now

bp = api_blueprint("connector", tag="产业大脑连接器")


class CatalogEntryOut(BaseModel):
    """An entry of the catalogue; ``gbt_prefixes`` are digits of GB/T 4754-2017."""

    catalog_no: int
    level1: str
    level2: str
    gbt_prefixes: list[str]


class ConnectorScenarioOut(BaseModel):
    """A scenario of the library."""

    code: str
    name: str
    scene: str
    stage: str
    description: str


class ConnectorModuleOut(BaseModel):
    """A published solution module; ``price_fen`` is the first-year cost, null when it is not priced."""

    module_id: int
    provider_id: int
    name: str
    summary: str
    scenarios: list[str]
    payment: list[str]
    price_fen: int | None


class CoverageOut(BaseModel):
    """How a pilot's firms name the scenarios that the county marked; counts under three are null."""

    pilot_id: int
    county_code: str
    catalog_no: int | None
    scenarios: list[dict[str, str | int | None]]


class PilotPath(BaseModel):
    """A pilot county in the address."""

    pilot_id: int


class ProgressOut(BaseModel):
    """A pilot county's targets beside its facts; numbers as text, units as in ``unit``."""

    pilot_id: int
    county_code: str
    county: str
    industry: str
    state: str
    starts_on: date
    ends_on: date
    targets: list[dict[str, str]]


@bp.get("/connector/industries", summary="细分行业目录", responses={200: listing(CatalogEntryOut)})
@requires(Permission.PUBLIC)
def list_connector_industries(query: CursorQuery) -> Response:
    """List the catalogue."""
    rows = [row for row in load_industries(read_session()) if row.catalog_no > query.after_id][: query.limit + 1]
    made = [CatalogEntryOut.model_validate(row, from_attributes=True) for row in rows]
    return answer_list(made, limit=query.limit, ids=[row.catalog_no for row in rows])


@bp.get("/connector/scenarios", summary="场景库", responses={200: listing(ConnectorScenarioOut)})
@requires(Permission.PUBLIC)
def list_connector_scenarios(query: CursorQuery) -> Response:
    """List the scenarios in use."""
    rows = load_scenarios_after(read_session(), after_id=query.after_id, limit=query.limit + 1)
    made = [ConnectorScenarioOut.model_validate(row, from_attributes=True) for row in rows]
    return answer_list(made, limit=query.limit, ids=[row.id or 0 for row in rows])


@bp.get("/connector/modules", summary="解决方案模块", responses={200: listing(ConnectorModuleOut)})
@requires(Permission.PUBLIC)
def list_connector_modules(query: CursorQuery) -> Response:
    """List published modules in their current version."""
    rows = read_session().exec(
        select(Module, ModuleVersion)
        .join(ModuleVersion, col(ModuleVersion.module_id) == Module.id)
        .where(ModuleVersion.state == VersionState.PUBLISHED, col(Module.id) > query.after_id)
        .order_by(col(Module.id))
        .limit(query.limit + 1)
    )
    found = list(rows)
    made = [
        ConnectorModuleOut(
            module_id=module.id or 0,
            provider_id=module.provider_id,
            name=version.name,
            summary=version.summary,
            scenarios=version.scenarios,
            payment=version.payment,
            price_fen=version.price_fen,
        )
        for module, version in found
    ]
    return answer_list(made, limit=query.limit, ids=[module.id or 0 for module, _ in found])


@bp.get("/connector/pilots/<int:pilot_id>/coverage", summary="试点县的 N、X 场景覆盖", responses={200: CoverageOut})
@requires(Permission.PUBLIC)
def get_connector_coverage(path: PilotPath) -> Response:
    """Return how a pilot county's firms name the scenarios that the county marked."""
    session = read_session()
    pilot = session.get(Pilot, path.pilot_id)
    if pilot is None:
        raise NotFoundError
    scenarios: list[dict[str, str | int | None]] = [
        {
            "code": row.code,
            "name": row.name,
            "mark": row.kind.value,
            "firms": row.firms if row.firms >= LEAST_FIRMS else None,
            "of": row.of if row.of >= LEAST_FIRMS else None,
        }
        for row in load_coverage(session, pilot=pilot)
    ]
    return answer(
        CoverageOut(
            pilot_id=path.pilot_id,
            county_code=pilot.county_code,
            catalog_no=pilot.catalog_no,
            scenarios=scenarios,
        )
    )


@bp.get("/connector/progress", summary="试点县进展", responses={200: listing(ProgressOut)})
@requires(Permission.PUBLIC)
def list_connector_progress(query: CursorQuery) -> Response:
    """List targets and facts of each pilot county."""
    lines = sorted(list_pilots(read_session(), now=now()), key=lambda line: line.pilot.id or 0)
    shown = [line for line in lines if (line.pilot.id or 0) > query.after_id][: query.limit + 1]
    made = [
        ProgressOut(
            pilot_id=line.pilot.id or 0,
            county_code=line.pilot.county_code,
            county=line.name,
            industry=line.pilot.industry_name,
            state=line.state.value,
            starts_on=line.pilot.starts_on,
            ends_on=line.pilot.ends_on,
            targets=[
                {
                    "kind": one.kind.value,
                    "unit": one.unit,
                    "first_year": one.text(one.first),
                    "two_years": one.text(one.total),
                    "fact": one.text(one.fact),
                }
                for one in line.targets
            ],
        )
        for line in shown
    ]
    return answer_list(made, limit=query.limit, ids=[line.pilot.id or 0 for line in shown])
