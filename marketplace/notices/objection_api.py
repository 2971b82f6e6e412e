"""Objections for programs: filed by whoever is signed in, answered by the office, taken back by their author."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.files.process import file_store
from marketplace.files.queries import load_files
from marketplace.files.services import Upload, attach_files
from marketplace.notices import policies
from marketplace.notices.api import notice_out
from marketplace.notices.concerning import load_concerning_after
from marketplace.notices.evidence import EVIDENCE, load_to_prove
from marketplace.notices.labels import ObjectionState
from marketplace.notices.models import Objection, PublicNotice
from marketplace.notices.objection_schemas import (
    NoticeWithdrawalBody,
    ObjectionAnswerBody,
    ObjectionBody,
    ObjectionEvidenceForm,
    ObjectionEvidenceOut,
    ObjectionLineOut,
    ObjectionOut,
    ObjectionPath,
)
from marketplace.notices.objections import answer_objection, file_objection, receipt_number, withdraw_objection
from marketplace.notices.page_data import label_of_item
from marketplace.notices.queries import load_notice, load_objection, state_of_objection
from marketplace.notices.schemas import NoticeOut, NoticePath
from marketplace.notices.services import withdraw_notice
from marketplace.web.api import (
    CursorQuery,
    EmptyBody,
    answer,
    answer_list,
    api_blueprint,
    is_conditional,
    listing,
    require_match,
)
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("objections", tag="公示")


@bp.get("/objections", summary="异议列表", responses={200: listing(ObjectionLineOut)})
@requires(Permission.SEE_OBJECTIONS)
def list_objections(query: CursorQuery) -> Response:
    """List the objections that one filed, and those that one's bureau has to answer, oldest first."""
    found = load_concerning_after(read_session(), actor=actor(), after_id=query.after_id, limit=query.limit + 1)
    rows = [_line(notice, objection) for notice, objection in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/objections/<int:objection_id>", summary="一件异议", responses={200: ObjectionOut})
@requires(Permission.SEE_OBJECTIONS)
def get_objection(path: ObjectionPath) -> Response:
    """Return an objection with all that its author wrote."""
    return answer(_current(read_session(), path.objection_id))


@bp.post("/notices/<int:notice_id>/objections", summary="提出异议", responses={201: ObjectionOut})
@requires(Permission.SIGNED_IN)
def post_objection(path: NoticePath, body: ObjectionBody) -> Response:
    """Object to a notice while it runs; evidence is added to the objection afterwards."""
    with transaction() as session:
        filed = file_objection(session, actor=actor(), notice_id=path.notice_id, entered=body, now=now())
        objection_id = filed.objection.id or 0
    return answer(_current(read_session(), objection_id), status=201)


@bp.post("/objections/<int:objection_id>/evidence", summary="补交异议的证据", responses={201: ObjectionOut})
@requires(Permission.SIGNED_IN)
def post_evidence(path: ObjectionPath, form: ObjectionEvidenceForm) -> Response:
    """Add files to one's own objection, while the notice runs and nothing was answered (409 afterwards)."""
    with transaction() as session:
        _hold(session, path.objection_id)
        objection = load_to_prove(session, actor=actor(), objection_id=path.objection_id, now=now())
        attach_files(
            session,
            actor=actor(),
            store=file_store(),
            uploads=[Upload(name=name, content=content) for name, content in contents(form.files)],
            subject_kind=EVIDENCE,
            subject_id=objection.id or 0,
            now=now(),
        )
    return answer(_current(read_session(), path.objection_id), status=201)


@bp.post("/objections/<int:objection_id>/answer", summary="答复异议", responses={200: ObjectionOut})
@requires(Permission.ANSWER_OBJECTIONS)
def post_answer(path: ObjectionPath, body: ObjectionAnswerBody) -> Response:
    """Answer in public, once; an upheld objection then waits for the change of what is under notice."""
    with transaction() as session:
        _hold(session, path.objection_id)
        answer_objection(session, actor=actor(), objection_id=path.objection_id, entered=body, now=now())
    return answer(_current(read_session(), path.objection_id))


@bp.post("/objections/<int:objection_id>/withdrawal", summary="撤回异议", responses={200: ObjectionOut})
@requires(Permission.SEE_OBJECTIONS)
def post_withdrawal(path: ObjectionPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Take one's own objection back before it is answered."""
    with transaction() as session:
        _hold(session, path.objection_id)
        withdraw_objection(session, actor=actor(), objection_id=path.objection_id, now=now())
    return answer(_current(read_session(), path.objection_id))


@bp.post("/notices/<int:notice_id>/withdrawal", summary="撤回公示", responses={200: NoticeOut})
@requires(Permission.ANSWER_OBJECTIONS)
def post_notice_withdrawal(path: NoticePath, body: NoticeWithdrawalBody) -> Response:
    """End a notice of one's bureau without a decision; the reason is published."""
    with transaction() as session:
        load_notice(session, notice_id=path.notice_id, lock=True)
        require_match(notice_out(session, notice_id=path.notice_id, now=now()))
        withdraw_notice(session, actor=actor(), notice_id=path.notice_id, reason=body.reason, now=now())
    return answer(notice_out(read_session(), notice_id=path.notice_id, now=now()))


def _hold(session: Session, objection_id: int) -> None:
    """Hold an objection that the request names a state of, and refuse when it is in another."""
    if is_conditional():
        # The notice is locked first, as in filing and in answering.
        load_notice(session, notice_id=load_objection(session, objection_id=objection_id).notice_id, lock=True)
        load_objection(session, objection_id=objection_id, lock=True)
        require_match(_current(session, objection_id))


def _current(session: Session, objection_id: int) -> ObjectionOut:
    """Return an objection to those who may see it; to others it does not exist."""
    objection = load_objection(session, objection_id=objection_id)
    notice = load_notice(session, notice_id=objection.notice_id)
    if not policies.can_see_objection(
        actor(), organisation_id=notice.organisation_id, county_code=notice.county_code, user_id=objection.user_id
    ):
        raise NotFoundError
    files = load_files(session, subject_kind=EVIDENCE, subject_ids=[objection_id])[objection_id]
    is_open = state_of_objection(objection) is ObjectionState.OPEN
    return ObjectionOut.model_validate(
        {
            **objection.model_dump(),
            **dict(_line(notice, objection)),
            "evidence": [ObjectionEvidenceOut.model_validate(one, from_attributes=True) for one in files],
            "can_answer": is_open and policies.can_answer(actor(), organisation_id=notice.organisation_id),
            "can_withdraw": is_open and objection.user_id == actor().user_id,
        }
    )


def _line(notice: PublicNotice, objection: Objection) -> ObjectionLineOut:
    return ObjectionLineOut(
        id=objection.id or 0,
        notice_id=objection.notice_id,
        number=receipt_number(notice, objection),
        item_key=objection.item_key,
        against=label_of_item(notice, objection.item_key),
        ground=objection.ground,
        remedy=objection.remedy,
        state=state_of_objection(objection),
        filed_at=objection.filed_at,
        due_on=objection.answer_due_on,
    )
