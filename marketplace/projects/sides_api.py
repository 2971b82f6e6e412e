"""What the sides of a project settle between them, for programs: supervisor, changes, an early end, the rating."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.projects.access import load_seen_project
from marketplace.projects.api import project_out
from marketplace.projects.api_schemas import ProjectOut, ProjectPath
from marketplace.projects.models import Project
from marketplace.projects.queries.projects import load_changes, load_names
from marketplace.projects.services import changes, delivery, ratings
from marketplace.projects.sides_schemas import (
    ChangeAnswerBody,
    ChangeBody,
    ChangeOrderOut,
    ChangeOrdersOut,
    ChangePath,
    RatingAnswerBody,
    RatingBody,
    RatingOut,
    SupervisorAnswerBody,
    SupervisorBody,
    SupervisorOut,
    TerminationBody,
)
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("sides", tag="改造项目")


@bp.get("/projects/<int:project_id>/supervisor", summary="项目的监理", responses={200: SupervisorOut})
@requires(Permission.SEE_PROJECTS)
def get_supervisor(path: ProjectPath) -> Response:
    """Return who was asked to supervise, and whether the firm has agreed."""
    project = load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return answer(_supervisor(read_session(), project))


@bp.put("/projects/<int:project_id>/supervisor", summary="邀请监理", responses={200: SupervisorOut})
@requires(Permission.RUN_PROJECTS)
def put_supervisor(path: ProjectPath, body: SupervisorBody) -> Response:
    """Ask a firm; one that has ties to a side is refused (422), and nobody follows one that has agreed (409)."""
    with transaction() as session:
        _require_supervisor(session, path)
        delivery.invite_supervisor(
            session, actor=actor(), project_id=path.project_id, supervisor_id=body.supervisor_id, now=now()
        )
    project = load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return answer(_supervisor(read_session(), project))


@bp.put("/projects/<int:project_id>/supervisor/answer", summary="答复监理邀请", responses={200: SupervisorOut})
@requires(Permission.SUPERVISE)
def put_supervisor_answer(path: ProjectPath, body: SupervisorAnswerBody) -> Response:
    """Take the supervision on, or decline: then the project is seen no more."""
    with transaction() as session:
        _require_supervisor(session, path)
        project = delivery.answer_invitation(
            session, actor=actor(), project_id=path.project_id, agrees=body.agrees, now=now()
        )
        told = _supervisor(session, project)
    return answer(told)


@bp.post("/projects/<int:project_id>/termination", summary="终止项目", responses={200: ProjectOut})
@requires(Permission.RUN_PROJECTS)
def post_termination(path: ProjectPath, body: TerminationBody) -> Response:
    """End a project before its acceptance; everybody who takes part reads why."""
    with transaction() as session:
        if is_conditional():
            _hold(session, path)
            require_match(project_out(session, project_id=path.project_id))
        delivery.end_project(session, actor=actor(), project_id=path.project_id, reason=body.reason, now=now())
    return answer(project_out(read_session(), project_id=path.project_id))


@bp.get("/projects/<int:project_id>/changes", summary="变更单", responses={200: ChangeOrdersOut})
@requires(Permission.SEE_PROJECTS)
def get_changes(path: ProjectPath) -> Response:
    """Return the changes that a side has proposed, newest first, with the other's answers."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return answer(_changes(read_session(), path))


@bp.post("/projects/<int:project_id>/changes", summary="提出变更", responses={201: ChangeOrdersOut})
@requires(Permission.WORK_ON_PROJECTS)
def post_change(path: ProjectPath, body: ChangeBody) -> Response:
    """Propose a change; it holds once the other side has agreed."""
    with transaction() as session:
        _require_changes(session, path)
        changes.propose_change(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return answer(_changes(read_session(), path), status=201)


@bp.put(
    "/projects/<int:project_id>/changes/<int:change_id>/answer", summary="答复变更", responses={200: ChangeOrdersOut}
)
@requires(Permission.WORK_ON_PROJECTS)
def put_change_answer(path: ChangePath, body: ChangeAnswerBody) -> Response:
    """Agree to the other side's change, which takes effect at once, or refuse it; once (409)."""
    with transaction() as session:
        _require_changes(session, path)
        changes.answer_change(
            session, actor=actor(), project_id=path.project_id, change_id=path.change_id, entered=body, now=now()
        )
    return answer(_changes(read_session(), path))


@bp.get("/projects/<int:project_id>/rating", summary="项目的评价", responses={200: RatingOut})
@requires(Permission.SEE_PROJECTS)
def get_rating(path: ProjectPath) -> Response:
    """Return the plant's rating and the contractor's answer; before it is rated: 404."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return answer(_rating(read_session(), path))


@bp.post("/projects/<int:project_id>/rating", summary="评价服务商", responses={201: RatingOut})
@requires(Permission.RUN_PROJECTS)
def post_rating(path: ProjectPath, body: RatingBody) -> Response:
    """Rate an accepted project, once and in public (409)."""
    with transaction() as session:
        ratings.rate(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return answer(_rating(read_session(), path), status=201)


@bp.put("/projects/<int:project_id>/rating/answer", summary="答复评价", responses={200: RatingOut})
@requires(Permission.QUOTE)
def put_rating_answer(path: ProjectPath, body: RatingAnswerBody) -> Response:
    """Answer a rating in public, once (409)."""
    with transaction() as session:
        if is_conditional():
            _hold(session, path)
            require_match(_rating(session, path))
        ratings.answer_rating(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return answer(_rating(read_session(), path))


def _hold(session: Session, path: ProjectPath) -> Project:
    """Return the project that a write is about, held: what is read of it from now on nobody changes."""
    return load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)


def _require_supervisor(session: Session, path: ProjectPath) -> None:
    if is_conditional():
        require_match(_supervisor(session, _hold(session, path)))


def _require_changes(session: Session, path: ProjectPath) -> None:
    if is_conditional():
        _hold(session, path)
        require_match(_changes(session, path))


def _supervisor(session: Session, project: Project) -> SupervisorOut:
    names = load_names(session, ids=[project.supervisor_id or 0])
    return SupervisorOut(
        supervisor_id=project.supervisor_id,
        name=names.get(project.supervisor_id or 0, ""),
        agreed_at=project.supervisor_agreed_at,
    )


def _changes(session: Session, path: ProjectPath) -> ChangeOrdersOut:
    rows = load_changes(session, project_id=path.project_id)
    return ChangeOrdersOut(items=[ChangeOrderOut.model_validate(one, from_attributes=True) for one in rows])


def _rating(session: Session, path: ProjectPath) -> RatingOut:
    found = ratings.find_rating(session, project_id=path.project_id)
    if found is None:
        raise NotFoundError("这个项目还没有评价。")
    return RatingOut.model_validate(found, from_attributes=True)
