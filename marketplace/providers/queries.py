"""Reads of providers for their own pages and for the operator's queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.errors import NotFoundError
from marketplace.exchange.labels import ProviderKindName
from marketplace.providers.labels import PARTNERSHIP_STATE_LABELS, PartnershipState
from marketplace.providers.models import Case, Partnership, Provider
from marketplace.web.pages import Page, PageArgs, make_page

SUGGESTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A provider with its body and cases, for its own pages."""

    provider: Provider
    body: Organisation
    cases: Sequence[Case]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """A partnership seen from one side; ``asked_by_me`` says who waits for whom."""

    id: int
    other_id: int
    other_name: str
    state: PartnershipState
    asked_by_me: bool
    requested_at: datetime

    @property
    def state_label(self) -> str:
        return PARTNERSHIP_STATE_LABELS[self.state]

    @property
    def can_answer(self) -> bool:
        return self.state is PartnershipState.REQUESTED and not self.asked_by_me


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedProvider:
    """A provider as a search by name shows it."""

    id: int
    name: str
    kind: ProviderKindName | None
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingProvider:
    """A provider that nobody has confirmed yet."""

    id: int
    name: str
    uscc: str
    kind: ProviderKindName | None
    place: str
    description: str
    created_at: datetime


def load_profile(session: Session, *, provider_id: int) -> Profile:
    """Return a provider with its body and its cases in their order."""
    row = session.exec(
        select(Provider, Organisation)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(Provider.organisation_id == provider_id)
    ).first()
    if row is None:
        raise NotFoundError
    cases = session.exec(select(Case).where(Case.provider_id == provider_id).order_by(col(Case.position))).all()
    return Profile(provider=row[0], body=row[1], cases=cases)


def load_partner_rows(session: Session, *, provider_id: int) -> list[PartnerRow]:
    """Return the partnerships in which a provider stands on either side, open requests first."""
    asking, asked = aliased(Organisation), aliased(Organisation)
    rows = session.exec(
        select(Partnership, asking.name, asked.name)
        .join(asking, col(asking.id) == Partnership.provider_id)
        .join(asked, col(asked.id) == Partnership.partner_id)
        .where(or_(Partnership.provider_id == provider_id, Partnership.partner_id == provider_id))
        .order_by(col(Partnership.confirmed_at).is_not(None), col(Partnership.id))
    ).all()
    return [
        PartnerRow(
            id=row.id or 0,
            other_id=row.partner_id if row.provider_id == provider_id else row.provider_id,
            other_name=asked_name if row.provider_id == provider_id else asking_name,
            state=row.state,
            asked_by_me=row.provider_id == provider_id,
            requested_at=row.requested_at,
        )
        for row, asking_name, asked_name in rows
    ]


def find_by_words(session: Session, *, words: str, without_id: int, limit: int = SUGGESTIONS) -> list[NamedProvider]:
    """Return confirmed providers whose names hold what was typed, shortest names first."""
    key = name_key(words)
    if not key:
        return []
    rows = session.exec(
        select(Provider.organisation_id, Organisation.name, Provider.kind, Provider.city)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(col(Organisation.name_key).contains(key, autoescape=True), Provider.organisation_id != without_id)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
        .order_by(func.length(Organisation.name), col(Provider.organisation_id))
        .limit(limit)
    ).all()
    return [
        NamedProvider(id=key_, name=name, kind=ProviderKindName(kind) if kind else None, city=city)
        for key_, name, kind, city in rows
    ]


def load_waiting(session: Session, *, args: PageArgs) -> Page[WaitingProvider]:
    """Return one page of unconfirmed providers, those that have waited longest first."""
    waiting = (col(Organisation.confirmed_at).is_(None), col(Organisation.merged_into_id).is_(None))
    joined = col(Organisation.id) == Provider.organisation_id
    total = session.exec(select(func.count()).select_from(Provider).join(Organisation, joined).where(*waiting)).one()
    rows = session.exec(
        select(Provider, Organisation)
        .join(Organisation, joined)
        .where(*waiting)
        .order_by(col(Organisation.created_at), col(Organisation.id))
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    return make_page([_waiting(provider, body) for provider, body in rows], total=total, args=args)


def _waiting(provider: Provider, body: Organisation) -> WaitingProvider:
    return WaitingProvider(
        id=provider.organisation_id,
        name=body.name,
        uscc=body.uscc or "",
        kind=provider.kind,
        place=f"{provider.city}{provider.county}",
        description=provider.description,
        created_at=body.created_at,
    )
