"""Projects for programs: which there are, and how far they are."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.projects.access import load_seen_project, state_of_project
from marketplace.projects.api_schemas import MilestoneOut, ProjectOut, ProjectPath
from marketplace.projects.models import Contract, Project
from marketplace.projects.queries.projects import MilestoneRow, load_projects_after
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("projects", tag="改造项目")


@bp.get("/projects", summary="改造项目列表", responses={200: listing(ProjectOut)})
@requires(Permission.SEE_PROJECTS)
def list_projects(query: CursorQuery) -> Response:
    """List the projects that concern the actor: its own, or those of its area."""
    found = load_projects_after(
        read_session(), actor=actor(), after_id=query.after_id, limit=query.limit + 1, now=now()
    )
    rows = [_out(*one) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/projects/<int:project_id>", summary="一个改造项目", responses={200: ProjectOut})
@requires(Permission.SEE_PROJECTS)
def get_project(path: ProjectPath) -> Response:
    """Return one project."""
    return answer(project_out(read_session(), project_id=path.project_id))


def project_out(session: Session, *, project_id: int) -> ProjectOut:
    """Return one project that the actor may see."""
    load_seen_project(session, actor=actor(), project_id=project_id)
    found = load_projects_after(session, actor=actor(), after_id=project_id - 1, limit=1, now=now())
    if not found or found[0][0].id != project_id:
        raise NotFoundError
    return _out(*found[0])


def _out(project: Project, milestones: tuple[MilestoneRow, ...], contract: Contract | None) -> ProjectOut:
    return ProjectOut(
        id=project.id or 0,
        title=project.title,
        enterprise_id=project.enterprise_id,
        provider_id=project.provider_id,
        supervisor_id=project.supervisor_id,
        county_code=project.county_code,
        state=state_of_project(project),
        price_fen=project.price_fen,
        scenarios=[line["need"] for line in project.lines],
        milestones=[MilestoneOut.model_validate(one, from_attributes=True) for one in milestones],
        contract_digest=contract.signed_digest if contract else "",
        accepted_at=project.accepted_at,
        ended_at=project.ended_at,
        ended_reason=project.ended_reason,
    )
