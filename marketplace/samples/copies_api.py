"""Copies of samples for programs: a plant adopts a kit and records where its copy came to differ."""

from flask import Response
from sqlmodel import Session

from marketplace.core.locks import find_locked
from marketplace.samples.copies_schemas import AdoptBody, DeviationBody, DeviationOut, ReplicationOut, ReplicationPath
from marketplace.samples.models import Replication
from marketplace.samples.queries import load_replication_page
from marketplace.samples.schemas import SamplePath
from marketplace.samples.services import adopt_sample, note_deviation
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("copies", tag="企业样本")


@bp.post("/samples/<int:sample_id>/replications", summary="照样本建方案", responses={201: ReplicationOut})
@requires(Permission.RUN_PROJECTS)
def post_replication(path: SamplePath, body: AdoptBody) -> Response:
    """Copy a sample: what is kept of its kit joins one's own scenario list; a second copy is refused (409)."""
    with transaction() as session:
        made = adopt_sample(session, actor=actor(), sample_id=path.sample_id, entered=body, now=now())
        made_id = made.id or 0
    return answer(_out(read_session(), replication_id=made_id), status=201)


@bp.get("/replications/<int:replication_id>", summary="一次看样学样", responses={200: ReplicationOut})
@requires(Permission.SEE_ENTERPRISES)
def get_replication(path: ReplicationPath) -> Response:
    """Return a copy to its plant and to those who oversee the county."""
    return answer(_out(read_session(), replication_id=path.replication_id))


@bp.post("/replications/<int:replication_id>/deviations", summary="记录不同之处", responses={200: ReplicationOut})
@requires(Permission.RUN_PROJECTS)
def post_deviation(path: ReplicationPath, body: DeviationBody) -> Response:
    """Record where one's copy came to differ from the sample."""
    with transaction() as session:
        if is_conditional():
            find_locked(session, Replication, path.replication_id)
            require_match(_out(session, replication_id=path.replication_id))
        note_deviation(session, actor=actor(), replication_id=path.replication_id, entered=body, now=now())
    return answer(_out(read_session(), replication_id=path.replication_id))


def _out(session: Session, *, replication_id: int) -> ReplicationOut:
    page = load_replication_page(session, actor=actor(), replication_id=replication_id)
    found = page.replication
    return ReplicationOut(
        id=found.id or 0,
        sample_id=found.sample_id,
        title=page.sample.title,
        enterprise_id=found.enterprise_id,
        enterprise=page.enterprise,
        kept=found.kept,
        deviations=[DeviationOut.model_validate(one) for one in found.deviations],
        adopted_at=found.adopted_at,
        version=found.version,
    )
