"""Solution modules as documents: the published version of each module of a confirmed provider."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlmodel import Session, col

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleVersion
from marketplace.core.contacts import masked
from marketplace.core.wording import fen_text
from marketplace.providers.models import Case, Provider
from marketplace.search.labels import Facet, HasCase, price_band
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, pattern, whole_numbers
from marketplace.search.sources.places import place_of
from marketplace.search.sources.providers import FACETS, LISTED
from search_index import Document

KIND = "module"
_PUBLIC = (LISTED, col(ModuleVersion.state) == VersionState.PUBLISHED)
NOT_STATED = "没有写"


def _public(*columns: Any) -> Select[Any]:
    """Select columns of published versions with their modules, providers and bodies."""
    return (
        select(*columns)
        .select_from(Module)
        .join(ModuleVersion, col(ModuleVersion.module_id) == col(Module.id))
        .join(Provider, col(Provider.organisation_id) == col(Module.provider_id))
        .join(Organisation, col(Organisation.id) == col(Module.provider_id))
        .where(*_PUBLIC)
    )


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the public modules among these, two statements whatever their number."""
    has_case = exists().where(col(Case.provider_id) == col(Module.provider_id))
    rows = session.execute(
        _public(ModuleVersion, Provider, col(Organisation.name), has_case)
        .where(col(Module.id).in_(ids))
        .order_by(col(Module.id))
    ).all()
    facets = _facets(session, module_ids=[row[0].module_id for row in rows])
    return [
        _document(version, provider=provider, provider_name=name, has_case=found, facets=facets[version.module_id])
        for version, provider, name, found in rows
    ]


def _document(
    version: ModuleVersion,
    *,
    provider: Provider,
    provider_name: str,
    has_case: bool,
    facets: Mapping[Facet, Iterable[str]],
) -> Document:
    parts = [
        version.summary,
        "、".join(version.scenarios),
        version.prerequisites,
        version.interfaces,
        version.price_note,
        provider_name,
    ]
    return make_document(
        kind=KIND,
        key=str(version.module_id),
        title=version.name,
        parts=parts,
        facets={
            **facets,
            Facet.COUNTY: [place_of(city=provider.city, county=provider.county)],
            Facet.PROVIDER_KIND: [provider.kind.value] if provider.kind else [],
            Facet.PRICE: [price_band(version.price_fen).value],
            Facet.HAS_CASE: [HasCase.YES.value] if has_case else [],
        },
    )


def _facets(session: Session, *, module_ids: Ids) -> dict[int, dict[Facet, list[str]]]:
    rows = session.execute(
        select(col(ModuleFacet.module_id), col(ModuleFacet.kind), col(ModuleFacet.value))
        .where(col(ModuleFacet.module_id).in_(module_ids), col(ModuleFacet.kind).in_(FACETS))
        .order_by(col(ModuleFacet.value))
    )
    grouped: dict[int, dict[Facet, list[str]]] = defaultdict(lambda: defaultdict(list))
    for module_id, kind, value in rows:
        grouped[module_id][FACETS[kind]].append(value)
    return grouped


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of modules beyond an id."""
    rows = session.execute(
        select(col(Module.id)).where(col(Module.id) > after_id).order_by(col(Module.id)).limit(limit)
    )
    return list(rows.scalars())


def of_providers(session: Session, provider_ids: Ids) -> list[int]:
    """Return the modules of providers: they show its name, its place and whether it has cases."""
    rows = session.execute(select(col(Module.id)).where(col(Module.provider_id).in_(provider_ids)))
    return list(rows.scalars())


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how public modules are shown."""
    rows = session.execute(
        _public(
            col(Module.id),
            col(Organisation.name),
            col(ModuleVersion.price_fen),
            col(ModuleVersion.price_note),
            col(ModuleVersion.days_to_live),
            col(ModuleVersion.payment),
            col(ModuleVersion.deployment),
        ).where(col(Module.id).in_(whole_numbers(keys)))
    )
    return {
        str(key): Card(
            url=f"/modules/{key}",
            meta=[provider_name],
            fact_items=[
                ("首年价格", fen_text(price_fen), masked(note)[:40]),
                ("上线", f"{days} 天" if days else NOT_STATED, ""),
                ("付费", "、".join(one.removesuffix("付费") for one in payment) or NOT_STATED, ""),
                ("部署", deployment.value if deployment else NOT_STATED, ""),
            ],
        )
        for key, provider_name, price_fen, note, days, payment, deployment in rows
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return public modules whose names hold the text, shortest names first."""
    rows = session.execute(
        _public(col(Module.id), col(ModuleVersion.name))
        .where(col(ModuleVersion.name).like(pattern(text), escape="/"))
        .order_by(func.length(col(ModuleVersion.name)), col(Module.id))
        .limit(limit)
    )
    return [(str(key), masked(name)) for key, name in rows]


MODULES = DocumentSource(
    kind=KIND,
    label="模块",
    unit="个",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"module": same_ids, "provider": of_providers, "organisation": of_providers},
)
