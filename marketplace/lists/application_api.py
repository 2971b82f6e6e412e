"""A provider's own application to a call, for its programs; nobody else's is told, whatever the call's state."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.lists.application_schemas import ApplicationBody, ApplicationOut, HandInBody
from marketplace.lists.applying import save_application, submit_application, withdraw_application
from marketplace.lists.call_schemas import CallPath
from marketplace.lists.models import ListApplication
from marketplace.lists.published_calls import load_public_call
from marketplace.lists.queries import application_state_of, find_application
from marketplace.web.api import EmptyBody, answer, api_blueprint, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("applications", tag="推荐名单")


@bp.get("/calls/<int:call_id>/application", summary="我的申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def get_application(path: CallPath) -> Response:
    """Return one's own application to a call; before it is begun there is none (404)."""
    return answer(_out(_own(read_session(), call_id=path.call_id)))


@bp.put("/calls/<int:call_id>/application", summary="保存申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def put_application(path: CallPath, body: ApplicationBody) -> Response:
    """Keep what one has so far, complete or not; files are added on the page."""
    with transaction() as session:
        load_public_call(session, call_id=path.call_id, now=now())
        kept = find_application(session, call_id=path.call_id, provider_id=actor().organisation_id, lock=True)
        require_match(_out(kept) if kept else None)
        save_application(session, actor=actor(), call_id=path.call_id, entered=body, now=now())
    return answer(_out(_own(read_session(), call_id=path.call_id)))


@bp.post("/calls/<int:call_id>/application/submission", summary="提交申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def submit(path: CallPath, body: HandInBody) -> Response:
    """Hand the application in: it is sealed until the bureau opens all of them after the deadline."""
    with transaction() as session:
        require_match(_out(_own(session, call_id=path.call_id)))
        submit_application(session, actor=actor(), call_id=path.call_id, seen_version=body.seen_version, now=now())
    return answer(_out(_own(read_session(), call_id=path.call_id)))


@bp.post("/calls/<int:call_id>/application/withdrawal", summary="撤回申报", responses={200: ApplicationOut})
@requires(Permission.APPLY_TO_LISTS)
def withdraw(path: CallPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Take the application back before the deadline, to mend it and hand it in again."""
    with transaction() as session:
        require_match(_out(_own(session, call_id=path.call_id)))
        withdraw_application(session, actor=actor(), call_id=path.call_id, now=now())
    return answer(_out(_own(read_session(), call_id=path.call_id)))


def _own(session: Session, *, call_id: int) -> ListApplication:
    found = find_application(session, call_id=call_id, provider_id=actor().organisation_id)
    if found is None:
        raise NotFoundError
    return found


def _out(application: ListApplication) -> ApplicationOut:
    return ApplicationOut.model_validate({**application.model_dump(), "state": application_state_of(application)})
