"""A provider's own application to a call, for its programs; nobody else's is told, whatever the call's state."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.files.process import file_store
from marketplace.files.queries import load_files
from marketplace.files.services import Upload, attach_files
from marketplace.lists.application_schemas import (
    ApplicationBody,
    ApplicationFilesForm,
    ApplicationOut,
    DeclarationReuseBody,
    HandInBody,
)
from marketplace.lists.applying import (
    FILES,
    load_to_mend,
    reuse_declaration,
    save_application,
    submit_application,
    withdraw_application,
)
from marketplace.lists.call_office_schemas import AttachedOut
from marketplace.lists.call_schemas import CallPath
from marketplace.lists.models import ListApplication
from marketplace.lists.published_calls import load_public_call
from marketplace.lists.queries import application_state_of, find_application, load_call
from marketplace.web.api import EmptyBody, answer, api_blueprint, is_conditional, require_match
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("applications", tag="推荐名单")


@bp.get("/calls/<int:call_id>/application", summary="我的申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def get_application(path: CallPath) -> Response:
    """Return one's own application to a call; before it is begun there is none (404)."""
    return _current(path.call_id)


@bp.put("/calls/<int:call_id>/application", summary="保存申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def put_application(path: CallPath, body: ApplicationBody) -> Response:
    """Keep what one has so far, complete or not; files are added to it afterwards."""
    with transaction() as session:
        load_public_call(session, call_id=path.call_id, now=now())
        _hold(session, call_id=path.call_id)
        save_application(session, actor=actor(), call_id=path.call_id, entered=body, now=now())
    return _current(path.call_id)


@bp.post("/calls/<int:call_id>/application/submission", summary="提交申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def submit(path: CallPath, body: HandInBody) -> Response:
    """Hand the application in: it is sealed until the bureau opens all of them after the deadline."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        submit_application(session, actor=actor(), call_id=path.call_id, seen_version=body.version, now=now())
    return _current(path.call_id)


@bp.post("/calls/<int:call_id>/application/withdrawal", summary="撤回申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def withdraw(path: CallPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Take the application back before the deadline, to mend it and hand it in again."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        withdraw_application(session, actor=actor(), call_id=path.call_id, now=now())
    return _current(path.call_id)


@bp.post("/calls/<int:call_id>/application/files", summary="补充申报的证明文件", responses={201: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def post_files(path: CallPath, form: ApplicationFilesForm) -> Response:
    """Add files to an application that is not handed in; what is handed in names their digests."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        kept = load_to_mend(session, actor=actor(), call_id=path.call_id, now=now())
        attach_files(
            session,
            actor=actor(),
            store=file_store(),
            uploads=[Upload(name=name, content=content) for name, content in contents(form.files)],
            subject_kind=FILES,
            subject_id=kept.id or 0,
            now=now(),
        )
    return _current(path.call_id, status=201)


@bp.post("/calls/<int:call_id>/application/declaration", summary="沿用上次的声明", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def reuse(path: CallPath, body: DeclarationReuseBody) -> Response:
    """Fill in the answers of one's last declaration, by consent; without an earlier one there is nothing (404)."""
    with transaction() as session:
        load_public_call(session, call_id=path.call_id, now=now())
        _hold(session, call_id=path.call_id)
        reuse_declaration(session, actor=actor(), call_id=path.call_id, consents=body.consents, now=now())
    return _current(path.call_id)


def _hold(session: Session, *, call_id: int) -> None:
    """Hold one's own application where the request names a state of it, and refuse when it is in another, or not there.

    The call is locked first, as in every write of an application.
    """
    if is_conditional():
        load_call(session, call_id=call_id, lock=True)
        kept = find_application(session, call_id=call_id, provider_id=actor().organisation_id, lock=True)
        require_match(_out(session, kept) if kept else None)


def _own(session: Session, *, call_id: int) -> ListApplication:
    found = find_application(session, call_id=call_id, provider_id=actor().organisation_id)
    if found is None:
        raise NotFoundError
    return found


def _current(call_id: int, *, status: int = 200) -> Response:
    session = read_session()
    return answer(_out(session, _own(session, call_id=call_id)), status=status)


def _out(session: Session, application: ListApplication) -> ApplicationOut:
    own = application.id or 0
    files = load_files(session, subject_kind=FILES, subject_ids=[own])[own]
    return ApplicationOut.model_validate(
        {
            **application.model_dump(),
            "state": application_state_of(application),
            "files": [AttachedOut.model_validate(one, from_attributes=True) for one in files],
        }
    )
