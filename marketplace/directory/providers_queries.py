"""Reads of the public directory of providers: columns only, a fixed number of statements."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlmodel import Session, col

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.catalog.rows import load_provider_rows
from marketplace.catalog.services.content import ModuleContent, content_of_version
from marketplace.core.errors import NotFoundError
from marketplace.core.kept import Answers
from marketplace.directory.filters import ProviderFilter, names_serving
from marketplace.directory.masking import masked, masked_content
from marketplace.exchange.rows import ProviderRow
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Listing, Partnership, Provider, ProviderFacet
from marketplace.taxonomy.models import County
from marketplace.web.pages import Page, PageArgs, make_page

SUMMARY = 120
_LISTED = and_(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
_BODY = col(Organisation.id) == col(Provider.organisation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCard:
    """A provider as the list shows it."""

    id: int
    name: str
    kind: str
    place: str
    summary: str
    module_names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A provider named beside another."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPage:
    """A provider's public page; ``is_listed`` is False for one that only itself and the operator may see yet."""

    id: int
    row: ProviderRow
    qualifications: str
    service_center: str
    center_county: str
    center_place: str
    center_services: str
    partners: Sequence[Neighbour]
    modules: Sequence[tuple[int, ModuleContent]]
    is_listed: bool
    listings: Sequence[Listing] = ()


def load_provider_cards(
    session: Session, *, wanted: ProviderFilter, args: PageArgs, answers: Answers
) -> Page[ProviderCard]:
    """Return one page of listed providers, the latest registered first: three statements at most.

    The ids of all that fit are read once and kept, so that neither counting nor the pages before cost anything.
    """
    ids = answers.get(question=f"providers:{wanted.model_dump_json()}", make=lambda: _latest_ids(session, wanted))
    shown = list(ids[args.offset : args.offset + args.per_page])
    return make_page(_cards(session, ids=shown), total=len(ids), args=args)


def _latest_ids(session: Session, wanted: ProviderFilter) -> "array[int]":
    rows = session.connection().execute(
        select(col(Provider.organisation_id))
        .join(Organisation, _BODY)
        .where(_LISTED, *_conditions(session, wanted))
        .order_by(col(Provider.organisation_id).desc())
    )
    return array("l", rows.scalars())


# Built once and sent by the connection: a first view of a page of the list consists of these two.
_CARDS = (
    select(
        col(Provider.organisation_id),
        col(Organisation.name),
        col(Provider.kind),
        col(Provider.city),
        col(Provider.county),
        func.substr(col(Provider.description), 1, SUMMARY + 1),
    )
    .join(Organisation, _BODY)
    .where(col(Provider.organisation_id).in_(bindparam("ids", expanding=True)))
    .order_by(col(Provider.organisation_id).desc())
)
_MODULE_NAMES = (
    select(col(Module.provider_id), col(ModuleVersion.name))
    .join(ModuleVersion, col(ModuleVersion.module_id) == col(Module.id))
    .where(
        col(Module.provider_id).in_(bindparam("ids", expanding=True)),
        col(ModuleVersion.state) == VersionState.PUBLISHED,
    )
    .order_by(col(Module.id))
)


def _cards(session: Session, *, ids: Sequence[int]) -> list[ProviderCard]:
    names = _module_names(session, ids=ids)
    return [
        ProviderCard(
            id=key,
            name=name,
            kind=kind.value if kind else "",
            place=f"{city}{county}",
            summary=_shortened(description),
            module_names=names[key],
        )
        for key, name, kind, city, county, description in session.connection().execute(_CARDS, {"ids": ids})
    ]


def _shortened(text: str) -> str:
    shown = masked(text)
    return shown if len(text) <= SUMMARY else f"{shown[:SUMMARY]}…"


def _conditions(session: Session, wanted: ProviderFilter) -> list[Any]:
    facets: list[tuple[FacetKind, list[str]]] = []
    if wanted.industry is not None:
        facets.append((FacetKind.INDUSTRY, [str(wanted.industry)]))
    if wanted.scenario is not None:
        facets.append((FacetKind.SCENARIO, [wanted.scenario]))
    if wanted.payment is not None:
        facets.append((FacetKind.PAYMENT, [wanted.payment.value]))
    if wanted.deployment is not None:
        facets.append((FacetKind.DEPLOYMENT, [wanted.deployment.value]))
    if wanted.region is not None:
        facets.append((FacetKind.REGION, names_serving(session, code=wanted.region)))
    conditions: list[Any] = [
        col(Provider.organisation_id).in_(
            select(col(ProviderFacet.provider_id)).where(
                col(ProviderFacet.kind) == kind, col(ProviderFacet.value).in_(values)
            )
        )
        for kind, values in facets
    ]
    if wanted.kind is not None:
        conditions.append(col(Provider.kind) == wanted.kind)
    return conditions


