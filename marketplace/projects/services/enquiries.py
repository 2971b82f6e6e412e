"""Writes of enquiries: asking, questions, answers, declining, cancelling."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, DeadlineOverError, LimitReachedError, WrongStateError
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked, get_locked
from marketplace.core.wording import day_text
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.queries import load_visible
from marketplace.projects.access import load_seen_enquiry, state_of_enquiry
from marketplace.projects.grounds import Grounds, ground_faults
from marketplace.projects.labels import EnquiryState, EventKind
from marketplace.projects.models import AskedProvider, Enquiry, EnquiryQuestion, Quotation
from marketplace.projects.needs import needs_of
from marketplace.projects.parties import conflict_text, find_supervisor_conflicts
from marketplace.projects.queries.enquiries import confirmed_providers
from marketplace.projects.schemas import EnquiryIn
from marketplace.projects.services.events import note_outcome, tell
from marketplace.providers.models import Provider
from marketplace.supervisors.queries import load_confirmed

LONGEST_DAYS = 60
REPEATED, MOST_LATELY = timedelta(days=1), 5
MOST_QUESTIONS = 20
NOT_OPEN = "这次询价已经截止，或者各家都已答复、报价提前打开了，不能再改。"


def send_enquiry(
    session: Session, *, actor: Actor, enterprise_id: int, entered: EnquiryIn, grounds: Grounds, now: datetime
) -> Enquiry:
    """Ask several providers for their quotations, with the chosen rows of the plant's list attached.

    The same sent again while the first is open, as by a double click or after going back, is the same enquiry.
    Raises InvalidError for a day that is past or too far, an unconfirmed provider, a row that is not on the list, or
    a supervisor with ties to somebody who is asked, or a ranking or a copy of a sample that ``grounds`` don't know.
    """
    if actor.role is not Role.ENTERPRISE:
        raise ForbiddenError
    seen = load_visible(session, actor=actor, enterprise_id=enterprise_id)
    listed = {need["key"]: need for need in needs_of(seen.row)}
    fields = _faults(session, entered, enterprise_id=enterprise_id, listed=set(listed), now=now)
    fields |= ground_faults(session, entered, enterprise_id=enterprise_id, grounds=grounds)
    if fields:
        raise InvalidError(fields=fields)
    needs = [need for key, need in listed.items() if key in entered.needs]
    sent = _find_sent(session, actor=actor, enterprise_id=enterprise_id, entered=entered, needs=needs, now=now)
    if sent is not None:
        return sent
    enquiry = Enquiry(
        **entered.model_dump(exclude={"providers", "needs"}),
        enterprise_id=enterprise_id,
        county_code=seen.county_code,
        needs=needs,
        created_at=now,
        created_by_id=actor.user_id,
    )
    session.add(enquiry)
    session.flush()  # Those who are asked point to the enquiry.
    _ask(session, enquiry=enquiry, provider_ids=list(dict.fromkeys(entered.providers)), name=seen.row.name, now=now)
    details = {"asked": sorted(set(entered.providers)), "needs": len(enquiry.needs)}
    record(session, actor=actor, action="enquiry.sent", subject=f"enquiry:{enquiry.id}", now=now, details=details)
    return enquiry


def _strangers(session: Session, ids: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with those that cannot be asked: nobody bears the number, or nobody has confirmed them."""
    known = set(session.exec(select(Provider.organisation_id).where(col(Provider.organisation_id).in_(set(ids)))))
    confirmed = confirmed_providers(session, ids=ids)
    if unknown := [str(one) for one in dict.fromkeys(ids) if one not in known]:
        yield f"没有编号是 {'、'.join(unknown)} 的服务商。请核对编号。"
    if waiting := [str(one) for one in dict.fromkeys(ids) if one in known and one not in confirmed]:
        yield f"编号 {'、'.join(waiting)} 的服务商还没有经过平台确认，或已并入别的单位，不能询价。请重新选择。"


