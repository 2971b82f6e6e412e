"""Writes of meters, readings and settlement sheets."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import NotReadyError, WrongStateError
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError
from marketplace.core.locks import find_locked
from marketplace.core.wording import day_text
from marketplace.documents.models import IssuedDocument
from marketplace.documents.services import issue_document
from marketplace.projects.access import load_seen_project, parties_of, state_of_project
from marketplace.projects.labels import ProjectState
from marketplace.projects.models import Meter, MeterReading, Project
from marketplace.projects.papers.settlement import settlement_issue
from marketplace.projects.policies import is_party
from marketplace.projects.schemas import MeterIn, ReadingIn
from marketplace.projects.services.changes import TWO_SIDES
from marketplace.projects.services.events import note_step, project_url, tell
from marketplace.projects.settlement import ReadingValue, fault_of

METERED = frozenset(set(ProjectState) - {ProjectState.ENDED})
PERMILLE = 10


def add_meter(session: Session, *, actor: Actor, project_id: int, entered: MeterIn, now: datetime) -> Meter:
    """Add what is measured; the plant does, and the contractor is told."""
    project = _load(session, actor=actor, project_id=project_id)
    if actor.role is not Role.ENTERPRISE:
        raise ForbiddenError("计量项由企业登记，服务商可以登记读数。")
    meter = Meter(
        project_id=project_id,
        kind=entered.kind,
        name=entered.name,
        unit=entered.unit,
        price_fen=entered.price or 0,
        output_unit=entered.output_unit,
        baseline_milli=entered.baseline or 0,
        value_fen=entered.value or 0,
        share_permille=(entered.share or 0) * PERMILLE,
        better=entered.better,
        cap_fen=entered.cap,
        source=entered.source,
        created_at=now,
    )
    session.add(meter)
    text = f"登记了计量项“{entered.name}”"
    note_step(session, actor=actor, project=project, action="meter.added", text=text, now=now)
    subject = f"新的计量项：{project.title}"
    url = f"{project_url(project)}/settlement"
    tell(session, organisation_id=project.provider_id, subject=subject, body=text, url=url, now=now)
    return meter


def add_reading(
    session: Session, *, actor: Actor, project_id: int, meter_id: int, entered: ReadingIn, now: datetime
) -> MeterReading:
    """Add a reading; one that falls, or that is not later than the last, is refused."""
    project = _load(session, actor=actor, project_id=project_id)
    meter = load_meter(session, project=project, meter_id=meter_id)
    if entered.read_on > shanghai_day(now):
        raise InvalidError(fields={"read_on": ["抄表日期不能晚于今天。"]})
    known = load_readings(session, meter_id=meter_id)
    reading = ReadingValue(read_on=entered.read_on, value_milli=entered.value, output_milli=entered.output)
    fault = fault_of(known[-1] if known else None, reading)
    if fault is not None:
        raise InvalidError(fields={fault[0]: [fault[1]]})
    row = MeterReading(
        meter_id=meter_id,
        read_on=entered.read_on,
        value_milli=entered.value,
        output_milli=entered.output,
        note=entered.note,
        entered_by_id=actor.organisation_id,
        entered_at=now,
    )
    session.add(row)
    text = f"登记了“{meter.name}”{day_text(entered.read_on)}的读数"
    details = {"meter": meter_id}
    note_step(session, actor=actor, project=project, action="meter.read", text=text, details=details, now=now)
    return row


def issue_settlement(
    session: Session, *, actor: Actor, project_id: int, meter_id: int, base_url: str, now: datetime
) -> IssuedDocument:
    """Issue the settlement sheet of a meter as it stands."""
    project = _load(session, actor=actor, project_id=project_id)
    meter = load_meter(session, project=project, meter_id=meter_id)
    readings = load_readings(session, meter_id=meter_id)
    least = 2
    if len(readings) < least:
        raise NotReadyError("至少要有两次读数才能结算：一次起始读数，一次本期读数。")
    issue = settlement_issue(session, project=project, meter=meter, readings=readings)
    return issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)


def load_meter(session: Session, *, project: Project, meter_id: int) -> Meter:
    """Return a meter of a project."""
    meter = find_locked(session, Meter, meter_id)
    if meter is None or meter.project_id != project.id:
        raise NotFoundError
    return meter


def load_readings(session: Session, *, meter_id: int) -> list[ReadingValue]:
    """Return the readings of a meter by day."""
    return load_readings_of(session, meter_ids=[meter_id])[meter_id]


def load_readings_of(session: Session, *, meter_ids: Sequence[int]) -> dict[int, list[ReadingValue]]:
    """Return the readings of several meters by their ids, each by day: one statement."""
    found: dict[int, list[ReadingValue]] = {meter_id: [] for meter_id in meter_ids}
    rows = session.exec(
        select(MeterReading).where(col(MeterReading.meter_id).in_(meter_ids)).order_by(col(MeterReading.read_on))
    )
    for row in rows:
        value = ReadingValue(read_on=row.read_on, value_milli=row.value_milli, output_milli=row.output_milli)
        found[row.meter_id].append(value)
    return found


def _load(session: Session, *, actor: Actor, project_id: int) -> Project:
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    if actor.role not in TWO_SIDES or not is_party(actor, parties_of(session, project=project)):
        raise ForbiddenError
    if state_of_project(project) not in METERED:
        raise WrongStateError("项目已经终止，不能再登记。")
    return project
