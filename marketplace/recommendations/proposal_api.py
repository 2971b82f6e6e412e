"""Weights and words of scenarios for the operator's programs: one proposes, another decides, auditors read."""

from flask import Response
from sqlmodel import Session, col, select

from marketplace.core.errors import NotFoundError
from marketplace.files.services import Upload
from marketplace.recommendations.library_proposing import propose_words
from marketplace.recommendations.models import WeightEdition
from marketplace.recommendations.proposal_schemas import (
    LibraryChangeOut,
    LibraryChangePath,
    LibraryProposalBody,
    ProposalDecisionBody,
    WeightEditionOut,
    WeightEditionPath,
    WeightFileForm,
    WeightProposalBody,
)
from marketplace.recommendations.weight_services import decide_weights, propose_learned, propose_weights, read_weights
from marketplace.taxonomy.change_services import decide_change
from marketplace.taxonomy.models import LibraryChange
from marketplace.taxonomy.word_changes import as_lines
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = api_blueprint("ranking_proposals", tag="平台运营")


@bp.get("/weight-editions", summary="权重方案", responses={200: listing(WeightEditionOut)})
@requires(Permission.READ_JOURNAL)
def list_weight_editions(query: CursorQuery) -> Response:
    """List every set that was ever proposed, oldest first."""
    wanted = select(WeightEdition).where(col(WeightEdition.id) > query.after_id).order_by(col(WeightEdition.id))
    rows = [_weights(one) for one in read_session().exec(wanted.limit(query.limit + 1))]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/weight-editions/<int:edition_id>", summary="一套权重方案", responses={200: WeightEditionOut})
@requires(Permission.READ_JOURNAL)
def get_weight_edition(path: WeightEditionPath) -> Response:
    """Return a proposed set."""
    return answer(_edition(read_session(), path))


@bp.post("/weight-editions", summary="提出权重方案", responses={201: WeightEditionOut})
@requires(Permission.EDIT_RANKING)
def post_weight_edition(body: WeightProposalBody) -> Response:
    """Propose a set that waits for another person; nothing is ranked by it before."""
    require_match(None)
    with transaction() as session:
        weights = read_weights(body.weights)
        made = propose_weights(session, actor=actor(), weights=weights, reason=body.reason, now=now())
        at = WeightEditionPath(edition_id=made.id or 0)
    return answer(_edition(read_session(), at), status=201)


@bp.post("/weight-editions/files", summary="提出学到的权重", responses={201: WeightEditionOut})
@requires(Permission.EDIT_RANKING)
def post_weight_file(form: WeightFileForm) -> Response:
    """Propose the set of a file that was learned here; one that was changed by hand is refused (422)."""
    require_match(None)
    files = [Upload(name=name, content=content) for name, content in contents(form.file)]
    with transaction() as session:
        secret = state().settings.secret_key
        made = propose_learned(session, actor=actor(), files=files, note=form.note, secret=secret, now=now())
        at = WeightEditionPath(edition_id=made.id or 0)
    return answer(_edition(read_session(), at), status=201)


@bp.post("/weight-editions/<int:edition_id>/decision", summary="决定权重方案", responses={200: WeightEditionOut})
@requires(Permission.EDIT_RANKING)
def post_weight_decision(path: WeightEditionPath, body: ProposalDecisionBody) -> Response:
    """Approve or reject another person's set, or withdraw one's own."""
    with transaction() as session:
        require_match(_edition(session, path))
        decide_weights(
            session,
            actor=actor(),
            edition_id=path.edition_id,
            outcome=body.outcome,
            decision=body.decision,
            now=now(),
        )
    return answer(_edition(read_session(), path))


@bp.get("/library-changes", summary="场景库的更改", responses={200: listing(LibraryChangeOut)})
@requires(Permission.READ_JOURNAL)
def list_library_changes(query: CursorQuery) -> Response:
    """List every change that was proposed, oldest first."""
    wanted = select(LibraryChange).where(col(LibraryChange.id) > query.after_id).order_by(col(LibraryChange.id))
    rows = [_words(one) for one in read_session().exec(wanted.limit(query.limit + 1))]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/library-changes/<int:change_id>", summary="场景库的一项更改", responses={200: LibraryChangeOut})
@requires(Permission.READ_JOURNAL)
def get_library_change(path: LibraryChangePath) -> Response:
    """Return a proposed change with the words before and after."""
    return answer(_change(read_session(), path))


@bp.post("/library-changes", summary="提出场景库的更改", responses={201: LibraryChangeOut})
@requires(Permission.EDIT_RANKING)
def post_library_change(body: LibraryProposalBody) -> Response:
    """Propose other words for a scenario; a worker computes what they do to the order."""
    require_match(None)
    made = propose_words(code=body.scenario, typed=as_lines(body.words.model_dump()), reason=body.reason)
    return answer(_change(read_session(), LibraryChangePath(change_id=made)), status=201)


@bp.post("/library-changes/<int:change_id>/decision", summary="决定场景库的更改", responses={200: LibraryChangeOut})
@requires(Permission.EDIT_RANKING)
def post_library_decision(path: LibraryChangePath, body: ProposalDecisionBody) -> Response:
    """Approve or reject another person's change, or withdraw one's own."""
    with transaction() as session:
        require_match(_change(session, path))
        decide_change(
            session,
            actor=actor(),
            change_id=path.change_id,
            outcome=body.outcome,
            decision=body.decision,
            now=now(),
        )
    return answer(_change(read_session(), path))


def _edition(session: Session, path: WeightEditionPath) -> WeightEditionOut:
    found = session.get(WeightEdition, path.edition_id)
    if found is None:
        raise NotFoundError
    return _weights(found)


def _weights(found: WeightEdition) -> WeightEditionOut:
    return WeightEditionOut.model_validate({**found.model_dump(), "is_own": found.proposed_by_id == actor().user_id})


def _change(session: Session, path: LibraryChangePath) -> LibraryChangeOut:
    found = session.get(LibraryChange, path.change_id)
    if found is None:
        raise NotFoundError
    return _words(found)


def _words(found: LibraryChange) -> LibraryChangeOut:
    own = {"is_own": found.proposed_by_id == actor().user_id, "scenario": found.scenario_code}
    return LibraryChangeOut.model_validate({**found.model_dump(), **own})
