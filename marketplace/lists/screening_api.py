"""Applications for the programs of those who may read them, and the verdict on their conditions."""

from flask import Response
from sqlmodel import Session

from marketplace.lists.application_page import ApplicationPage, load_application_page
from marketplace.lists.applying import screen_application
from marketplace.lists.call_office_schemas import (
    AttachedOut,
    DeclaredOut,
    ListApplicationOut,
    ListApplicationPath,
    ScreeningBody,
)
from marketplace.lists.criteria import verdicts_of
from marketplace.lists.queries import load_application
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("list_applications", tag="推荐名单")


@bp.get("/list-applications/<int:application_id>", summary="一份申报", responses={200: ListApplicationOut})
@requires(Permission.SEE_APPLICATIONS)
def get_application(path: ListApplicationPath) -> Response:
    """Return an application: to its author at any time, to the bureau and the panel once it was opened."""
    return answer(_current(read_session(), path))


@bp.put(
    "/list-applications/<int:application_id>/screening", summary="记录资格审查", responses={200: ListApplicationOut}
)
@requires(Permission.MANAGE_LISTS)
def put_screening(path: ListApplicationPath, body: ScreeningBody) -> Response:
    """Note whether an applicant meets the conditions; whoever fails is told the reason."""
    with transaction() as session:
        if is_conditional():
            load_application(session, application_id=path.application_id, lock=True)
            require_match(_current(session, path))
        screen_application(
            session,
            actor=actor(),
            application_id=path.application_id,
            verdict=body.verdict,
            reason=body.reason,
            now=now(),
        )
    return answer(_current(read_session(), path))


def _current(session: Session, path: ListApplicationPath) -> ListApplicationOut:
    return _out(load_application_page(session, actor=actor(), application_id=path.application_id, now=now()))


def _out(page: ApplicationPage) -> ListApplicationOut:
    return ListApplicationOut.model_validate(
        {
            **page.application.model_dump(),
            "name": page.name,
            "state": page.state,
            "declared": _declared(page),
            "files": [AttachedOut.model_validate(one, from_attributes=True) for one in page.files],
            "is_proposed": page.is_proposed if page.entry else None,
            "scores": page.entry.scores if page.entry else {},
            "note": page.entry.note if page.entry and not page.is_proposed else "",
            "notice_id": page.notice_id,
            "can_screen": page.can_screen,
        }
    )


def _declared(page: ApplicationPage) -> list[DeclaredOut]:
    given = page.application.answers
    verdicts = verdicts_of(page.call.questions, given)
    return [
        DeclaredOut.model_validate(
            {"key": one["key"], "text": one["text"], "answer": given.get(one["key"]), "ruled": verdicts[one["key"]]}
        )
        for one in page.call.questions
    ]
