"""A pilot county's records for programs of its bureau: four kinds, each listed, read, added and withdrawn alike."""

from flask import Response
from pydantic import BaseModel
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.programme.queries.pilots import load_own_pilot, load_watched_pilot
from marketplace.programme.queries.records import load_records
from marketplace.programme.record_api_schemas import (
    PilotMeasureBody,
    PilotMeasureOut,
    PilotPlatformBody,
    PilotPlatformOut,
    PilotPracticeBody,
    PilotPracticeOut,
    PilotRecognitionBody,
    PilotRecognitionOut,
    PilotRecordOut,
    PilotRecordPath,
    PilotRecordsPath,
)
from marketplace.programme.record_kinds import MEASURES, PLATFORMS, PRACTICES, RECOGNITIONS, RecordKind
from marketplace.programme.services.records import withdraw_record
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("pilot_records", tag="试点县工作")


def _mount_reading(kind: RecordKind, *, out: type[PilotRecordOut]) -> None:
    address, name = f"/pilots/<int:pilot_id>/{kind.key}", kind.title

    @bp.get(address, summary=f"{name}列表", responses={200: listing(out)}, endpoint=f"list_{kind.key}")
    @requires(Permission.SEE_COUNTY)
    def list_records(path: PilotRecordsPath, query: CursorQuery) -> Response:
        """List the records that stand, oldest first."""
        session = read_session()
        load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
        rows = _standing(session, kind=kind, out=out, pilot_id=path.pilot_id)
        found = [row for row in rows if row.id > query.after_id]
        return answer_list(found, limit=query.limit, ids=[row.id for row in found])

    @bp.get(f"{address}/<int:record_id>", summary=f"{name}：一条", responses={200: out}, endpoint=f"get_{kind.key}")
    @requires(Permission.SEE_COUNTY)
    def get_record(path: PilotRecordPath) -> Response:
        """Return a record that stands."""
        session = read_session()
        load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
        return answer(_one(session, kind=kind, out=out, path=path))


def _mount_writing(kind: RecordKind, *, body_of: type[BaseModel], out: type[PilotRecordOut]) -> None:
    address, name = f"/pilots/<int:pilot_id>/{kind.key}", kind.title

    @bp.post(address, summary=kind.button, responses={201: out}, endpoint=f"add_{kind.key}")
    @requires(Permission.WRITE_PILOT)
    def add_record(path: PilotRecordsPath, body: body_of) -> Response:  # type: ignore[valid-type]  # known at run time only
        """Keep a new record."""
        with transaction() as session:
            load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id)
            require_match(None)
            made = kind.store(session, actor=actor(), pilot_id=path.pilot_id, entered=body, now=now())
            at = PilotRecordPath(pilot_id=path.pilot_id, record_id=made.id)
        return answer(_one(read_session(), kind=kind, out=out, path=at), status=201)

    @bp.delete(
        f"{address}/<int:record_id>", summary=f"撤下{name}", responses={204: None}, endpoint=f"withdraw_{kind.key}"
    )
    @requires(Permission.WRITE_PILOT)
    def withdraw(path: PilotRecordPath) -> Response:
        """Take a record back: it counts no more and is listed no more."""
        with transaction() as session:
            load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id, lock=True)
            require_match(_one(session, kind=kind, out=out, path=path))
            withdraw_record(
                session,
                actor=actor(),
                model=kind.model,
                record_id=path.record_id,
                pilot_id=path.pilot_id,
                now=now(),
            )
        return Response(status=204)


def _standing(session: Session, *, kind: RecordKind, out: type[PilotRecordOut], pilot_id: int) -> list[PilotRecordOut]:
    rows = load_records(session, model=kind.model, pilot_id=pilot_id)
    return [out.model_validate(row, from_attributes=True) for row in reversed(rows)]


def _one(session: Session, *, kind: RecordKind, out: type[PilotRecordOut], path: PilotRecordPath) -> PilotRecordOut:
    for row in _standing(session, kind=kind, out=out, pilot_id=path.pilot_id):
        if row.id == path.record_id:
            return row
    raise NotFoundError


KINDS: tuple[tuple[RecordKind, type[BaseModel], type[PilotRecordOut]], ...] = (
    (PLATFORMS, PilotPlatformBody, PilotPlatformOut),
    (RECOGNITIONS, PilotRecognitionBody, PilotRecognitionOut),
    (MEASURES, PilotMeasureBody, PilotMeasureOut),
    (PRACTICES, PilotPracticeBody, PilotPracticeOut),
)
for _kind, _body, _out in KINDS:
    _mount_reading(_kind, out=_out)
    _mount_writing(_kind, body_of=_body, out=_out)