def _find_sent(
    session: Session,
    *,
    actor: Actor,
    enterprise_id: int,
    entered: EnquiryIn,
    needs: Sequence[Mapping[str, str]],
    now: datetime,
) -> Enquiry | None:
    """Return what the same person sent in the same words to the same providers a short time ago."""
    get_locked(session, Enterprise, enterprise_id)  # A second click waits for the first.
    lately = session.exec(
        select(Enquiry)
        .where(Enquiry.enterprise_id == enterprise_id, Enquiry.created_by_id == actor.user_id)
        .where(col(Enquiry.created_at) > now - REPEATED, col(Enquiry.cancelled_at).is_(None))
        .order_by(col(Enquiry.id).desc())
        .limit(MOST_LATELY)
    ).all()
    fields = entered.model_dump(exclude={"providers", "needs"})
    for one in lately:
        asked = session.exec(select(AskedProvider.provider_id).where(AskedProvider.enquiry_id == one.id)).all()
        is_same = all(getattr(one, name) == value for name, value in fields.items()) and one.needs == list(needs)
        is_same = is_same and set(asked) == set(entered.providers)
        if is_same and state_of_enquiry(session, enquiry=one, now=now) is EnquiryState.OPEN:
            return one
    return None


def _faults(
    session: Session, entered: EnquiryIn, *, enterprise_id: int, listed: set[str], now: datetime
) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    today = shanghai_day(now)
    if not today <= entered.due_on <= today + timedelta(days=LONGEST_DAYS):
        fields["due_on"] = [f"报价截止日要在今天（{day_text(today)}）以后、{LONGEST_DAYS} 天以内。"]
    if gone := [key for key in dict.fromkeys(entered.needs) if key not in listed]:
        fields["needs"] = [f"您的清单上没有这些条目：{'、'.join(gone)}。请重新选择。"]
    if told := list(_strangers(session, entered.providers)):
        fields["providers"] = told
    if entered.supervisor_id is not None:
        fault = supervisor_fault(
            session, supervisor_id=entered.supervisor_id, side_ids=[enterprise_id, *entered.providers]
        )
        if fault:
            fields["supervisor_id"] = [fault]
    return fields


def supervisor_fault(session: Session, *, supervisor_id: int, side_ids: Sequence[int]) -> str:
    """Return why a firm may not supervise between these bodies, empty when it may."""
    if supervisor_id not in {firm.id for firm in load_confirmed(session)}:
        return "请从列出的监理机构里选择。"
    found = find_supervisor_conflicts(session, supervisor_id=supervisor_id, side_ids=side_ids)
    return f"这家机构不能担任监理：{conflict_text(found)}。请换一家，或先不请监理。" if found else ""


def _ask(session: Session, *, enquiry: Enquiry, provider_ids: Sequence[int], name: str, now: datetime) -> None:
    for provider_id in provider_ids:
        session.add(AskedProvider(enquiry_id=enquiry.id or 0, provider_id=provider_id, asked_at=now))
        note_outcome(
            session,
            kind=EventKind.ASKED,
            enterprise_id=enquiry.enterprise_id,
            provider_id=provider_id,
            run_digest=enquiry.run_digest,
            subject=f"enquiry:{enquiry.id}",
            now=now,
        )
        tell(
            session,
            organisation_id=provider_id,
            subject=f"收到询价：{enquiry.title}",
            body=f"{name}向贵单位询价，请在{day_text(enquiry.due_on)}前报价，或写明理由不报价。"
            "各家的报价互相看不到；各家都答复以后提前打开，不能再改。",
            url=f"/enquiries/{enquiry.id}",
            now=now,
        )


def ask_question(session: Session, *, actor: Actor, enquiry_id: int, text: str, now: datetime) -> EnquiryQuestion:
    """Put a question to the plant; all who were asked will read it with the answer, and nobody who asked."""
    enquiry = _load_open(session, actor=actor, role=Role.PROVIDER, enquiry_id=enquiry_id, now=now)
    asked = session.exec(
        select(EnquiryQuestion.id).where(
            EnquiryQuestion.enquiry_id == enquiry_id, EnquiryQuestion.provider_id == actor.organisation_id
        )
    ).all()
    if len(asked) >= MOST_QUESTIONS:
        raise LimitReachedError(f"一次询价最多提 {MOST_QUESTIONS} 个问题。")
    question = EnquiryQuestion(enquiry_id=enquiry_id, provider_id=actor.organisation_id, text=text, asked_at=now)
    session.add(question)
    subject = f"enquiry:{enquiry_id}"
    record(session, actor=actor, action="enquiry.question_asked", subject=subject, now=now)
    tell(
        session,
        organisation_id=enquiry.enterprise_id,
        subject=f"服务商有问题要问：{enquiry.title}",
        body="请回答。回答会让所有被询价的服务商看到，不显示是哪家提的。",
        url=f"/enquiries/{enquiry_id}",
        now=now,
    )
    return question


