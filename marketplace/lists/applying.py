"""Writes of applications: saved, handed in with a receipt's digest, taken back, screened by rule."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.accounts.passwords import new_token
from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, WrongStateError
from marketplace.core.digest import canonical_json, digest_bytes
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.wording import second_text
from marketplace.documents.words import clause
from marketplace.files.queries import load_files
from marketplace.lists.calls import load_own_call
from marketplace.lists.criteria import verdict_of
from marketplace.lists.facts import application_facts
from marketplace.lists.labels import ApplicationState, CallState
from marketplace.lists.models import ListApplication, ListCall, RecommendedList
from marketplace.lists.queries import (
    REVIEW_SUBJECT,
    application_state_of,
    call_state_of,
    find_application,
    find_earlier_declaration,
    load_application,
    load_call,
)
from marketplace.lists.schemas import ApplicationIn
from marketplace.notify.services import notify_organisation
from marketplace.providers.models import Provider
from marketplace.reviews.labels import Verdict
from marketplace.reviews.queries import find_review

FILES = "list_application"
LEAST_SCENARIO, LEAST_EVIDENCE = 2, 4  # Characters without which a line of evidence says nothing.


def save_application(
    session: Session, *, actor: Actor, call_id: int, entered: ApplicationIn, now: datetime
) -> ListApplication:
    """Keep what a provider has so far; nothing needs to be complete. One that was handed in is taken back first."""
    call = _open_call(session, call_id=call_id, now=now)
    application = find_application(session, call_id=call_id, provider_id=actor.organisation_id, lock=True)
    if entered.version != (application.version if application else 0):
        raise VersionMovedError
    if application is None:
        application = _begin(session, actor=actor, call=call, now=now)
    if application.submitted_at is not None and application.withdrawn_at is None:
        raise AlreadyDoneError("申报已经提交。要修改，请先撤回，改好后在截止以前再提交。")
    _require_asked(call, entered)
    application.answers = {key: value.value for key, value in entered.answers.items()}
    application.statements = {key: text.strip() for key, text in entered.statements.items() if text.strip()}
    application.evidence = [row.model_dump() for row in entered.evidence]
    application.submitted_at = application.withdrawn_at = None
    application.saved_at, application.version = now, application.version + 1
    session.add(application)
    session.flush()  # Files and the journal name the application by its id.
    return application


def _require_asked(call: ListCall, entered: ApplicationIn) -> None:
    """Raise for answers to questions and statements on criteria that the call does not have."""
    asked = {f"answers.{item['key']}" for item in call.questions}
    asked |= {f"statements.{item['key']}" for item in call.scheme["criteria"]}
    said = [*(f"answers.{key}" for key in entered.answers), *(f"statements.{key}" for key in entered.statements)]
    if unknown := [name for name in said if name not in asked]:
        raise InvalidError(fields={name: ["这次征集没有问这一项。"] for name in unknown})


def reuse_declaration(
    session: Session, *, actor: Actor, call_id: int, consents: bool, now: datetime
) -> ListApplication:
    """Fill in the answers of the provider's last declaration, only because it said so; it still checks them."""
    if not consents:
        raise InvalidError(fields={"consents": ["请先同意，再沿用上次的声明。"]})
    call = _open_call(session, call_id=call_id, now=now)
    earlier = find_earlier_declaration(session, provider_id=actor.organisation_id, call_id=call_id)
    if earlier is None:
        raise NotFoundError
    application = find_application(session, call_id=call_id, provider_id=actor.organisation_id, lock=True)
    application = application or _begin(session, actor=actor, call=call, now=now)
    if application.submitted_at is not None and application.withdrawn_at is None:
        raise AlreadyDoneError("申报已经提交，不能再沿用以前的声明。")
    keys = {question["key"] for question in call.questions}
    application.answers = {key: value for key, value in earlier.answers.items() if key in keys}
    application.reused_from_id = earlier.id
    application.saved_at, application.version = now, application.version + 1
    session.add(application)
    session.flush()  # The journal names the application by its id.
    details = {"from": earlier.number}
    _note(
        session, actor=actor, application=application, action="application.declaration_reused", details=details, now=now
    )
    return application


