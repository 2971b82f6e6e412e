"""Reads of enquiries: lists, the page of one, the comparison of its quotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor, Role
from marketplace.projects import policies
from marketplace.projects.access import load_seen_enquiry
from marketplace.projects.labels import ENQUIRY_STATE_LABELS, EnquiryState
from marketplace.projects.models import AskedProvider, Enquiry, EnquiryQuestion, Project, Quotation
from marketplace.projects.policies import EnquiryTimes
from marketplace.providers.models import Provider
from marketplace.web.pages import Page, PageArgs, make_page

ANSWERS = ("没有答复", "已报价", "不报价")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryRow:
    """An enquiry as lists show it; ``own_answer`` is the looking provider's, empty for others."""

    id: int
    title: str
    enterprise: str
    due_on: date
    state: EnquiryState
    asked: int
    quoted: int
    own_answer: str

    @property
    def state_label(self) -> str:
        return ENQUIRY_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """A provider that was asked, with its answer."""

    provider_id: int
    name: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryPage:
    """An enquiry as somebody may see it; a provider sees of the asked only itself."""

    enquiry: Enquiry
    enterprise: str
    state: EnquiryState
    asked: tuple[AskedRow, ...]
    asked_count: int
    quoted_count: int
    questions: tuple[EnquiryQuestion, ...]
    own: AskedRow | None
    project_id: int | None
    chosen_name: str

    @property
    def state_label(self) -> str:
        return ENQUIRY_STATE_LABELS[self.state]


