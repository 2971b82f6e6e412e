"""Reads of a provider's position and of the interest in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.catalog.queries import load_own_modules
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import day_text
from marketplace.insights.models import ProviderPosition
from marketplace.insights.position_content import Position
from marketplace.insights.position_services import is_waiting
from marketplace.insights.queries import find_survey
from marketplace.insights.suppression import LEAST
from marketplace.projects.models import AskedProvider, Enquiry
from marketplace.projects.queries.standing import Funnel, load_funnel
from marketplace.recommendations.leads import load_leads
from marketplace.taxonomy.linking import SURE_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a provider has to do before it can stand anywhere; ``url`` leads there."""

    title: str
    text: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionPage:
    """A provider's position as far as it is known; None is hidden or not there yet.

    ``under_review`` are scenarios that a module of the provider answers which waits for its review.
    """

    provider_id: int
    name: str
    position: Position | None
    computed_at: datetime | None
    digest: str
    waiting: bool
    missing: Step | None
    shortlisted: int | None
    shared: int | None
    funnel: Funnel
    enquirers: Sequence[tuple[int, str]]
    under_review: frozenset[str]


def load_enquirers(session: Session, *, provider_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of the enterprises that sent a provider an enquiry, the latest first."""
    rows = session.exec(
        select(Enquiry.enterprise_id, Organisation.name)
        .join(AskedProvider, col(AskedProvider.enquiry_id) == Enquiry.id)
        .join(Organisation, col(Organisation.id) == Enquiry.enterprise_id)
        .where(AskedProvider.provider_id == provider_id)
        .group_by(col(Enquiry.enterprise_id), col(Organisation.name))
        .order_by(func.max(Enquiry.id).desc())
    )
    return [(enterprise_id, name) for enterprise_id, name in rows]


def find_first_enquiry(session: Session, *, provider_id: int, enterprise_id: int) -> datetime | None:
    """Return when an enterprise asked a provider first, None when it never did."""
    return session.exec(
        select(Enquiry.created_at)
        .join(AskedProvider, col(AskedProvider.enquiry_id) == Enquiry.id)
        .where(AskedProvider.provider_id == provider_id, Enquiry.enterprise_id == enterprise_id)
        .order_by(col(Enquiry.created_at))
        .limit(1)
    ).first()


def load_position(session: Session, *, provider_id: int, now: datetime) -> PositionPage:
    """Return a provider's own page."""
    body = session.get(Organisation, provider_id)
    if body is None:
        raise NotFoundError
    row, leads = session.get(ProviderPosition, provider_id), load_leads(session, provider_id=provider_id)
    return PositionPage(
        provider_id=provider_id,
        name=body.name,
        position=Position.model_validate(row.content) if row is not None and row.content else None,
        computed_at=row.computed_at if row else None,
        digest=row.digest if row else "",
        waiting=row is not None and is_waiting(row, now=now),
        missing=_missing(session, body=body),
        shortlisted=_told(leads.shortlisted),
        shared=_told(leads.shared),
        funnel=load_funnel(session, provider_id=provider_id),
        enquirers=load_enquirers(session, provider_id=provider_id),
        under_review=_under_review(session, provider_id=provider_id),
    )


def _under_review(session: Session, *, provider_id: int) -> frozenset[str]:
    codes = session.exec(
        select(ModuleLink.scenario_code)
        .join(ModuleVersion, col(ModuleVersion.id) == ModuleLink.version_id)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(Module.provider_id == provider_id, ModuleVersion.state == VersionState.IN_REVIEW)
        .where(col(ModuleLink.confirmed) | (col(ModuleLink.confidence) >= SURE_FROM))
    )
    return frozenset(codes)


def _in_review(session: Session, *, provider_id: int) -> ModuleVersion | None:
    """Return the version that has waited for its review the longest."""
    return session.exec(
        select(ModuleVersion)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(Module.provider_id == provider_id, ModuleVersion.state == VersionState.IN_REVIEW)
        .order_by(col(ModuleVersion.submitted_at), col(ModuleVersion.id))
    ).first()


def _review_step(version: ModuleVersion, *, base: str) -> Step:
    since = f"从 {day_text(version.submitted_at)} 起" if version.submitted_at else ""
    return Step(
        title=f"“{version.name}”{since}正在审核",
        text="通过审核、公开以后，就能算它排在哪里。结果会发到您的消息里。",
        label="看这个模块",
        url=f"{base}/modules/{version.module_id}",
    )


def _told(count: int) -> int | None:
    return count if count >= LEAST or not count else None


def _missing(session: Session, *, body: Organisation) -> Step | None:
    provider_id = body.id or 0
    base = f"/providers/{provider_id}"
    modules = load_own_modules(session, provider_id=provider_id)
    if not any(module.is_public for module in modules):
        waiting = _in_review(session, provider_id=provider_id)
        if waiting is not None:
            return _review_step(waiting, base=base)
        return Step(
            title="还没有公开的模块",
            text="排序看的是模块能不能解决企业的难题。发布第一个模块以后，这里才有位置可看。",
            label="起草模块",
            url=f"{base}/modules/new",
        )
    if body.confirmed_at is None:
        return Step(
            title="等待平台运营确认",
            text="确认以前不参加排序。可以先把资料和模块写好。",
            label="看看资料",
            url=f"{base}/edit",
        )
    if find_survey(session) is None:
        return Step(
            title="还没有统计过",
            text="平台每天凌晨统计一次，第二天这里就能算。",
            label="看谁需要什么",
            url="/insights/demand",
        )
    return None
