"""A county's own marks of scenarios, N or X, for its programs."""

from typing import Annotated

from flask import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlmodel import Session

from marketplace.core.errors import InvalidError
from marketplace.exchange.labels import NeedKind
from marketplace.exchange.limits import CODE_LIMIT
from marketplace.taxonomy.queries import load_industry, load_marks, scenario_names
from marketplace.taxonomy.services import mark_scenarios
from marketplace.web.api import answer, api_blueprint, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("scenario_marks", tag="县（市、区）场景")
Code = Annotated[str, StringConstraints(max_length=CODE_LIMIT)]
MOST_MARKS = 1000


class MarkedIndustryPath(BaseModel):
    """An industry by its number in the catalogue."""

    catalog_no: int


class ScenarioMarksBody(BaseModel):
    """Marks by the scenario's code: N for common, X for individual, null takes one away; what is not named stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"marks": {"mes": "N"}}]})

    marks: dict[Code, NeedKind | None] = Field(max_length=MOST_MARKS)


class ScenarioMarksOut(BaseModel):
    """The marks of one's own county for an industry."""

    county_code: str
    catalog_no: int
    marks: dict[str, NeedKind]


@bp.get("/scenario-marks/<int:catalog_no>", summary="本县的场景标记", responses={200: ScenarioMarksOut})
@requires(Permission.MARK_SCENARIOS)
def get_scenario_marks(path: MarkedIndustryPath) -> Response:
    """Return the scenarios that one's county marked for an industry."""
    return answer(_marks(read_session(), path))


@bp.patch("/scenario-marks/<int:catalog_no>", summary="标记本县的场景", responses={200: ScenarioMarksOut})
@requires(Permission.MARK_SCENARIOS)
def patch_scenario_marks(path: MarkedIndustryPath, body: ScenarioMarksBody) -> Response:
    """Mark scenarios as common or individual to the county's firms of an industry."""
    with transaction() as session:
        require_match(_marks(session, path))
        strange = sorted(set(body.marks) - set(scenario_names(session)))
        if strange:
            raise InvalidError(fields={code: ["场景库里没有这个代码。"] for code in strange})
        mark_scenarios(
            session,
            actor=actor(),
            county_code=actor().area_prefix,
            catalog_no=path.catalog_no,
            marks=body.marks,
            now=now(),
        )
    return answer(_marks(read_session(), path))


def _marks(session: Session, path: MarkedIndustryPath) -> ScenarioMarksOut:
    load_industry(session, catalog_no=path.catalog_no)
    county_code = actor().area_prefix
    found = load_marks(session, county_code=county_code, catalog_no=path.catalog_no)
    return ScenarioMarksOut(county_code=county_code, catalog_no=path.catalog_no, marks=dict(sorted(found.items())))
