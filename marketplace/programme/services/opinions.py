"""Writes of opinions: the county's government, then the city."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import NotReadyError, WrongStateError
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.documents.words import clause
from marketplace.files.services import Upload, attach_files
from marketplace.files.store import FileStore
from marketplace.programme import policies
from marketplace.programme.labels import (
    OPINION_DECISION_LABELS,
    ApplicationState,
    OpinionDecision,
    OpinionLevel,
)
from marketplace.programme.models import PilotApplication, PilotOpinion
from marketplace.programme.queries.applications import OPINION_FILES, load_application, state_of, whole_of
from marketplace.programme.queries.rounds import load_round
from marketplace.programme.schemas import OpinionIn
from marketplace.programme.services.applications import load_own_application
from marketplace.programme.services.telling import tell_county, tell_province


def give_government_opinion(
    session: Session,
    *,
    actor: Actor,
    application_id: int,
    entered: OpinionIn,
    uploads: Sequence[Upload],
    store: FileStore,
    now: datetime,
) -> PilotOpinion:
    """Enter what the county's government wrote under its seal, with the scan of the sealed page."""
    application, found = load_own_application(session, actor=actor, application_id=application_id)
    if state_of(application, found) is not ApplicationState.FINAL:
        raise NotReadyError("政府意见针对定稿：请先定稿，盖章后再录入；报送以后不能再录入。")
    if not uploads:
        raise InvalidError(fields={"page": ["请上传盖章页的扫描件或照片。"]})
    entered = entered.model_copy(update={"decision": OpinionDecision.AGREE})
    opinion = _keep(
        session, actor=actor, application=application, level=OpinionLevel.GOVERNMENT, entered=entered, now=now
    )
    attach_files(
        session,
        actor=actor,
        store=store,
        uploads=list(uploads),
        subject_kind=OPINION_FILES,
        subject_id=opinion.id or 0,
        field="page",
        now=now,
    )
    return opinion


def give_city_opinion(
    session: Session,
    *,
    actor: Actor,
    application_id: int,
    entered: OpinionIn,
    uploads: Sequence[Upload],
    store: FileStore,
    now: datetime,
) -> PilotOpinion:
    """Agree, which sends the application up, or return it to the county with reasons.

    Raises NotFoundError for other cities' counties, ConflictError unless the application waits for the city.
    """
    application = load_application(session, application_id=application_id, lock=True)
    if not policies.is_its_city(actor, county_code=application.county_code):
        raise NotFoundError
    found = load_round(session, round_id=application.round_id)
    if state_of(application, found) is not ApplicationState.SUBMITTED:
        raise WrongStateError("这份申报现在不在设区市审核的环节。")
    opinion = _keep(session, actor=actor, application=application, level=OpinionLevel.CITY, entered=entered, now=now)
    if uploads:
        attach_files(
            session,
            actor=actor,
            store=store,
            uploads=list(uploads),
            subject_kind=OPINION_FILES,
            subject_id=opinion.id or 0,
            field="page",
            now=now,
        )
    county = whole_of(session, application=application, found=found).county_name
    if entered.decision is OpinionDecision.AGREE:
        application.endorsed_at = now
        tell_province(session, found=found, application=application, county=county, now=now)
        return opinion
    _return(session, application=application, reason=entered.text, now=now)
    return opinion


def _return(session: Session, *, application: PilotApplication, reason: str, now: datetime) -> None:
    """Give an application back to the county, which may type in it again."""
    application.returned_at = now
    application.finalised_at = application.submitted_at = None
    application.digest = ""
    tell_county(
        session,
        application=application,
        subject="设区市退回了试点创建申报",
        body=f"理由：{clause(reason)}。请在申报截止前修改，重新定稿、盖章和报送。",
        now=now,
    )


def _keep(
    session: Session,
    *,
    actor: Actor,
    application: PilotApplication,
    level: OpinionLevel,
    entered: OpinionIn,
    now: datetime,
) -> PilotOpinion:
    if entered.signed_on > shanghai_day(now):
        raise InvalidError(fields={"signed_on": ["落款日期不能晚于今天。"]})
    if entered.decision is OpinionDecision.RETURN and len(entered.text) < 10:  # noqa: PLR2004 - a reason needs some words
        raise InvalidError(fields={"text": ["退回要写明理由和怎么改，至少 10 个字。"]})
    opinion = PilotOpinion(
        application_id=application.id or 0,
        level=level,
        decision=entered.decision,
        text=entered.text or OPINION_DECISION_LABELS[entered.decision],
        signed_on=entered.signed_on,
        digest=application.digest,
        organisation_id=actor.organisation_id,
        given_by_id=actor.user_id,
        given_at=now,
    )
    session.add(opinion)
    session.flush()  # The journal and the scans name the new row by its id.
    details = {"decision": entered.decision.value, "digest": application.digest, "level": level.value}
    subject = f"pilot_application:{application.id}"
    record(session, actor=actor, action="pilot_opinion.given", subject=subject, now=now, details=details)
    return opinion
