"""Samples of a county for its program: an accepted project is shown, a sample is withdrawn."""

from flask import Response
from sqlmodel import Session, select

from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find_locked
from marketplace.files.process import file_store
from marketplace.files.services import Upload
from marketplace.projects.access import load_seen_project
from marketplace.projects.api_schemas import ProjectPath
from marketplace.samples.api import sample_out
from marketplace.samples.marks_schemas import SampleForm, WithdrawalBody
from marketplace.samples.models import Sample
from marketplace.samples.schemas import SampleOut, SamplePath
from marketplace.samples.services import load_shown, mark_sample, withdraw_sample
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("marks", tag="企业样本")


@bp.get("/projects/<int:project_id>/sample", summary="项目的企业样本", responses={200: SampleOut})
@requires(Permission.DECIDE_ACCEPTANCE)
def get_project_sample(path: ProjectPath) -> Response:
    """Return the sample that a project of one's county is shown as; where it is none: 404."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return answer(_of_project(read_session(), project_id=path.project_id))


@bp.post("/projects/<int:project_id>/sample", summary="公开为企业样本", responses={201: SampleOut})
@requires(Permission.DECIDE_ACCEPTANCE)
def post_sample(path: ProjectPath, form: SampleForm) -> Response:
    """Show an accepted project as a sample with its photos; kit and photos are frozen, once (409)."""
    photos = [Upload(name=name, content=content) for name, content in contents(form.photos)]
    with transaction() as session:
        mark_sample(
            session,
            actor=actor(),
            project_id=path.project_id,
            entered=form,
            photos=photos,
            store=file_store(),
            now=now(),
        )
    return answer(_of_project(read_session(), project_id=path.project_id), status=201)


@bp.post("/samples/<int:sample_id>/withdrawal", summary="撤下企业样本", responses={204: None})
@requires(Permission.DECIDE_ACCEPTANCE)
def post_withdrawal(path: SamplePath, body: WithdrawalBody) -> Response:
    """Stop showing a sample of one's county; those who copied it keep their copies."""
    with transaction() as session:
        if is_conditional():
            find_locked(session, Sample, path.sample_id)
            require_match(sample_out(session, load_shown(session, sample_id=path.sample_id)))
        withdraw_sample(session, actor=actor(), sample_id=path.sample_id, reason=body.reason, now=now())
    return Response(status=204)


def _of_project(session: Session, *, project_id: int) -> SampleOut:
    found = session.exec(select(Sample).where(Sample.project_id == project_id)).first()
    if found is None or found.withdrawn_at is not None:
        raise NotFoundError("这个项目不是企业样本。")
    return sample_out(session, found)
