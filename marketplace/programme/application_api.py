"""A county's application to a round for its program: filled in part by part, made final, sealed, handed in."""

from collections.abc import Callable

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.documents.process import base_url
from marketplace.files.process import file_store
from marketplace.files.services import Upload
from marketplace.programme.application_api_schemas import (
    GovernmentOpinionForm,
    PilotApplicationLineOut,
    PilotApplicationOut,
    PilotApplicationPath,
    PilotCityOpinionBody,
    PilotFinalisationBody,
    PilotPartBody,
    PilotPartPath,
    PilotRoundPath,
    PilotSubmissionBody,
)
from marketplace.programme.application_out import application_out, line_out
from marketplace.programme.plan import PART_FIELDS
from marketplace.programme.queries.applications import list_applications
from marketplace.programme.queries.rounds import load_seen_round
from marketplace.programme.services.applications import (
    finalise_application,
    load_own_application,
    reopen_application,
    save_part,
    start_application,
    submit_application,
)
from marketplace.programme.services.opinions import give_city_opinion, give_government_opinion
from marketplace.web.api import CursorQuery, EmptyBody, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("pilot_applications", tag="试点县申报")
AT = "/pilot-applications/<int:application_id>"


@bp.get("/rounds/<int:round_id>/applications", summary="一轮的申报", responses={200: listing(PilotApplicationLineOut)})
@requires(Permission.SEE_COUNTY)
def list_round_applications(path: PilotRoundPath, query: CursorQuery) -> Response:
    """List the applications of one's area to a published round, in the order in which they were begun."""
    session = read_session()
    found = load_seen_round(session, actor=actor(), round_id=path.round_id)
    if found.published_at is None:
        raise NotFoundError
    lines = list_applications(session, found=found, prefix=actor().area_prefix)
    rows = sorted((line_out(one) for one in lines), key=lambda row: row.id)
    rows = [row for row in rows if row.id > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.post("/rounds/<int:round_id>/applications", summary="开始申报", responses={201: PilotApplicationOut})
@requires(Permission.WRITE_PILOT)
def post_round_application(path: PilotRoundPath, body: EmptyBody) -> Response:  # noqa: ARG001 - checked before
    """Begin the county's application; a county has one in a round and is given it again."""
    require_match(None)
    with transaction() as session:
        made = start_application(session, actor=actor(), round_id=path.round_id, now=now())
        application_id = made.id or 0
    return _answer(application_id, status=201)


@bp.get(AT, summary="一份申报", responses={200: PilotApplicationOut})
@requires(Permission.SEE_PILOT_APPLICATIONS)
def get_pilot_application(path: PilotApplicationPath) -> Response:
    """Return an application with all that was typed, what is missing, and the opinions on it."""
    return _answer(path.application_id)


@bp.put(f"{AT}/parts/<part>", summary="保存申报的一部分", responses={200: PilotApplicationOut})
@requires(Permission.WRITE_PILOT)
def put_part(path: PilotPartPath, body: PilotPartBody) -> Response:
    """Keep what was typed in a part, faults and all; ``defects`` of the answer tell what is to be mended."""
    with transaction() as session:
        _require_match(session, path)
        strange = sorted(set(body.content) - set(PART_FIELDS[path.part]))
        if strange:
            raise InvalidError(fields={name: ["这一部分没有这个字段。"] for name in strange})
        save_part(
            session,
            actor=actor(),
            application_id=path.application_id,
            part=path.part,
            fields=body.content,
            seen_version=body.version,
            now=now(),
        )
    return _answer(path.application_id)


@bp.post(f"{AT}/finalisation", summary="定稿", responses={200: PilotApplicationOut})
@requires(Permission.WRITE_PILOT)
def post_finalisation(path: PilotApplicationPath, body: PilotFinalisationBody) -> Response:
    """Freeze the content under its digest and issue the form to be sealed; every defect is told by field (422)."""
    return _act(
        path,
        lambda session: finalise_application(
            session,
            actor=actor(),
            application_id=path.application_id,
            seen_version=body.version,
            base_url=base_url(),
            now=now(),
        ),
    )


@bp.post(f"{AT}/reopening", summary="撤回定稿", responses={200: PilotApplicationOut})
@requires(Permission.WRITE_PILOT)
def post_reopening(path: PilotApplicationPath, body: EmptyBody) -> Response:  # noqa: ARG001 - checked before
    """Take the final form back to change it; opinions on it no longer count."""
    return _act(
        path,
        lambda session: reopen_application(session, actor=actor(), application_id=path.application_id, now=now()),
    )


@bp.post(f"{AT}/government-opinion", summary="录入政府意见", responses={200: PilotApplicationOut})
@requires(Permission.WRITE_PILOT)
def post_government_opinion(path: PilotApplicationPath, form: GovernmentOpinionForm) -> Response:
    """Keep what the county's government wrote under its seal, with the scan of the sealed page."""
    return _act(
        path,
        lambda session: give_government_opinion(
            session,
            actor=actor(),
            application_id=path.application_id,
            entered=form.to_opinion(),
            uploads=[Upload(name=name, content=content) for name, content in contents(form.page)],
            store=file_store(),
            now=now(),
        ),
    )


@bp.post(f"{AT}/submission", summary="报送", responses={200: PilotApplicationOut})
@requires(Permission.WRITE_PILOT)
def post_pilot_submission(path: PilotApplicationPath, body: PilotSubmissionBody) -> Response:
    """Hand the sealed form in to the city before the deadline; a receipt is issued."""
    return _act(
        path,
        lambda session: submit_application(
            session,
            actor=actor(),
            application_id=path.application_id,
            declared=body.declared,
            base_url=base_url(),
            now=now(),
        ),
    )


@bp.post(f"{AT}/city-opinion", summary="设区市审核意见", responses={200: PilotApplicationOut})
@requires(Permission.GIVE_CITY_OPINION)
def post_city_opinion(path: PilotApplicationPath, body: PilotCityOpinionBody) -> Response:
    """Send the application up, or return it to the county with the reason."""
    with transaction() as session:
        require_match(application_out(session, actor=actor(), application_id=path.application_id))
        give_city_opinion(
            session,
            actor=actor(),
            application_id=path.application_id,
            entered=body,
            uploads=[],
            store=file_store(),
            now=now(),
        )
    return _answer(path.application_id)


def _act(path: PilotApplicationPath, do: Callable[[Session], object]) -> Response:
    with transaction() as session:
        _require_match(session, path)
        do(session)
    return _answer(path.application_id)


def _require_match(session: Session, path: PilotApplicationPath) -> None:
    load_own_application(session, actor=actor(), application_id=path.application_id)
    require_match(application_out(session, actor=actor(), application_id=path.application_id))


def _answer(application_id: int, *, status: int = 200) -> Response:
    return answer(application_out(read_session(), actor=actor(), application_id=application_id), status=status)
