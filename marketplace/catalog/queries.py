"""Reads of modules for their owners and for reviewers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VERSION_STATE_LABELS, VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleLink, ModuleVersion
from marketplace.catalog.policies import OPEN_STATES
from marketplace.catalog.similar import PublishedText, Twin, find_twins
from marketplace.core.errors import NotFoundError
from marketplace.providers.labels import FacetKind
from marketplace.taxonomy.models import Industry, Scenario
from marketplace.web.pages import Page, PageArgs, make_page


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnModule:
    """A module on its owner's list: its newest version, and whether one is public."""

    id: int
    name: str
    number: int
    state: VersionState
    is_public: bool
    price_fen: int | None
    decision_reason: str

    @property
    def state_label(self) -> str:
        return VERSION_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLink:
    """A scenario that a version is linked to; ``confidence`` is 0 to 1."""

    code: str
    name: str
    confidence: float
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnModulePage:
    """A module with all its versions, newest first, and the links of the newest and the public one."""

    module: Module
    versions: Sequence[ModuleVersion]
    links: dict[int, list[VersionLink]]

    @property
    def newest(self) -> ModuleVersion:
        return self.versions[0]

    @property
    def public(self) -> ModuleVersion | None:
        return next((version for version in self.versions if version.state is VersionState.PUBLISHED), None)

    @property
    def open(self) -> ModuleVersion | None:
        return next((version for version in self.versions if version.state in OPEN_STATES), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingVersion:
    """A version that waits for review."""

    id: int
    number: int
    name: str
    provider_name: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """Everything a reviewer needs to decide on one version."""

    version: ModuleVersion
    module: Module
    provider: Organisation
    links: Sequence[VersionLink]
    before: ModuleVersion | None
    twins: Sequence[Twin]


def load_own_modules(session: Session, *, provider_id: int) -> list[OwnModule]:
    """Return a provider's modules in the order of their making, each by its newest version."""
    rows = session.exec(
        select(ModuleVersion)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(Module.provider_id == provider_id)
        .order_by(col(Module.id), col(ModuleVersion.number).desc())
    ).all()
    grouped: dict[int, list[ModuleVersion]] = defaultdict(list)
    for version in rows:
        grouped[version.module_id].append(version)
    return [_own_module(module_id, versions) for module_id, versions in grouped.items()]


def _own_module(module_id: int, versions: Sequence[ModuleVersion]) -> OwnModule:
    newest = versions[0]
    return OwnModule(
        id=module_id,
        name=newest.name,
        number=newest.number,
        state=newest.state,
        is_public=any(version.state is VersionState.PUBLISHED for version in versions),
        price_fen=newest.price_fen,
        decision_reason=newest.decision_reason,
    )


def load_own_module(session: Session, *, provider_id: int, module_id: int) -> OwnModulePage:
    """Return a module of a provider with its versions; another provider's does not exist."""
    module = session.get(Module, module_id)
    if module is None or module.provider_id != provider_id:
        raise NotFoundError
    versions = session.exec(
        select(ModuleVersion).where(ModuleVersion.module_id == module_id).order_by(col(ModuleVersion.number).desc())
    ).all()
    ids = [version.id or 0 for version in versions]
    return OwnModulePage(module=module, versions=versions, links=load_links(session, version_ids=ids))


def load_newest_versions(session: Session, *, provider_id: int) -> list[ModuleVersion]:
    """Return the newest version of each of a provider's modules, in the order of their making."""
    newest = (
        select(ModuleVersion.module_id, func.max(ModuleVersion.number).label("number"))
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(Module.provider_id == provider_id)
        .group_by(col(ModuleVersion.module_id))
        .subquery()
    )
    is_newest = and_(col(ModuleVersion.module_id) == newest.c.module_id, col(ModuleVersion.number) == newest.c.number)
    rows = select(ModuleVersion).join(newest, is_newest).order_by(col(ModuleVersion.module_id))
    return list(session.exec(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Published modules of others for the same scenarios; prices in fen, None when none is stated."""

    modules: int
    providers: int
    lowest_fen: int | None
    highest_fen: int | None
    quickest_days: int | None


def load_neighbours(session: Session, *, provider_id: int, codes: Sequence[str]) -> Neighbours:
    """Return what the market offers for scenarios beside a provider, in one statement."""
    same = select(ModuleFacet.module_id).where(
        ModuleFacet.kind == FacetKind.SCENARIO, col(ModuleFacet.value).in_(codes)
    )
    row = session.execute(
        select_columns(
            func.count(),
            func.count(func.distinct(col(Module.provider_id))),
            func.min(col(ModuleVersion.price_fen)),
            func.max(col(ModuleVersion.price_fen)),
            func.min(col(ModuleVersion.days_to_live)),
        )
        .select_from(Module)
        .join(ModuleVersion, col(ModuleVersion.module_id) == col(Module.id))
        .join(Organisation, col(Organisation.id) == col(Module.provider_id))
        .where(col(ModuleVersion.state) == VersionState.PUBLISHED, col(Module.provider_id) != provider_id)
        .where(col(Organisation.confirmed_at).is_not(None), col(Module.id).in_(same))
    ).one()
    return Neighbours(modules=row[0], providers=row[1], lowest_fen=row[2], highest_fen=row[3], quickest_days=row[4])


def load_links(session: Session, *, version_ids: Sequence[int]) -> dict[int, list[VersionLink]]:
    """Return the links of versions, strongest first."""
    rows = session.exec(
        select(ModuleLink, Scenario.name)
        .join(Scenario, col(Scenario.code) == ModuleLink.scenario_code)
        .where(col(ModuleLink.version_id).in_(version_ids))
        .order_by(col(ModuleLink.confidence).desc(), col(ModuleLink.scenario_code))
    ).all()
    grouped: dict[int, list[VersionLink]] = defaultdict(list)
    for link, name in rows:
        grouped[link.version_id].append(
            VersionLink(code=link.scenario_code, name=name, confidence=link.confidence, confirmed=link.confirmed)
        )
    return grouped


def load_review_queue(session: Session, *, args: PageArgs) -> Page[WaitingVersion]:
    """Return one page of versions that wait for review, the longest-waiting first."""
    in_review = ModuleVersion.state == VersionState.IN_REVIEW
    total = session.exec(select(func.count()).select_from(ModuleVersion).where(in_review)).one()
    rows = session.exec(
        select(ModuleVersion, Organisation.name)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .join(Organisation, col(Organisation.id) == Module.provider_id)
        .where(in_review)
        .order_by(col(ModuleVersion.submitted_at), col(ModuleVersion.id))
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    items = [
        WaitingVersion(
            id=version.id or 0,
            number=version.number,
            name=version.name,
            provider_name=provider_name,
            submitted_at=version.submitted_at,
        )
        for version, provider_name in rows
    ]
    return make_page(items, total=total, args=args)


def load_waiting_after(session: Session, *, after_id: int, limit: int) -> Sequence[ModuleVersion]:
    """Return versions that wait for review after an id: one statement."""
    return session.exec(
        select(ModuleVersion)
        .where(ModuleVersion.state == VersionState.IN_REVIEW, col(ModuleVersion.id) > after_id)
        .order_by(col(ModuleVersion.id))
        .limit(limit)
    ).all()


def load_review(session: Session, *, version_id: int) -> ReviewPage:
    """Return a version in any state after submission, with the published one before it and near-equal texts."""
    row = session.exec(
        select(ModuleVersion, Module, Organisation)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .join(Organisation, col(Organisation.id) == Module.provider_id)
        .where(ModuleVersion.id == version_id, ModuleVersion.state != VersionState.DRAFT)
    ).first()
    if row is None:
        raise NotFoundError
    version, module, provider = row
    before = session.exec(
        select(ModuleVersion).where(
            ModuleVersion.module_id == module.id,
            ModuleVersion.state == VersionState.PUBLISHED,
            ModuleVersion.id != version_id,
        )
    ).first()
    others = load_published_texts(session, without_provider_id=module.provider_id)
    return ReviewPage(
        version=version,
        module=module,
        provider=provider,
        links=load_links(session, version_ids=[version_id])[version_id],
        before=before,
        twins=find_twins(f"{version.name}\n{version.summary}", others),
    )


def load_published_texts(session: Session, *, without_provider_id: int) -> list[PublishedText]:
    """Return the texts of every published module of other providers."""
    rows = session.execute(
        select_columns(
            col(Module.id),
            col(Module.provider_id),
            col(Organisation.name),
            col(ModuleVersion.name),
            col(ModuleVersion.summary),
        )
        .select_from(ModuleVersion)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .join(Organisation, col(Organisation.id) == Module.provider_id)
        .where(col(ModuleVersion.state) == VersionState.PUBLISHED, col(Module.provider_id) != without_provider_id)
        .order_by(col(Module.id))
    )
    return [
        PublishedText(
            module_id=module_id or 0,
            provider_id=provider_id,
            provider_name=provider_name,
            name=name,
            text=f"{name}\n{summary}",
        )
        for module_id, provider_id, provider_name, name, summary in rows
    ]


def industry_names(session: Session) -> dict[int, str]:
    """Return the names of the catalogue's entries by number."""
    return dict(session.exec(select(Industry.catalog_no, Industry.level2).order_by(col(Industry.catalog_no))).all())