def list_enquiries(session: Session, *, actor: Actor, args: PageArgs, now: datetime) -> Page[EnquiryRow]:
    """Return the enquiries that an actor may see, newest first."""
    conditions = _conditions(actor)
    total = session.exec(select(func.count()).select_from(Enquiry).where(*conditions)).one()
    rows = session.exec(
        select(Enquiry, Organisation.name)
        .join(Organisation, col(Organisation.id) == Enquiry.enterprise_id)
        .where(*conditions)
        .order_by(col(Enquiry.id).desc())
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    answers = _answers(session, enquiry_ids=[enquiry.id or 0 for enquiry, _ in rows])
    items = [_row(enquiry, name, answers.get(enquiry.id or 0, {}), actor=actor, now=now) for enquiry, name in rows]
    return make_page(items, total=total, args=args)


def load_enquiries_after(
    session: Session, *, actor: Actor, after_id: int, limit: int, now: datetime
) -> list[EnquiryRow]:
    """Return the enquiries beyond an id that an actor may see, in the order of ids: three statements."""
    rows = session.exec(
        select(Enquiry, Organisation.name)
        .join(Organisation, col(Organisation.id) == Enquiry.enterprise_id)
        .where(*_conditions(actor), col(Enquiry.id) > after_id)
        .order_by(col(Enquiry.id))
        .limit(limit)
    ).all()
    answers = _answers(session, enquiry_ids=[enquiry.id or 0 for enquiry, _ in rows])
    return [_row(enquiry, name, answers.get(enquiry.id or 0, {}), actor=actor, now=now) for enquiry, name in rows]


def load_unanswered(session: Session, *, provider_id: int, today: date) -> list[tuple[int, str, date]]:
    """Return (id, title, last day) of the open enquiries that wait for a provider's answer, the soonest first."""
    quoted = select(Quotation.enquiry_id).where(Quotation.provider_id == provider_id)
    rows = session.exec(
        select(col(Enquiry.id), col(Enquiry.title), col(Enquiry.due_on))
        .join(AskedProvider, col(AskedProvider.enquiry_id) == Enquiry.id)
        .where(AskedProvider.provider_id == provider_id, col(AskedProvider.declined_at).is_(None))
        .where(col(Enquiry.chosen_at).is_(None), col(Enquiry.cancelled_at).is_(None), Enquiry.due_on >= today)
        .where(col(Enquiry.id).not_in(quoted))
        .order_by(col(Enquiry.due_on), col(Enquiry.id))
    )
    return [(key or 0, title, due_on) for key, title, due_on in rows]


def _conditions(actor: Actor) -> list[Any]:
    if actor.role is Role.ENTERPRISE:
        return [Enquiry.enterprise_id == actor.organisation_id]
    if actor.role is Role.PROVIDER:
        asked = select(AskedProvider.enquiry_id).where(AskedProvider.provider_id == actor.organisation_id)
        return [col(Enquiry.id).in_(asked)]
    if actor.role in policies.SEES_ALL and not actor.area_prefix:
        return []
    return [col(Enquiry.county_code).startswith(actor.area_prefix or "-")]


def _answers(session: Session, *, enquiry_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    asked = session.exec(
        select(AskedProvider.enquiry_id, AskedProvider.provider_id, AskedProvider.declined_at).where(
            col(AskedProvider.enquiry_id).in_(enquiry_ids)
        )
    )
    found: dict[int, dict[int, str]] = {}
    for enquiry_id, provider_id, declined_at in asked:
        found.setdefault(enquiry_id, {})[provider_id] = ANSWERS[2] if declined_at else ANSWERS[0]
    quoted = select(Quotation.enquiry_id, Quotation.provider_id).where(col(Quotation.enquiry_id).in_(enquiry_ids))
    for enquiry_id, provider_id in session.exec(quoted):
        found[enquiry_id][provider_id] = ANSWERS[1]
    return found


def _state(enquiry: Enquiry, answers: dict[int, str], *, now: datetime) -> EnquiryState:
    waits_for = sum(answer == ANSWERS[0] for answer in answers.values())
    times = EnquiryTimes(
        due_on=enquiry.due_on,
        waits_for=waits_for,
        chosen_at=enquiry.chosen_at,
        cancelled_at=enquiry.cancelled_at,
    )
    return policies.enquiry_state(times, now=now)


def _row(enquiry: Enquiry, name: str, answers: dict[int, str], *, actor: Actor, now: datetime) -> EnquiryRow:
    return EnquiryRow(
        id=enquiry.id or 0,
        title=enquiry.title,
        enterprise=name,
        due_on=enquiry.due_on,
        state=_state(enquiry, answers, now=now),
        asked=len(answers),
        quoted=sum(answer == ANSWERS[1] for answer in answers.values()),
        own_answer=answers.get(actor.organisation_id, "") if actor.role is Role.PROVIDER else "",
    )


def load_enquiry_page(session: Session, *, actor: Actor, enquiry_id: int, now: datetime) -> EnquiryPage:
    """Return the page of an enquiry as an actor may see it."""
    enquiry = load_seen_enquiry(session, actor=actor, enquiry_id=enquiry_id)
    asked = _asked_rows(session, enquiry_id=enquiry_id)
    answers = {row.provider_id: row.answer for row in asked}
    questions = session.exec(
        select(EnquiryQuestion).where(EnquiryQuestion.enquiry_id == enquiry_id).order_by(col(EnquiryQuestion.id))
    ).all()
    is_provider = actor.role is Role.PROVIDER
    own = next((row for row in asked if is_provider and row.provider_id == actor.organisation_id), None)
    shown = [own] if own is not None else asked
    names = {row.provider_id: row.name for row in asked}
    may_know = not is_provider or enquiry.chosen_provider_id == actor.organisation_id
    return EnquiryPage(
        enquiry=enquiry,
        enterprise=session.get_one(Organisation, enquiry.enterprise_id).name,
        state=_state(enquiry, answers, now=now),
        asked=tuple(shown),
        asked_count=len(asked),
        quoted_count=sum(row.answer == ANSWERS[1] for row in asked),
        questions=tuple(questions),
        own=own,
        project_id=_project_id(session, enquiry) if may_know else None,
        chosen_name=names.get(enquiry.chosen_provider_id or 0, "") if may_know else "",
    )


def _project_id(session: Session, enquiry: Enquiry) -> int | None:
    return session.exec(select(Project.id).where(Project.enquiry_id == enquiry.id)).first()


def _asked_rows(session: Session, *, enquiry_id: int) -> list[AskedRow]:
    rows = session.exec(
        select(AskedProvider, Organisation.name, Quotation.id)
        .join(Organisation, col(Organisation.id) == AskedProvider.provider_id)
        .join(
            Quotation,
            (col(Quotation.enquiry_id) == AskedProvider.enquiry_id)
            & (col(Quotation.provider_id) == AskedProvider.provider_id),
            isouter=True,
        )
        .where(AskedProvider.enquiry_id == enquiry_id)
        .order_by(col(AskedProvider.id))
    )
    return [
        AskedRow(
            provider_id=asked.provider_id,
            name=name,
            # The outer join answers None where there is no quotation, which the column's type does not tell.
            answer=ANSWERS[1] if quotation_id else ANSWERS[2] if asked.declined_at else ANSWERS[0],
            reason=asked.declined_reason,
        )
        for asked, name, quotation_id in rows
    ]


def confirmed_providers(session: Session, *, ids: Sequence[int]) -> dict[int, str]:
    """Return those of the given bodies that are confirmed providers, with their names."""
    rows = session.exec(
        select(Organisation.id, Organisation.name)
        .join(Provider, col(Provider.organisation_id) == Organisation.id)
        .where(col(Organisation.id).in_(set(ids)))
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
        .order_by(col(Organisation.id))
    )
    return {key or 0: name for key, name in rows}