def _module_names(session: Session, *, ids: Sequence[int]) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for provider_id, name in session.connection().execute(_MODULE_NAMES, {"ids": ids}):
        grouped[provider_id].append(name)
    return grouped


def find_successor(session: Session, *, provider_id: int) -> int | None:
    """Return the body into which a provider was merged, None when it was not."""
    return session.execute(
        select(col(Organisation.merged_into_id)).where(col(Organisation.id) == provider_id)
    ).scalar_one_or_none()


def load_provider_page(session: Session, *, provider_id: int, may_see_unlisted: bool) -> ProviderPage:
    """Return a provider's public page; one that is not confirmed yet exists only for itself and the operator."""
    found = session.execute(
        select(
            col(Provider.qualifications),
            col(Provider.service_center),
            col(Provider.center_place),
            col(Provider.center_services),
            col(County.city),
            col(County.name).label("county"),
            col(Organisation.confirmed_at),
            col(Organisation.merged_into_id),
        )
        .join(Organisation, _BODY)
        .join(County, col(County.code) == col(Provider.center_county_code), isouter=True)
        .where(col(Provider.organisation_id) == provider_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    is_listed = found.confirmed_at is not None and found.merged_into_id is None
    if not (is_listed or may_see_unlisted):
        raise NotFoundError
    return ProviderPage(
        id=provider_id,
        row=load_provider_rows(session, ids=[provider_id])[0],
        qualifications=masked(found.qualifications),
        service_center=masked(found.service_center),
        center_county=f"{found.city}{found.county}" if found.county else "",
        center_place=masked(found.center_place),
        center_services=masked(found.center_services),
        partners=_partners(session, provider_id=provider_id),
        modules=_modules(session, provider_id=provider_id),
        is_listed=is_listed,
        listings=session.execute(
            select(Listing).where(col(Listing.provider_id) == provider_id).order_by(col(Listing.list_id))
        )
        .scalars()
        .all(),
    )


def _modules(session: Session, *, provider_id: int) -> list[tuple[int, ModuleContent]]:
    rows = session.execute(
        select(ModuleVersion)
        .join(Module, col(Module.id) == col(ModuleVersion.module_id))
        .where(col(Module.provider_id) == provider_id, col(ModuleVersion.state) == VersionState.PUBLISHED)
        .order_by(col(Module.id))
    ).scalars()
    return [(version.module_id, masked_content(content_of_version(version))) for version in rows]


def _partners(session: Session, *, provider_id: int) -> list[Neighbour]:
    mine, theirs = col(Partnership.provider_id) == provider_id, col(Partnership.partner_id) == provider_id
    rows = session.execute(
        select(col(Organisation.id), col(Organisation.name))
        .join(
            Partnership,
            or_(
                and_(mine, col(Partnership.partner_id) == col(Organisation.id)),
                and_(theirs, col(Partnership.provider_id) == col(Organisation.id)),
            ),
        )
        .where(col(Partnership.confirmed_at).is_not(None), _LISTED)
        .order_by(col(Organisation.id))
        .distinct()
    )
    return [Neighbour(id=key, name=name) for key, name in rows]


def load_listed_ids(session: Session, *, wanted: ProviderFilter, after_id: int, limit: int) -> list[int]:
    """Return ids of listed providers beyond a cursor, in rising order."""
    conditions = _conditions(session, wanted)
    rows = session.execute(
        select(col(Provider.organisation_id))
        .join(Organisation, _BODY)
        .where(_LISTED, col(Provider.organisation_id) > after_id, *conditions)
        .order_by(col(Provider.organisation_id))
        .limit(limit)
    )
    return list(rows.scalars())


def load_listed_rows(
    session: Session, *, ids: Sequence[int]
) -> tuple[list[tuple[int, ProviderRow]], dict[tuple[int, str], int]]:
    """Return the listed ones among some providers with their rows, and module ids by (provider id, module ref)."""
    found = session.execute(
        select(col(Provider.organisation_id))
        .join(Organisation, _BODY)
        .where(_LISTED, col(Provider.organisation_id).in_(ids))
    ).scalars()
    listed = set(found)
    kept = [key for key in ids if key in listed]
    modules = session.execute(
        select(col(Module.provider_id), col(Module.external_ref), col(Module.id)).where(
            col(Module.provider_id).in_(kept)
        )
    )
    module_ids = {(provider_id, ref): key for provider_id, ref, key in modules}
    return list(zip(kept, load_provider_rows(session, ids=kept), strict=True)), module_ids
