"""Writes of the province: paper copies received, and the initial review."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import NotReadyError, WrongStateError
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError
from marketplace.programme.conditions import Condition
from marketplace.programme.labels import ApplicationState, ScreeningVerdict
from marketplace.programme.models import PilotApplication, PilotRound, PilotScreening
from marketplace.programme.queries.applications import load_application, state_of
from marketplace.programme.queries.rounds import load_own_round, load_round
from marketplace.programme.queries.screening import load_conditions
from marketplace.programme.schemas import PaperIn, ScreeningIn
from marketplace.programme.services.applications import note_application
from marketplace.programme.services.telling import tell_county


def note_paper(
    session: Session, *, actor: Actor, application_id: int, entered: PaperIn, now: datetime
) -> PilotApplication:
    """Record how many paper copies came in, when, and who took them."""
    application, found = _load(session, actor=actor, application_id=application_id)
    if state_of(application, found) in {ApplicationState.DRAFT, ApplicationState.FINAL, ApplicationState.RETURNED}:
        raise NotReadyError("县（市、区）还没有报送，不能登记纸质材料。")
    if entered.paper_received_on > shanghai_day(now):
        raise InvalidError(fields={"paper_received_on": ["收到日期不能晚于今天。"]})
    application.paper_copies, application.paper_received_on = entered.paper_copies, entered.paper_received_on
    application.paper_received_by_id = actor.user_id
    details = {"copies": entered.paper_copies}
    note_application(session, actor=actor, application=application, action="pilot_paper.received", now=now, **details)
    return application


def screen_application(
    session: Session,
    *,
    actor: Actor,
    application_id: int,
    entered: ScreeningIn,
    verdicts: Mapping[str, tuple[str, str]],
    now: datetime,
) -> PilotScreening:
    """Decide the initial review, condition by condition; ``verdicts`` are (verdict, note) by the condition's key.

    Raises ConflictError while the city's opinion is missing or the competitive review has begun, InvalidError while
    a condition is open, departs from the data without a note, or fails although the result is 合格.
    """
    application, found = _load(session, actor=actor, application_id=application_id)
    _refuse_early_and_late(application, found)
    conditions = load_conditions(session, application=application, found=found)
    items = [_item(condition, verdicts) for condition in conditions]
    _refuse_unsound(items, entered)
    screening = session.get(PilotScreening, application_id)
    if screening is None:
        screening = PilotScreening(
            application_id=application_id, items=[], is_qualified=False, reason="", decided_at=now
        )
        session.add(screening)
    screening.items, screening.is_qualified, screening.reason = items, entered.is_qualified, entered.reason
    screening.decided_at, screening.decided_by_id = now, actor.user_id
    application.screened_at, application.is_qualified = now, entered.is_qualified
    details = {"qualified": int(entered.is_qualified)}
    note_application(
        session, actor=actor, application=application, action="pilot_screening.decided", now=now, **details
    )
    result = "合格，进入竞争性评审" if entered.is_qualified else "不合格"
    tell_county(
        session, application=application, subject=f"省级初审：{result}", body=f"理由：{entered.reason}", now=now
    )
    return screening


def _refuse_early_and_late(application: PilotApplication, found: PilotRound) -> None:
    state = state_of(application, found)
    if state is ApplicationState.SUBMITTED:
        raise ConflictError("设区市还没有提出审核意见，不能初审。", code="pilot.no_opinion")
    if state not in {ApplicationState.ENDORSED, ApplicationState.QUALIFIED, ApplicationState.REFUSED}:
        raise WrongStateError("这份申报现在不在省级初审的环节。")
    if found.review_id is not None:
        raise WrongStateError("竞争性评审已经开始，初审结果不能再改。")


def _item(condition: Condition, verdicts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    verdict, note = verdicts.get(condition.key, ("", ""))
    return {
        "key": condition.key,
        "label": condition.label,
        "basis": condition.basis,
        "found": condition.found.value,
        "evidence": condition.evidence,
        "verdict": verdict,
        "note": note[:500],
    }


def _refuse_unsound(items: list[dict[str, str]], entered: ScreeningIn) -> None:
    wrong: dict[str, list[str]] = {}
    for item in items:
        field = f"verdict_{item['key']}"
        if item["verdict"] not in set(ScreeningVerdict):
            wrong[field] = [f"“{item['label']}”还没有判断。"]
        elif item["found"] == "unmet" and item["verdict"] == ScreeningVerdict.YES and not item["note"]:
            wrong[f"note_{item['key']}"] = [f"“{item['label']}”：数据表明不符合，判为符合要写明依据。"]
    failed = [item["label"] for item in items if item["verdict"] == ScreeningVerdict.NO]
    if entered.is_qualified and failed:
        wrong["is_qualified"] = [f"有 {len(failed)} 项不符合，不能判为合格：{'、'.join(failed[:3])}。"]
    if wrong:
        raise InvalidError(fields=wrong)


def _load(session: Session, *, actor: Actor, application_id: int) -> tuple[PilotApplication, PilotRound]:
    application = load_application(session, application_id=application_id, lock=True)
    found = load_round(session, round_id=application.round_id)
    load_own_round(session, actor=actor, round_id=found.id or 0)
    if not actor.governs(application.county_code):
        raise NotFoundError
    return application, found
