"""Settlement for programs: meters that the plant adds, their readings, the sheets that follow from them."""

from collections.abc import Sequence

from flask import Response
from sqlmodel import Session, col, select

from marketplace.core.errors import NotFoundError
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.projects.access import load_seen_project
from marketplace.projects.api_schemas import ProjectPath
from marketplace.projects.meters_schemas import (
    MeterBody,
    MeterOut,
    MeterPath,
    MeterReadingOut,
    MeterReadingsOut,
    MetersOut,
    ReadingBody,
    SettlementSheetOut,
    SheetLineOut,
)
from marketplace.projects.models import Meter, MeterReading
from marketplace.projects.papers.contract import SUBJECT
from marketplace.projects.papers.settlement import terms_of
from marketplace.projects.services import settlements
from marketplace.projects.settlement import ReadingValue, settle, total_of
from marketplace.projects.works_schemas import document_out
from marketplace.web.api import EmptyBody, answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("meters", tag="改造项目")
METER = "/projects/<int:project_id>/meters/<int:meter_id>"


@bp.get("/projects/<int:project_id>/meters", summary="计量项", responses={200: MetersOut})
@requires(Permission.SEE_PROJECTS)
def get_meters(path: ProjectPath) -> Response:
    """Return what is measured, how it turns into money, and what has fallen due."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return answer(_meters(read_session(), path))


@bp.post("/projects/<int:project_id>/meters", summary="登记计量项", responses={201: MeterOut})
@requires(Permission.RUN_PROJECTS)
def post_meter(path: ProjectPath, body: MeterBody) -> Response:
    """Add a meter; both sides may then send its readings."""
    with transaction() as session:
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
            require_match(_meters(session, path))
        meter = settlements.add_meter(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
        session.flush()  # The answer names the new row by its id.
        meter_id = meter.id or 0
    return answer(_meter(read_session(), read_session().get_one(Meter, meter_id)), status=201)


@bp.get(METER, summary="一个计量项", responses={200: MeterOut})
@requires(Permission.SEE_PROJECTS)
def get_meter(path: MeterPath) -> Response:
    """Return one meter."""
    return answer(_meter(read_session(), _load(read_session(), path)))


@bp.get(f"{METER}/readings", summary="计量项的读数", responses={200: MeterReadingsOut})
@requires(Permission.SEE_PROJECTS)
def get_readings(path: MeterPath) -> Response:
    """Return the readings of a meter, by day; the first is where it starts."""
    _load(read_session(), path)
    wanted = select(MeterReading).where(MeterReading.meter_id == path.meter_id).order_by(col(MeterReading.read_on))
    rows = read_session().exec(wanted)
    return answer(MeterReadingsOut(items=[MeterReadingOut.model_validate(one, from_attributes=True) for one in rows]))


@bp.post(f"{METER}/readings", summary="登记一次读数", responses={200: MeterOut})
@requires(Permission.WORK_ON_PROJECTS)
def post_reading(path: MeterPath, body: ReadingBody) -> Response:
    """Add a reading; one that falls, or that is not later than the last, is refused (422)."""
    with transaction() as session:
        if is_conditional():
            require_match(_meter(session, _load(session, path, lock=True)))
        settlements.add_reading(
            session, actor=actor(), project_id=path.project_id, meter_id=path.meter_id, entered=body, now=now()
        )
    return answer(_meter(read_session(), _load(read_session(), path)))


@bp.get(f"{METER}/sheet", summary="结算单", responses={200: SettlementSheetOut})
@requires(Permission.SEE_PROJECTS)
def get_sheet(path: MeterPath) -> Response:
    """Return what has fallen due between readings, with the sheet that was issued last."""
    return answer(_sheet(read_session(), path))


@bp.post(f"{METER}/sheet", summary="生成结算单", responses={200: SettlementSheetOut})
@requires(Permission.WORK_ON_PROJECTS)
def post_sheet(path: MeterPath, body: EmptyBody) -> Response:  # noqa: ARG001 - an empty object is asked for
    """Issue the sheet as the readings stand; it takes two of them (409)."""
    with transaction() as session:
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
            require_match(_sheet(session, path))
        settlements.issue_settlement(
            session,
            actor=actor(),
            project_id=path.project_id,
            meter_id=path.meter_id,
            base_url=base_url(),
            now=now(),
        )
    return answer(_sheet(read_session(), path))


def _load(session: Session, path: MeterPath, *, lock: bool = False) -> Meter:
    load_seen_project(session, actor=actor(), project_id=path.project_id, lock=lock)
    meter = session.get(Meter, path.meter_id)
    if meter is None or meter.project_id != path.project_id:
        raise NotFoundError
    return meter


def _meters(session: Session, path: ProjectPath) -> MetersOut:
    rows = session.exec(select(Meter).where(Meter.project_id == path.project_id).order_by(col(Meter.id))).all()
    readings = settlements.load_readings_of(session, meter_ids=[one.id or 0 for one in rows])
    return MetersOut(items=[_out(one, readings[one.id or 0]) for one in rows])


def _meter(session: Session, meter: Meter) -> MeterOut:
    return _out(meter, settlements.load_readings(session, meter_id=meter.id or 0))


def _out(meter: Meter, readings: Sequence[ReadingValue]) -> MeterOut:
    return MeterOut.model_validate(
        {
            **meter.model_dump(),
            "readings": len(readings),
            "last_on": readings[-1].read_on if readings else None,
            "total_fen": total_of(settle(readings, terms_of(meter))),
        }
    )


def _sheet(session: Session, path: MeterPath) -> SettlementSheetOut:
    lines = settle(settlements.load_readings(session, meter_id=path.meter_id), terms_of(_load(session, path)))
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[path.project_id])[path.project_id]
    issued = [one for one in documents if one.kind == f"settlement_{path.meter_id}" and one.is_current]
    return SettlementSheetOut(
        lines=[SheetLineOut.model_validate(one, from_attributes=True) for one in lines],
        total_fen=total_of(lines),
        document=document_out(issued[0]) if issued else None,
    )
