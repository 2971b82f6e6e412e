"""Writes of calls: drafted, published with their criteria frozen, withdrawn, and the opening of what was sealed."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor
from marketplace.core.changes import log_change
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, WrongStateError
from marketplace.core.digest import digest
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, VersionMovedError
from marketplace.core.journal import record
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists import policies
from marketplace.lists.criteria import FULL_POINTS
from marketplace.lists.facts import call_facts
from marketplace.lists.labels import CallState
from marketplace.lists.models import ListCall, RecommendedList
from marketplace.lists.queries import call_state_of, load_call, load_list
from marketplace.lists.schemas import CallIn
from marketplace.notices.calendar import day_end
from marketplace.reviews import criteria
from marketplace.reviews.criteria import Criterion, Scheme
from marketplace.taxonomy.models import County
from marketplace.taxonomy.queries import load_industry

CHANGE = "list_call"  # Its name in the change log.


def ensure_list(
    session: Session, *, actor: Actor, catalog_no: int, provider_kind: ProviderKindName, now: datetime
) -> RecommendedList:
    """Return the actor's county's list for an industry and kind, made when there is none yet."""
    if not policies.can_manage(actor, organisation_id=actor.organisation_id):
        raise ForbiddenError
    known = session.exec(
        select(RecommendedList).where(
            RecommendedList.county_code == actor.area_prefix,
            RecommendedList.catalog_no == catalog_no,
            RecommendedList.provider_kind == provider_kind,
        )
    ).first()
    if known is not None:
        return known
    industry = load_industry(session, catalog_no=catalog_no).level2 if catalog_no else ""
    known_county = session.get(County, actor.area_prefix)
    county = known_county.name if known_county else ""
    made = RecommendedList(
        organisation_id=actor.organisation_id,
        county_code=actor.area_prefix,
        county=county,
        catalog_no=catalog_no,
        industry=industry,
        provider_kind=provider_kind,
        title=list_title(county=county, industry=industry, kind=provider_kind),
        created_at=now,
    )
    session.add(made)
    session.flush()  # Calls, drafts and the journal name the list by its id.
    record(session, actor=actor, action="list.made", subject=f"recommended_list:{made.id}", now=now)
    return made


def list_title(*, county: str, industry: str, kind: ProviderKindName) -> str:
    """Return how a list is called: 示范县家具制造业数字化总承包商推荐名单."""
    trade = industry if not industry or industry.endswith("业") else f"{industry}行业"
    digital = "数字化" if kind is ProviderKindName.GENERAL_CONTRACTOR else ""
    return f"{county}{trade}{digital}{kind.value}推荐名单"


def save_call(
    session: Session, *, actor: Actor, entered: CallIn, call_id: int | None = None, now: datetime
) -> ListCall:
    """Draft a call, or mend one that is not published; criteria add up to 100 points.

    Raises VersionMovedError for a draft that somebody else saved meanwhile, ConflictError for a published one.
    """
    scheme = _checked_scheme(entered)
    _check_deadline(entered, now=now)
    kept = ensure_list(
        session, actor=actor, catalog_no=entered.catalog_no, provider_kind=entered.provider_kind, now=now
    )
    call = _draft_of(session, actor=actor, kept=kept, call_id=call_id, now=now)
    if entered.version != (0 if call_id is None else call.version):
        raise VersionMovedError
    fields = entered.model_dump(include={"title", "guide", "places", "valid_months", "notice_days", "least_members"})
    call.sqlmodel_update(fields)
    call.list_id = kept.id or 0
    call.scheme = criteria.to_json(scheme)
    call.questions = [{name: str(value) for name, value in row.model_dump().items()} for row in entered.questions]
    call.deadline_at = day_end(entered.closes_on)
    call.version += 1
    session.add(call)
    session.flush()  # The journal names the call by its id.
    _note(session, actor=actor, call=call, action="call.saved", now=now)
    return call


def publish_call(session: Session, *, actor: Actor, call_id: int, seen_version: int, now: datetime) -> ListCall:
    """Open a call; criteria and questions are frozen with their digest. One call of a list is open at a time."""
    call, kept = load_own_call(session, actor=actor, call_id=call_id)
    if call.version != seen_version:
        raise VersionMovedError
    _require(call, CallState.DRAFT, "这次征集已经发布过。", now=now)
    if call.deadline_at <= now:
        raise InvalidError("申报截止日期已经过去，请先改截止日期。", code="call.deadline")
    if any(state is CallState.OPEN for state in _other_states(session, call=call, now=now)):
        raise ConflictError("这份名单已经有一次征集正在进行，请等它截止。", code="call.running")
    call.published_at, call.version = now, call.version + 1
    call.digest = digest(call_facts(kept, call))
    _note(session, actor=actor, call=call, action="call.published", now=now)
    return call


def withdraw_call(session: Session, *, actor: Actor, call_id: int, reason: str, now: datetime) -> ListCall:
    """Cancel a call whose applications were not opened yet; the reason is published."""
    call, _ = load_own_call(session, actor=actor, call_id=call_id)
    if call_state_of(call, now=now) in {CallState.OPENED, CallState.WITHDRAWN}:
        raise AlreadyDoneError("申报材料已经开启或征集已经取消，不能再取消。")
    call.withdrawn_at, call.withdrawn_reason = now, reason.strip()
    _note(session, actor=actor, call=call, action="call.withdrawn", now=now)
    return call


def open_applications(session: Session, *, actor: Actor, call_id: int, now: datetime) -> ListCall:
    """Unseal what was handed in, at the deadline at the earliest; the journal says who did it and when."""
    call, _ = load_own_call(session, actor=actor, call_id=call_id)
    if call_state_of(call, now=now) is CallState.OPENED:
        return call
    _require(call, CallState.CLOSED, "申报还没有截止，材料密封，任何人都不能查看。", now=now)
    call.opened_at, call.version = now, call.version + 1
    _note(session, actor=actor, call=call, action="call.opened", now=now)
    return call


def load_own_call(session: Session, *, actor: Actor, call_id: int) -> tuple[ListCall, RecommendedList]:
    """Return a call of the actor's bureau, locked for writing; another bureau's does not exist."""
    call = load_call(session, call_id=call_id, lock=True)
    return call, load_list(session, list_id=call.list_id, keeper=actor)


def _draft_of(session: Session, *, actor: Actor, kept: RecommendedList, call_id: int | None, now: datetime) -> ListCall:
    if call_id is not None:
        call, _ = load_own_call(session, actor=actor, call_id=call_id)
        _require(call, CallState.DRAFT, "征集已经发布，条件和标准不能再改。", now=now)
        return call
    return ListCall(
        list_id=kept.id or 0,
        title="",
        scheme={},
        questions=[],
        deadline_at=now,
        created_at=now,
        created_by_id=actor.user_id,
        version=0,
    )


def _checked_scheme(entered: CallIn) -> Scheme:
    rows = [Criterion(**row.model_dump()) for row in entered.criteria]
    scheme = Scheme(criteria=tuple(rows), minimum_total=entered.minimum_total)
    wrong = criteria.defects_of(scheme)
    if scheme.total_points != FULL_POINTS:
        wrong.append(f"各项满分之和应为 {FULL_POINTS} 分，现在是 {scheme.total_points} 分。")
    if wrong:
        raise InvalidError(fields={"criteria": wrong})
    keys = [row.key for row in entered.questions]
    if len(set(keys)) != len(keys):
        raise InvalidError(fields={"questions": ["声明问题的编号不能重复。"]})
    return scheme


def _check_deadline(entered: CallIn, *, now: datetime) -> None:
    if entered.closes_on <= shanghai_day(now):
        raise InvalidError(fields={"closes_on": ["申报截止日期至少要在明天。"]})


def _other_states(session: Session, *, call: ListCall, now: datetime) -> list[CallState]:
    rows = session.exec(select(ListCall).where(ListCall.list_id == call.list_id, col(ListCall.id) != call.id))
    return [call_state_of(row, now=now) for row in rows]


def _require(call: ListCall, state: CallState, message: str, *, now: datetime) -> None:
    if call_state_of(call, now=now) is not state:
        raise WrongStateError(message)


def _note(session: Session, *, actor: Actor, call: ListCall, action: str, now: datetime) -> None:
    details: dict[str, Any] = {"call_id": call.id}
    if call.digest:
        details["digest"] = call.digest
    record(session, actor=actor, action=action, subject=f"recommended_list:{call.list_id}", now=now, details=details)
    if call.published_at is not None:
        log_change(session, kind=CHANGE, object_id=call.id or 0, now=now)
