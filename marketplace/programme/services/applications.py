"""Writes of a county: start an application, fill it in, make it final, hand it in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, NotReadyError, WrongStateError
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.wording import day_text, moment_text
from marketplace.documents.services import issue_document
from marketplace.programme import policies
from marketplace.programme.labels import ApplicationPart, ApplicationState, OpinionLevel, RoundState
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.papers import application_issue, receipt_issue
from marketplace.programme.plan import CONTACT_FIELDS, FIELD_LABELS, PART_FIELDS
from marketplace.programme.policies import deadline_of
from marketplace.programme.queries.applications import (
    Whole,
    agrees,
    find_own,
    load_application,
    load_opinions,
    state_of,
    whole_of,
)
from marketplace.programme.queries.rounds import load_round, state_of_round
from marketplace.programme.rules import FEN_PER_YI
from marketplace.programme.services.telling import tell_city
from marketplace.taxonomy.queries import load_county


def start_application(session: Session, *, actor: Actor, round_id: int, now: datetime) -> PilotApplication:
    """Begin a county's application to a round, or return the one it has: a county applies once a round."""
    found = load_round(session, round_id=round_id, lock=True)
    if found.published_at is None:
        raise NotFoundError
    county_code = actor.area_prefix
    if not policies.is_applicant(actor, county_code=county_code):
        raise ForbiddenError
    known = find_own(session, round_id=round_id, county_code=county_code)
    if known is not None:
        return known
    refuse_outside(found, now=now)
    county = load_county(session, code=county_code)
    made = PilotApplication(
        round_id=round_id,
        county_code=county.code,
        organisation_id=actor.organisation_id,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    session.flush()  # The journal names the new row by its id.
    note_application(session, actor=actor, application=made, action="pilot_application.started", now=now)
    return made


def refuse_outside(found: PilotRound, *, now: datetime) -> None:
    """Raise ConflictError with the days when a round does not take applications now."""
    state = state_of_round(found, now=now)
    if state is RoundState.AHEAD:
        raise ConflictError(f"申报从 {day_text(found.opens_on)}开始，还没有到时间。", code="pilot.too_early")
    if state is not RoundState.OPEN:
        moment = now.astimezone(deadline_of(found.closes_on).tzinfo)
        raise ConflictError(
            f"申报已于 {day_text(found.closes_on)} 24:00 截止，现在是 {moment_text(moment)}，逾期不予受理。",
            code="pilot.too_late",
        )


def save_part(
    session: Session,
    *,
    actor: Actor,
    application_id: int,
    part: ApplicationPart,
    fields: Mapping[str, str],
    seen_version: int,
    now: datetime,
) -> PilotApplication:
    """Keep what was typed in a part, faults and all; the checks stand beside the fields.

    Raises VersionMovedError when somebody else wrote since, unless nothing differs.
    """
    application, found = load_own_application(session, actor=actor, application_id=application_id)
    if not policies.can_edit(state_of(application, found)):
        raise AlreadyDoneError("申报书已经定稿。要修改，请先撤回定稿。")
    typed = {name: fields.get(name, "") for name in PART_FIELDS[part]}
    own = {name: typed.pop(name) for name in CONTACT_FIELDS if name in typed}
    content = {**application.content, **typed}
    if content == application.content and all(getattr(application, name) == text for name, text in own.items()):
        return application
    if seen_version != application.version:
        raise VersionMovedError
    for name, text in own.items():
        if len(text) > 40:  # noqa: PLR2004 - as the column holds
            raise InvalidError(fields={name: [f"“{FIELD_LABELS[name]}”最多 40 个字。"]})
        setattr(application, name, text)
    application.content = content
    application.version, application.updated_at = application.version + 1, now
    details = {"part": part.value, "version": application.version}
    note_application(
        session, actor=actor, application=application, action="pilot_application.saved", now=now, **details
    )
    return application


def finalise_application(
    session: Session, *, actor: Actor, application_id: int, seen_version: int, base_url: str, now: datetime
) -> PilotApplication:
    """Freeze the content under its digest and issue the application in the official form, to be sealed on paper.

    Raises InvalidError with every defect by field, ConflictError outside the round's days.
    """
    application, found = load_own_application(session, actor=actor, application_id=application_id)
    if not policies.can_edit(state_of(application, found)):
        raise AlreadyDoneError("申报书已经定稿，不用再定一次。")
    if seen_version != application.version:
        raise VersionMovedError
    refuse_outside(found, now=now)
    whole = whole_of(session, application=application, found=found)
    if whole.checked.plan is None:
        raise InvalidError(fields=whole.checked.defects)
    plan = whole.checked.plan
    application.catalog_no, application.industry_name = plan.catalog_no, plan.industry_name
    application.output_fen = int(plan.output * FEN_PER_YI)
    issue = _issue(session, whole)
    document = issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)
    application.digest, application.finalised_at = document.digest, now
    note_application(session, actor=actor, application=application, action="pilot_application.final", now=now)
    return application


