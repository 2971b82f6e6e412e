"""Writes of records: platforms, recognitions, support measures, experiences; taken back, never deleted."""

from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.actor import Actor
from marketplace.core.changes import log_change
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.programme.models import IndustryPlatform, PilotPractice, Recognition, SupportMeasure
from marketplace.programme.pilot_schemas import MeasureIn, PlatformIn, PracticeIn, RecognitionIn
from marketplace.programme.queries.pilots import load_own_pilot
from marketplace.programme.services.pilots import CHANGE
from marketplace.providers.models import Provider
from marketplace.taxonomy.models import Scenario

AnyRecord = TypeVar("AnyRecord", IndustryPlatform, Recognition, SupportMeasure, PilotPractice)


def add_platform(
    session: Session, *, actor: Actor, pilot_id: int, entered: PlatformIn, now: datetime
) -> IndustryPlatform:
    """Record a platform; an operator that is a provider here counts among the providers of the targets."""
    _refuse_future(entered.online_on, field="online_on", now=now)
    made = IndustryPlatform(
        pilot_id=pilot_id,
        recorded_at=now,
        provider_id=_provider(session, entered.operator),
        **entered.model_dump(),
    )
    return _keep(session, actor=actor, made=made, now=now)


def add_recognition(
    session: Session, *, actor: Actor, pilot_id: int, entered: RecognitionIn, now: datetime
) -> Recognition:
    """Record a recognition with the paper that proves it."""
    _refuse_future(entered.recognised_on, field="recognised_on", now=now)
    return _keep(
        session, actor=actor, made=Recognition(pilot_id=pilot_id, recorded_at=now, **entered.model_dump()), now=now
    )


def add_measure(session: Session, *, actor: Actor, pilot_id: int, entered: MeasureIn, now: datetime) -> SupportMeasure:
    """Record a support measure; raises InvalidError for scenarios that are not in the library."""
    known = set(session.exec(select(Scenario.code).where(col(Scenario.code).in_(entered.scenarios))))
    if set(entered.scenarios) - known:
        raise InvalidError(fields={"scenarios": ["有的场景不在场景库里，请从列表里选。"]})
    made = SupportMeasure(pilot_id=pilot_id, recorded_at=now, **entered.model_dump(mode="json"))
    made.kind = entered.kind
    return _keep(session, actor=actor, made=made, now=now)


def add_practice(session: Session, *, actor: Actor, pilot_id: int, entered: PracticeIn, now: datetime) -> PilotPractice:
    """Publish a typical experience for others to copy."""
    return _keep(
        session, actor=actor, made=PilotPractice(pilot_id=pilot_id, published_at=now, **entered.model_dump()), now=now
    )


def withdraw_record(
    session: Session, *, actor: Actor, model: type[AnyRecord], record_id: int, pilot_id: int, now: datetime
) -> AnyRecord:
    """Take a record back: it stays in the database and counts no more."""
    load_own_pilot(session, actor=actor, pilot_id=pilot_id)
    found = find_locked(session, model, record_id)
    if found is None or found.pilot_id != pilot_id:
        raise NotFoundError
    found.withdrawn_at = found.withdrawn_at or now
    _note(session, actor=actor, found=found, action="pilot_record.withdrawn", now=now)
    return found


def _keep(session: Session, *, actor: Actor, made: AnyRecord, now: datetime) -> AnyRecord:
    load_own_pilot(session, actor=actor, pilot_id=made.pilot_id)
    session.add(made)
    session.flush()  # The journal names the new row by its id.
    _note(session, actor=actor, found=made, action="pilot_record.added", now=now)
    return made


def _note(session: Session, *, actor: Actor, found: AnyRecord, action: str, now: datetime) -> None:
    details = {"record": type(found).__name__, "record_id": found.id}
    record(session, actor=actor, action=action, subject=f"pilot:{found.pilot_id}", now=now, details=details)
    log_change(session, kind=CHANGE, object_id=found.pilot_id, now=now)


def _refuse_future(day: object, *, field: str, now: datetime) -> None:
    if str(day) > shanghai_day(now).isoformat():
        raise InvalidError(fields={field: ["日期不能晚于今天。"]})


def _provider(session: Session, name: str) -> int | None:
    return session.exec(
        select(Provider.organisation_id)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(Organisation.name_key == name_key(name), col(Organisation.merged_into_id).is_(None))
    ).first()