def load_to_mend(session: Session, *, actor: Actor, call_id: int, now: datetime) -> ListApplication:
    """Return a provider's own application, held, counted as changed, while it may still be changed."""
    _open_call(session, call_id=call_id, now=now)
    application = find_application(session, call_id=call_id, provider_id=actor.organisation_id, lock=True)
    if application is None:
        raise NotFoundError
    if application.submitted_at is not None and application.withdrawn_at is None:
        raise AlreadyDoneError("申报已经提交。要补充文件，请先撤回，改好后在截止以前再提交。")
    application.saved_at, application.version = now, application.version + 1
    return application


def submit_application(
    session: Session, *, actor: Actor, call_id: int, seen_version: int, now: datetime
) -> ListApplication:
    """Hand an application in: what it says is frozen with a digest, the receipt, and sealed until it is opened.

    Raises InvalidError with what is missing, ConflictError after the deadline.
    """
    call = _open_call(session, call_id=call_id, now=now)
    application = find_application(session, call_id=call_id, provider_id=actor.organisation_id, lock=True)
    if application is None:
        raise NotFoundError
    if application.version != seen_version:
        raise VersionMovedError
    if application.submitted_at is not None and application.withdrawn_at is None:
        return application
    wrong = missing_parts(call, application)
    if wrong:
        raise InvalidError(fields=wrong)
    name = load_organisation(session, organisation_id=application.provider_id).name
    files = load_files(session, subject_kind=FILES, subject_ids=[application.id or 0])[application.id or 0]
    facts = canonical_json(
        application_facts(application, call=call, provider_name=name, file_digests=[file.digest for file in files])
    )
    application.facts, application.digest = facts.decode(), digest_bytes(facts)
    application.submitted_at, application.submitted_by_id = now, actor.user_id
    application.withdrawn_at, application.version = None, application.version + 1
    details = {"digest": application.digest}
    _note(session, actor=actor, application=application, action="application.submitted", details=details, now=now)
    return application


def withdraw_application(session: Session, *, actor: Actor, call_id: int, now: datetime) -> ListApplication:
    """Take an application back before the deadline; it may be mended and handed in again."""
    _open_call(session, call_id=call_id, now=now)
    application = find_application(session, call_id=call_id, provider_id=actor.organisation_id, lock=True)
    if application is None:
        raise NotFoundError
    if application_state_of(application) is not ApplicationState.SUBMITTED:
        raise WrongStateError("还没有提交，不用撤回。")
    application.withdrawn_at, application.version = now, application.version + 1
    _note(session, actor=actor, application=application, action="application.withdrawn", details={}, now=now)
    return application


def screen_application(
    session: Session, *, actor: Actor, application_id: int, verdict: Verdict, reason: str, now: datetime
) -> ListApplication:
    """Note whether an applicant meets the conditions. What the rules fail stays failed; all else needs its reason."""
    application = load_application(session, application_id=application_id, lock=True)
    call, kept = load_own_call(session, actor=actor, call_id=application.call_id)
    state = application_state_of(application)
    if call_state_of(call, now=now) is not CallState.OPENED or state in {
        ApplicationState.DRAFT,
        ApplicationState.WITHDRAWN,
    }:
        raise NotFoundError
    if find_review(session, subject_kind=REVIEW_SUBJECT, subject_id=call.id or 0) is not None:
        raise ConflictError("评审已经建立，审查结论不能再改。", code="call.reviewed")
    _check_screening(call, application, verdict=verdict, reason=reason)
    application.screening, application.screening_reason = verdict, reason.strip()
    application.screened_at, application.screened_by_id = now, actor.user_id
    details = {"verdict": verdict.value}
    _note(session, actor=actor, application=application, action="application.screened", details=details, now=now)
    if verdict is Verdict.FAIL:
        _tell_failed(session, kept=kept, application=application, now=now)
    return application