def reopen_application(session: Session, *, actor: Actor, application_id: int, now: datetime) -> PilotApplication:
    """Take the final form back to change it, before it is handed in; opinions on the old content no longer count."""
    application, found = load_own_application(session, actor=actor, application_id=application_id)
    if state_of(application, found) is not ApplicationState.FINAL:
        raise WrongStateError("只有已经定稿、还没有报送的申报书可以撤回定稿。")
    application.finalised_at, application.digest = None, ""
    note_application(session, actor=actor, application=application, action="pilot_application.reopened", now=now)
    return application


def submit_application(
    session: Session, *, actor: Actor, application_id: int, declared: bool, base_url: str, now: datetime
) -> PilotApplication:
    """Hand the final form in to the city, with the declaration of truth; a receipt is issued.

    Raises ConflictError when the government's opinion on this very content is missing or the deadline is over.
    """
    application, found = load_own_application(session, actor=actor, application_id=application_id)
    state = state_of(application, found)
    if state is ApplicationState.SUBMITTED:
        return application  # Pressed twice: it is in already.
    if state is not ApplicationState.FINAL:
        raise NotReadyError("请先定稿，再报送。")
    refuse_outside(found, now=now)
    opinions = load_opinions(session, application_id=application_id)
    if not agrees(opinions, level=OpinionLevel.GOVERNMENT, digest=application.digest):
        raise ConflictError(
            "还没有县（市、区）人民政府对这份定稿的意见，请先录入意见并上传盖章页。", code="pilot.no_opinion"
        )
    if not declared:
        raise InvalidError(fields={"declared": ["请确认真实性声明（附件3 编制说明三、四）。"]})
    application.submitted_at, application.submitted_by_id, application.returned_at = now, actor.user_id, None
    application.receipt_number = f"SB{shanghai_day(now).year}-{application.id:05d}"
    whole = whole_of(session, application=application, found=found)
    issue_document(session, actor=actor, issue=receipt_issue(whole), base_url=base_url, now=now)
    note_application(session, actor=actor, application=application, action="pilot_application.submitted", now=now)
    tell_city(session, application=application, county=whole.county_name, now=now)
    return application


def load_own_application(session: Session, *, actor: Actor, application_id: int) -> tuple[PilotApplication, PilotRound]:
    """Return the county's own application, locked, with its round; to others it does not exist."""
    application = load_application(session, application_id=application_id, lock=True)
    if not policies.is_applicant(actor, county_code=application.county_code):
        raise NotFoundError
    return application, load_round(session, round_id=application.round_id)


def note_application(
    session: Session, *, actor: Actor, application: PilotApplication, action: str, now: datetime, **more: Any
) -> None:
    """Journal an event of an application."""
    details = {"digest": application.digest, "round_id": application.round_id, **more}
    subject = f"pilot_application:{application.id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)


def _issue(session: Session, whole: Whole) -> Any:
    body = load_organisation(session, organisation_id=whole.application.organisation_id)
    return application_issue(whole, applicant=body.name)
