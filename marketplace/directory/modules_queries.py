"""Reads of the public directory of modules."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import Session, col

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VERSION_STATE_LABELS, VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleVersion
from marketplace.catalog.queries import VersionLink, load_links
from marketplace.catalog.services.content import ModuleContent, content_of_version
from marketplace.core.errors import NotFoundError
from marketplace.core.kept import Answers
from marketplace.directory.filters import ModuleFilter
from marketplace.directory.masking import masked, masked_content
from marketplace.exchange.labels import Payment
from marketplace.providers.labels import FacetKind
from marketplace.web.pages import Page, PageArgs, make_page

SUMMARY = 120
PUBLIC_STATES = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.RETIRED)
_LISTED = and_(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
_VERSION = col(ModuleVersion.module_id) == col(Module.id)
_BODY = col(Organisation.id) == col(Module.provider_id)
_PUBLISHED = col(ModuleVersion.state) == VersionState.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleCard:
    """A published module as the list shows it."""

    id: int
    name: str
    provider_id: int
    provider_name: str
    summary: str
    tags: Sequence[str]
    content: ModuleContent


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicVersion:
    """A version that is or was public."""

    number: int
    state: VersionState
    published_on: date | None
    content: ModuleContent

    @property
    def state_label(self) -> str:
        return VERSION_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePage:
    """A module's public page: its latest public version, with all that were public, newest first."""

    id: int
    ref: str
    provider_id: int
    provider_name: str
    versions: Sequence[PublicVersion]
    links: Sequence[VersionLink]

    @property
    def shown(self) -> PublicVersion:
        """The published version, or the last one that was when the module is off the market."""
        published = (version for version in self.versions if version.state is VersionState.PUBLISHED)
        return next(published, self.versions[0])

    @property
    def is_on_market(self) -> bool:
        return self.shown.state is VersionState.PUBLISHED


def load_module_cards(session: Session, *, wanted: ModuleFilter, args: PageArgs, answers: Answers) -> Page[ModuleCard]:
    """Return one page of published modules of listed providers, the latest first: two statements at most.

    The ids of all that fit are read once and kept, so that neither counting nor the pages before cost anything.
    """
    ids = answers.get(question=f"modules:{wanted.model_dump_json()}", make=lambda: _latest_ids(session, wanted))
    shown = list(ids[args.offset : args.offset + args.per_page])
    rows = session.connection().execute(_CARDS, {"ids": shown})
    return make_page([_card(row) for row in rows], total=len(ids), args=args)


def _latest_ids(session: Session, wanted: ModuleFilter) -> "array[int]":
    rows = session.connection().execute(
        select(col(ModuleVersion.module_id))
        .join(Module, _VERSION)
        .join(Organisation, _BODY)
        .where(_PUBLISHED, _LISTED, *_conditions(wanted))
        .order_by(col(ModuleVersion.module_id).desc())
    )
    return array("l", rows.scalars())


# Built once and sent by the connection: a first view of a page of the list consists of this statement.
_CARDS = (
    select(
        col(Module.id),
        col(Module.provider_id),
        col(Organisation.name),
        col(ModuleVersion.name),
        func.substr(col(ModuleVersion.summary), 1, SUMMARY + 1),
        col(ModuleVersion.scenarios),
        col(ModuleVersion.price_fen),
        col(ModuleVersion.price_note),
        col(ModuleVersion.payment),
        col(ModuleVersion.deployment),
        col(ModuleVersion.days_to_live),
    )
    .join(ModuleVersion, _VERSION)
    .join(Organisation, _BODY)
    .where(_PUBLISHED, col(Module.id).in_(bindparam("ids", expanding=True)))
    .order_by(col(Module.id).desc())
)


def _card(row: Any) -> ModuleCard:
    module_id, provider_id, provider_name, name, summary, scenarios, price_fen, note, payment, deployment, days = row
    text = masked(summary)
    return ModuleCard(
        id=module_id,
        name=name,
        provider_id=provider_id,
        provider_name=provider_name,
        summary=text if len(summary) <= SUMMARY else f"{text[:SUMMARY]}…",
        tags=scenarios[:4],
        content=ModuleContent(
            name=name,
            price_fen=price_fen,
            price_note=masked(note),
            payment=tuple(Payment(value) for value in payment),
            deployment=deployment,
            days_to_live=days,
        ),
    )


def _conditions(wanted: ModuleFilter) -> list[Any]:
    values = {
        FacetKind.INDUSTRY: None if wanted.industry is None else str(wanted.industry),
        FacetKind.SCENARIO: wanted.scenario,
        FacetKind.PAYMENT: wanted.payment.value if wanted.payment else None,
        FacetKind.DEPLOYMENT: wanted.deployment.value if wanted.deployment else None,
    }
    return [
        col(Module.id).in_(
            select(col(ModuleFacet.module_id)).where(col(ModuleFacet.kind) == kind, col(ModuleFacet.value) == value)
        )
        for kind, value in values.items()
        if value is not None
    ]


def load_module_page(session: Session, *, module_id: int) -> ModulePage:
    """Return the public page of a module that is or was on the market, of a listed provider."""
    found = load_module_pages(session, module_ids=[module_id])
    if not found:
        raise NotFoundError
    return found[0]


def load_module_pages(session: Session, *, module_ids: Sequence[int]) -> list[ModulePage]:
    """Return the public pages of modules in the given order, leaving out those that never were public."""
    rows = session.execute(
        select(Module, col(Organisation.name)).join(Organisation, _BODY).where(col(Module.id).in_(module_ids), _LISTED)
    )
    modules = {module.id or 0: (module, name) for module, name in rows}
    versions = _public_versions(session, module_ids=list(modules))
    shown = {key: _shown(found).id or 0 for key, found in versions.items()}
    links = load_links(session, version_ids=list(shown.values()))
    return [
        ModulePage(
            id=key,
            ref=modules[key][0].external_ref,
            provider_id=modules[key][0].provider_id,
            provider_name=modules[key][1],
            versions=[_public(version) for version in versions[key]],
            links=links.get(shown[key], []),
        )
        for key in module_ids
        if key in versions
    ]


def _shown(versions: Sequence[ModuleVersion]) -> ModuleVersion:
    return next((row for row in versions if row.state is VersionState.PUBLISHED), versions[0])


def _public_versions(session: Session, *, module_ids: Sequence[int]) -> dict[int, list[ModuleVersion]]:
    rows = session.execute(
        select(ModuleVersion)
        .where(col(ModuleVersion.module_id).in_(module_ids), col(ModuleVersion.state).in_(PUBLIC_STATES))
        .order_by(col(ModuleVersion.number).desc())
    ).scalars()
    grouped: dict[int, list[ModuleVersion]] = {}
    for version in rows:
        grouped.setdefault(version.module_id, []).append(version)
    return grouped


def _public(version: ModuleVersion) -> PublicVersion:
    return PublicVersion(
        number=version.number,
        state=version.state,
        published_on=version.published_on,
        content=masked_content(content_of_version(version)),
    )


def load_published_ids(session: Session, *, wanted: ModuleFilter, after_id: int, limit: int) -> list[int]:
    """Return ids of published modules of listed providers beyond a cursor, in rising order."""
    rows = session.execute(
        select(col(Module.id))
        .join(ModuleVersion, _VERSION)
        .join(Organisation, _BODY)
        .where(_PUBLISHED, _LISTED, col(Module.id) > after_id)
        .where(*_conditions(wanted))
        .order_by(col(Module.id))
        .limit(limit)
    )
    return list(rows.scalars())