def answer_question(
    session: Session, *, actor: Actor, enquiry_id: int, question_id: int, text: str, now: datetime
) -> EnquiryQuestion:
    """Answer a question for everybody who was asked; an answer that others relied on stays as it is."""
    enquiry = _load_open(session, actor=actor, role=Role.ENTERPRISE, enquiry_id=enquiry_id, now=now)
    question = find_locked(session, EnquiryQuestion, question_id)
    if question is None or question.enquiry_id != enquiry_id:
        raise NotFoundError
    if question.answered_at is not None:
        raise AlreadyDoneError("这个问题已经回答过，各家可能已按回答报价，不能再改。")
    question.answer, question.answered_at = text, now
    subject = f"enquiry:{enquiry_id}"
    details = {"question": question_id}
    record(session, actor=actor, action="enquiry.question_answered", subject=subject, now=now, details=details)
    for provider_id in asked_ids(session, enquiry_id=enquiry_id):
        tell(
            session,
            organisation_id=provider_id,
            subject=f"询价有新的答疑：{enquiry.title}",
            body="企业回答了一个问题，请看后再报价。",
            url=f"/enquiries/{enquiry_id}",
            now=now,
        )
    return question


def decline(session: Session, *, actor: Actor, enquiry_id: int, reason: str, now: datetime) -> None:
    """Say that one will not quote; a quotation that was given is withdrawn with it."""
    enquiry = _load_open(session, actor=actor, role=Role.PROVIDER, enquiry_id=enquiry_id, now=now)
    asked = session.exec(
        select(AskedProvider).where(
            AskedProvider.enquiry_id == enquiry_id, AskedProvider.provider_id == actor.organisation_id
        )
    ).one()
    quotation = find_quotation(session, enquiry_id=enquiry_id, provider_id=actor.organisation_id)
    if quotation is not None:
        session.delete(quotation)
    asked.declined_at, asked.declined_reason = now, reason
    note_outcome(
        session,
        kind=EventKind.DECLINED,
        enterprise_id=enquiry.enterprise_id,
        provider_id=actor.organisation_id,
        run_digest=enquiry.run_digest,
        subject=f"enquiry:{enquiry_id}",
        now=now,
    )
    record(session, actor=actor, action="enquiry.declined", subject=f"enquiry:{enquiry_id}", now=now)


def cancel_enquiry(session: Session, *, actor: Actor, enquiry_id: int, reason: str, now: datetime) -> Enquiry:
    """End an enquiry without a choice; everybody who was asked reads why."""
    enquiry = load_seen_enquiry(session, actor=actor, enquiry_id=enquiry_id, lock=True)
    if actor.role is not Role.ENTERPRISE:
        raise ForbiddenError
    if state_of_enquiry(session, enquiry=enquiry, now=now) not in {EnquiryState.OPEN, EnquiryState.COMPARING}:
        raise WrongStateError("这次询价已经结束，不能取消。")
    enquiry.cancelled_at, enquiry.cancelled_reason = now, reason
    record(session, actor=actor, action="enquiry.cancelled", subject=f"enquiry:{enquiry_id}", now=now)
    for provider_id in asked_ids(session, enquiry_id=enquiry_id):
        tell(
            session,
            organisation_id=provider_id,
            subject=f"询价已取消：{enquiry.title}",
            body=f"理由：{reason}",
            url=f"/enquiries/{enquiry_id}",
            now=now,
        )
    return enquiry


def asked_ids(session: Session, *, enquiry_id: int) -> list[int]:
    """Return the providers that were asked, in the order of asking."""
    return list(
        session.exec(
            select(AskedProvider.provider_id)
            .where(AskedProvider.enquiry_id == enquiry_id)
            .order_by(col(AskedProvider.id))
        )
    )


def find_quotation(session: Session, *, enquiry_id: int, provider_id: int) -> Quotation | None:
    """Return a provider's quotation."""
    return session.exec(
        select(Quotation).where(Quotation.enquiry_id == enquiry_id, Quotation.provider_id == provider_id)
    ).first()


def _load_open(session: Session, *, actor: Actor, role: Role, enquiry_id: int, now: datetime) -> Enquiry:
    enquiry = load_seen_enquiry(session, actor=actor, enquiry_id=enquiry_id, lock=True)
    if actor.role is not role:
        raise ForbiddenError
    if state_of_enquiry(session, enquiry=enquiry, now=now) is not EnquiryState.OPEN:
        raise DeadlineOverError(NOT_OPEN)
    return enquiry
