"""What a pilot county should look at now, for programs of its bureau and of those above it."""

from flask import Response
from pydantic import BaseModel, Field

from marketplace.programme.labels import WARNING_KIND_LABELS, WarningKind
from marketplace.programme.pilot_api_schemas import PilotAreaPath
from marketplace.programme.queries.pilots import load_line, load_watched, load_watched_pilot
from marketplace.programme.tracking import early_warnings
from marketplace.web.api import answer, api_blueprint
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = api_blueprint("pilot_warnings", tag="试点县工作")


class PilotWarningOut(BaseModel):
    """Something that should be looked at now; ``label`` says what its kind means."""

    kind: WarningKind
    label: str
    text: str


class PilotWarningsOut(BaseModel):
    """All early warnings of a pilot as of today, late tasks first; none when all is in time."""

    pilot_id: int
    items: list[PilotWarningOut] = Field(description="Late tasks, targets behind, reports and lists that are missing")


@bp.get("/pilots/<int:pilot_id>/warnings", summary="试点县的预警", responses={200: PilotWarningsOut})
@requires(Permission.SEE_COUNTY)
def get_warnings(path: PilotAreaPath) -> Response:
    """Return what is late or behind today; made anew at every reading."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    watched = load_watched(session, line=load_line(session, pilot_id=path.pilot_id, now=now()))
    found = [
        PilotWarningOut(kind=one.kind, label=WARNING_KIND_LABELS[one.kind], text=one.text)
        for one in early_warnings(watched, today=today())
    ]
    return answer(PilotWarningsOut(pilot_id=path.pilot_id, items=found))
