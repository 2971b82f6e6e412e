"""Writes of acceptance: the county asks, experts judge, the province decides; 样本县 follows from it."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.changes import log_change
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import (
    AlreadyDoneError,
    AlreadyExistsError,
    NotReadyError,
    TooEarlyError,
    WrongStateError,
)
from marketplace.core.errors import ConflictError, ForbiddenError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.core.wording import day_text
from marketplace.documents.services import issue_document
from marketplace.notify.services import notify_organisation
from marketplace.programme.models import Pilot, PilotAcceptance
from marketplace.programme.pilot_papers import acceptance_issue, sample_issue
from marketplace.programme.pilot_schemas import AcceptanceIn, JudgementIn, PanelIn
from marketplace.programme.queries.pilots import load_line, load_own_pilot
from marketplace.programme.queries.rounds import load_own_round
from marketplace.programme.services.pilots import CHANGE
from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.criteria import Criterion, Question, Scheme
from marketplace.reviews.models import Review
from marketplace.reviews.queries import load_outcome
from marketplace.reviews.schemas import CandidateIn, ReviewIn
from marketplace.reviews.services import open_review

SUBJECT = "pilot_acceptance"
EARLIEST_DAYS = 90


def request_acceptance(
    session: Session, *, actor: Actor, pilot_id: int, entered: AcceptanceIn, base_url: str, now: datetime
) -> PilotAcceptance:
    """Ask for acceptance in the last ninety days of the two years or after; the papers are made from the facts."""
    pilot = load_own_pilot(session, actor=actor, pilot_id=pilot_id, lock=True)
    if (pilot.ends_on - shanghai_day(now)).days > EARLIEST_DAYS:
        raise TooEarlyError(f"创建期到{day_text(pilot.ends_on)}，期满前 {EARLIEST_DAYS} 天内才能申请验收。")
    known = find_locked(session, PilotAcceptance, pilot_id)
    if known is not None and known.review_id is not None:
        raise WrongStateError("专家验收已经开始，申请不能再改。")
    line = load_line(session, pilot_id=pilot_id, now=now)
    body = load_organisation(session, organisation_id=pilot.organisation_id)
    issue = acceptance_issue(line, summary=entered.summary, copying=entered.copying, issuer=body.name)
    document = issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)
    made = known or PilotAcceptance(pilot_id=pilot_id, summary="", copying="", digest="", requested_at=now)
    made.summary, made.copying, made.digest = entered.summary, entered.copying, document.digest
    made.requested_at, made.requested_by_id, made.version = now, actor.user_id, made.version + 1
    session.add(made)
    _note(session, actor=actor, pilot=pilot, action="pilot_acceptance.requested", digest=document.digest, now=now)
    return made


def open_acceptance(session: Session, *, actor: Actor, pilot_id: int, entered: PanelIn, now: datetime) -> Review:
    """Set up the expert acceptance of a pilot that asked for it."""
    pilot, acceptance = _load(session, actor=actor, pilot_id=pilot_id)
    if acceptance.review_id is not None:
        raise AlreadyExistsError("专家验收已经建立。")
    line = load_line(session, pilot_id=pilot_id, now=now)
    body = load_organisation(session, organisation_id=pilot.organisation_id)
    review = open_review(
        session,
        actor=actor,
        review=ReviewIn(
            subject_kind=SUBJECT,
            subject_id=pilot_id,
            subject_url=f"/programme/pilots/{pilot_id}/acceptance",
            title=f"{line.name}试点创建验收",
            scheme=_scheme(entered),
            candidates=(
                CandidateIn(
                    key=str(pilot_id),
                    label=line.name,
                    facts=PartyFacts(
                        organisation_ids=frozenset({pilot.organisation_id}), name_keys=frozenset({body.name_key})
                    ),
                    summary=f"{pilot.industry_name}，目标达到 {line.reached} 项，共 {len(line.targets)} 项",
                    links=(("试点县页面", f"/programme/pilots/{pilot_id}"),),
                ),
            ),
            county_code=pilot.county_code,
            least_members=entered.least_experts,
        ),
        now=now,
    )
    acceptance.review_id = review.id
    _note(session, actor=actor, pilot=pilot, action="pilot_acceptance.opened", digest=acceptance.digest, now=now)
    return review


def _scheme(entered: PanelIn) -> Scheme:
    return Scheme(
        criteria=tuple(
            Criterion(key=f"c{number}", label=row.label, points=row.points, minimum=row.minimum)
            for number, row in enumerate(entered.criteria, start=1)
        ),
        questions=(Question(key="targets", label="完成申报的试点目标，本地区基本覆盖"),),
    )


def decide_acceptance(
    session: Session, *, actor: Actor, pilot_id: int, entered: JudgementIn, base_url: str, now: datetime
) -> PilotAcceptance:
    """Decide upon the experts' acceptance; a county that passed becomes 样本县, with a paper that says so.

    Raises ConflictError before the experts are done or when it was decided already.
    """
    pilot, acceptance = _load(session, actor=actor, pilot_id=pilot_id)
    if acceptance.decided_at is not None:
        raise AlreadyDoneError("验收已经作出决定，不能再改。")
    if acceptance.review_id is None:
        raise NotReadyError("还没有组织专家验收。")
    outcome = load_outcome(session, review_id=acceptance.review_id)
    row = outcome.by_key()[str(pilot_id)]
    if entered.is_passed and row.placed.place is None:
        raise ConflictError(f"专家验收不合格（{'；'.join(row.placed.reasons)}），不能判为合格。")
    acceptance.is_passed, acceptance.reason = entered.is_passed, entered.reason
    acceptance.decided_at, acceptance.decided_by_id = now, actor.user_id
    acceptance.version += 1
    _note(session, actor=actor, pilot=pilot, action="pilot_acceptance.decided", digest=outcome.digest, now=now)
    if entered.is_passed:
        session.flush()  # The paper tells the state that the decision makes.
        line = load_line(session, pilot_id=pilot_id, now=now)
        issuer = load_organisation(session, organisation_id=actor.organisation_id).name
        issue = sample_issue(line, issuer=issuer, signed_on=shanghai_day(now), review_digest=outcome.digest)
        issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)
    notify_organisation(
        session,
        organisation_id=pilot.organisation_id,
        subject="试点创建验收：" + ("合格" if entered.is_passed else "不合格"),
        body=f"理由：{entered.reason}",
        url=f"/programme/pilots/{pilot_id}",
        now=now,
    )
    return acceptance


def _load(session: Session, *, actor: Actor, pilot_id: int) -> tuple[Pilot, PilotAcceptance]:
    if actor.role is not Role.PROVINCE:
        raise ForbiddenError
    pilot = session.get(Pilot, pilot_id)
    if pilot is None:
        raise NotFoundError
    load_own_round(session, actor=actor, round_id=pilot.round_id)
    acceptance = find_locked(session, PilotAcceptance, pilot_id)
    if acceptance is None:
        raise NotReadyError("这个试点县还没有申请验收。")
    return pilot, acceptance


def _note(session: Session, *, actor: Actor, pilot: Pilot, action: str, digest: str, now: datetime) -> None:
    record(session, actor=actor, action=action, subject=f"pilot:{pilot.id}", now=now, details={"digest": digest})
    log_change(session, kind=CHANGE, object_id=pilot.id or 0, now=now)