def missing_parts(call: ListCall, application: ListApplication) -> dict[str, list[str]]:
    """Return what an application lacks before it can be handed in, by the field of its form."""
    wrong: dict[str, list[str]] = {}
    for number, question in enumerate(call.questions, start=1):
        if question["key"] not in application.answers:
            wrong[f"answer_{question['key']}"] = [f"请回答声明的第 {number} 题。"]
    for criterion in call.scheme["criteria"]:
        if not application.statements.get(criterion["key"]):
            wrong[f"statement_{criterion['key']}"] = [f"请写“{criterion['label']}”。"]
    for place, row in enumerate(application.evidence):
        if len(row["scenario"].strip()) < LEAST_SCENARIO:
            wrong[f"evidence.{place}.scenario"] = ["请写是哪个场景，例如排产；不要这一行就清空它。"]
        if len(row["text"].strip()) < LEAST_EVIDENCE:
            wrong[f"evidence.{place}.text"] = ["请写做到了什么、怎么证明；不要这一行就清空它。"]
    return wrong


def _open_call(session: Session, *, call_id: int, now: datetime) -> ListCall:
    call = load_call(session, call_id=call_id, lock=True)
    state = call_state_of(call, now=now)
    if state in {CallState.DRAFT, CallState.WITHDRAWN}:
        raise NotFoundError
    if state is not CallState.OPEN:
        times = f"截止时间是 {second_text(call.deadline_at)}，现在是 {second_text(now)}"
        raise ConflictError(f"申报已经截止，不能再提交或修改（{times}）。", code="call.closed")
    return call


def _begin(session: Session, *, actor: Actor, call: ListCall, now: datetime) -> ListApplication:
    if session.get(Provider, actor.organisation_id) is None:
        raise NotFoundError
    if load_organisation(session, organisation_id=actor.organisation_id).confirmed_at is None:
        raise ConflictError("贵单位还没有经平台运营确认，确认后才能申报。", code="provider.unconfirmed")
    return ListApplication(
        number=f"SB{shanghai_day(now).year}-{new_token()[:8]}",
        call_id=call.id or 0,
        provider_id=actor.organisation_id,
        saved_at=now,
        version=0,
    )


def _check_screening(call: ListCall, application: ListApplication, *, verdict: Verdict, reason: str) -> None:
    ruled = verdict_of(call.questions, application.answers)
    if verdict is Verdict.DISCRETIONARY:
        raise InvalidError(fields={"verdict": ["请选择通过或不通过。"]})
    if ruled is Verdict.FAIL and verdict is Verdict.PASS:
        raise InvalidError(fields={"verdict": ["声明里有按规则不通过的回答，不能改为通过。"]})
    if (ruled is Verdict.DISCRETIONARY or verdict is Verdict.FAIL) and not reason.strip():
        raise InvalidError(fields={"reason": ["请写明理由，申报单位会看到。"]})


def _tell_failed(session: Session, *, kept: RecommendedList, application: ListApplication, now: datetime) -> None:
    notify_organisation(
        session,
        organisation_id=application.provider_id,
        subject=f"资格审查没有通过：{kept.title}"[:120],
        body=f"理由：{clause(application.screening_reason)}。打开申报页可以看到是哪一条，也可以申诉。",
        url=f"/applications/{application.id}",
        now=now,
    )


def _note(
    session: Session,
    *,
    actor: Actor,
    application: ListApplication,
    action: str,
    details: Mapping[str, Any],
    now: datetime,
) -> None:
    subject = f"list_application:{application.id}"
    more = {"call_id": application.call_id, "provider_id": application.provider_id}
    record(session, actor=actor, action=action, subject=subject, now=now, details={**more, **details})
