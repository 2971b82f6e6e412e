"""Providers as documents: every confirmed one, with the names of what it publishes and of what it has done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Case, Provider, ProviderFacet
from marketplace.search.labels import Facet, HasCase
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, pattern, whole_numbers
from marketplace.search.sources.places import place_of
from search_index import Document

KIND = "provider"
LISTED = and_(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
BODY = col(Organisation.id) == col(Provider.organisation_id)
FACETS = {
    FacetKind.INDUSTRY: Facet.INDUSTRY,
    FacetKind.SCENARIO: Facet.SCENARIO,
    FacetKind.PAYMENT: Facet.PAYMENT,
    FacetKind.DEPLOYMENT: Facet.DEPLOYMENT,
}


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the confirmed providers among these, four statements whatever their number."""
    rows = session.execute(
        select(Provider, col(Organisation.name)).join(Organisation, BODY).where(LISTED, _among(ids)).order_by(_key())
    ).all()
    listed = [provider.organisation_id for provider, _ in rows]
    modules, cases = module_names(session, provider_ids=listed), _cases(session, provider_ids=listed)
    facets = _facets(session, provider_ids=listed)
    return [
        _document(
            provider,
            name=name,
            modules=modules[provider.organisation_id],
            cases=cases[provider.organisation_id],
            facets=facets[provider.organisation_id],
        )
        for provider, name in rows
    ]


def _document(
    provider: Provider,
    *,
    name: str,
    modules: Sequence[str],
    cases: Sequence[Case],
    facets: Mapping[Facet, Iterable[str]],
) -> Document:
    place, kind = place_of(city=provider.city, county=provider.county), provider.kind.value if provider.kind else ""
    parts = [
        f"{kind}　{place}".strip("　"),
        provider.description,
        provider.qualifications,
        provider.service_center,
        "、".join(modules),
        *(f"{case.enterprise}：{case.outcome}" for case in cases),
    ]
    return make_document(
        kind=KIND,
        key=str(provider.organisation_id),
        title=name,
        parts=parts,
        facets={
            **facets,
            Facet.COUNTY: [place],
            Facet.PROVIDER_KIND: [kind],
            Facet.HAS_CASE: [HasCase.YES.value] if cases else [],
        },
    )


def _among(ids: Ids) -> ColumnElement[bool]:
    return col(Provider.organisation_id).in_(ids)


def module_names(session: Session, *, provider_ids: Ids) -> dict[int, list[str]]:
    """Return the names of published modules by provider, in the order of their making."""
    rows = session.execute(
        select(col(Module.provider_id), col(ModuleVersion.name))
        .join(ModuleVersion, col(ModuleVersion.module_id) == col(Module.id))
        .where(col(Module.provider_id).in_(provider_ids), col(ModuleVersion.state) == VersionState.PUBLISHED)
        .order_by(col(Module.id))
    )
    grouped: dict[int, list[str]] = defaultdict(list)
    for provider_id, name in rows:
        grouped[provider_id].append(name)
    return grouped


def _cases(session: Session, *, provider_ids: Ids) -> dict[int, list[Case]]:
    rows = session.execute(select(Case).where(col(Case.provider_id).in_(provider_ids)).order_by(col(Case.position)))
    grouped: dict[int, list[Case]] = defaultdict(list)
    for case in rows.scalars():
        grouped[case.provider_id].append(case)
    return grouped


def _facets(session: Session, *, provider_ids: Ids) -> dict[int, dict[Facet, list[str]]]:
    rows = session.execute(
        select(col(ProviderFacet.provider_id), col(ProviderFacet.kind), col(ProviderFacet.value))
        .where(col(ProviderFacet.provider_id).in_(provider_ids), col(ProviderFacet.kind).in_(FACETS))
        .order_by(col(ProviderFacet.value))
    )
    grouped: dict[int, dict[Facet, list[str]]] = defaultdict(lambda: defaultdict(list))
    for provider_id, kind, value in rows:
        grouped[provider_id][FACETS[kind]].append(value)
    return grouped


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of providers beyond an id."""
    rows = session.execute(
        select(col(Provider.organisation_id))
        .where(col(Provider.organisation_id) > after_id)
        .order_by(_key())
        .limit(limit)
    )
    return list(rows.scalars())


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how listed providers are shown."""
    rows = session.execute(
        select(col(Provider.organisation_id), col(Provider.kind), col(Provider.city), col(Provider.county))
        .join(Organisation, BODY)
        .where(LISTED, _among(whole_numbers(keys)))
    ).all()
    names = module_names(session, provider_ids=[row[0] for row in rows])
    return {
        str(key): Card(
            url=f"/providers/{key}",
            meta=[text for text in (kind.value if kind else "", place_of(city=city, county=county)) if text],
            marks=[f"{len(names[key])} 个模块"] if names[key] else [],
        )
        for key, kind, city, county in rows
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return listed providers whose names hold the text, shortest names first."""
    rows = session.execute(
        select(col(Provider.organisation_id), col(Organisation.name))
        .join(Organisation, BODY)
        .where(LISTED, col(Organisation.name).like(pattern(text), escape="/"))
        .order_by(func.length(col(Organisation.name)), _key())
        .limit(limit)
    )
    return [(str(key), name) for key, name in rows]


def _key() -> Any:
    return col(Provider.organisation_id)


PROVIDERS = DocumentSource(
    kind=KIND,
    label="服务商",
    unit="家",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"provider": same_ids, "organisation": same_ids},
)
