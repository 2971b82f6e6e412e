"""Many new providers at once with published modules: a few statements whatever their number.

The caller knows that no body is there yet, and writes the one journal event of what it brings.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleLink, ModuleVersion
from marketplace.catalog.services.content import columns_of, content_of_row
from marketplace.catalog.services.links import require_known
from marketplace.catalog.services.publication import OF_MODULES, facets_of
from marketplace.core.changes import log_change
from marketplace.exchange.rows import ModuleRow, ProviderRow
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Case, Provider, ProviderFacet

Rows = list[dict[str, Any]]


def insert_providers(session: Session, *, new: Sequence[ProviderRow], now: datetime) -> list[int]:
    """Add confirmed providers with their modules, published at once; return their ids in the given order.

    Raises InvalidError when a module's link names a scenario that the library does not hold. Partners are left out.
    """
    if not new:
        return []
    require_known(session, codes=sorted({code for row in new for module in row.modules for code in module.links}))
    ids = _returning(session, Organisation, [_body(row, now=now) for row in new])
    pairs = list(zip(ids, new, strict=True))
    _insert(session, Provider, [_provider(key, row, now=now) for key, row in pairs])
    _insert(session, Case, [case for key, row in pairs for case in _cases(key, row)])
    _insert_modules(session, pairs, now=now)
    for key in ids:
        log_change(session, kind="provider", object_id=key, now=now)
    return ids


def _body(row: ProviderRow, *, now: datetime) -> dict[str, Any]:
    return {
        "name": row.name,
        "name_key": name_key(row.name),
        "uscc": row.uscc or None,
        "county_code": "",
        "origin": Origin.IMPORTED,
        "created_at": now,
        "confirmed_at": now,
        "version": 1,
    }


def _provider(key: int, row: ProviderRow, *, now: datetime) -> dict[str, Any]:
    return {
        "organisation_id": key,
        "external_ref": row.ref,
        "kind": row.kind,
        "county": row.county,
        "city": row.city,
        "description": row.description,
        "regions": list(row.regions),
        "industries": list(row.industries),
        "qualifications": "",
        "service_center": "",
        "center_place": "",
        "center_services": "",
        "center_county_code": "",
        "rated_cases": 0,
        "rated_stars": 0,
        "version": 1,
        "updated_at": now,
    }


def _cases(key: int, row: ProviderRow) -> Rows:
    return [
        {
            "provider_id": key,
            "position": position,
            "enterprise": case.enterprise,
            "catalog_no": case.industry,
            "scenarios": list(case.scenarios),
            "outcome": case.outcome,
        }
        for position, case in enumerate(row.cases, start=1)
    ]


def _insert_modules(session: Session, pairs: Sequence[tuple[int, ProviderRow]], *, now: datetime) -> None:
    listed = [(key, module) for key, row in pairs for module in row.modules]
    made = _returning(
        session, Module, [{"provider_id": key, "external_ref": one.ref, "created_at": now} for key, one in listed]
    )
    versions = _returning(
        session, ModuleVersion, [_version(key, one, now=now) for key, (_, one) in zip(made, listed, strict=True)]
    )
    links = [(version, code) for version, (_, one) in zip(versions, listed, strict=True) for code in one.links]
    _insert(
        session,
        ModuleLink,
        [{"version_id": key, "scenario_code": code, "confidence": 1.0, "confirmed": True} for key, code in links],
    )
    _insert_facets(session, pairs, modules=[(key, own, one) for key, (own, one) in zip(made, listed, strict=True)])
    for key in made:
        log_change(session, kind="module", object_id=key, now=now)


def _version(module_id: int, row: ModuleRow, *, now: datetime) -> dict[str, Any]:
    state = {"state": VersionState.PUBLISHED, "edit": 1, "created_at": now, "decided_at": now, "decision_reason": ""}
    return {"module_id": module_id, "number": 1, **state, **columns_of(content_of_row(row))}


def _insert_facets(
    session: Session, pairs: Sequence[tuple[int, ProviderRow]], *, modules: Sequence[tuple[int, int, ModuleRow]]
) -> None:
    of_modules, of_providers = dict.fromkeys(_module_facets(modules)), dict.fromkeys(_own_facets(pairs))
    owners = {key: owner for key, owner, _ in modules}
    for kind, value, key in of_modules:
        if kind in OF_MODULES:
            of_providers[kind, value, owners[key]] = None
    for table, name, found in ((ModuleFacet, "module_id", of_modules), (ProviderFacet, "provider_id", of_providers)):
        _insert(session, table, [{"kind": kind, "value": value, name: key} for kind, value, key in found])


def _module_facets(modules: Sequence[tuple[int, int, ModuleRow]]) -> list[tuple[FacetKind, str, int]]:
    return [
        (kind, value, key)
        for key, _, row in modules
        for kind, values in facets_of(content_of_row(row), codes=row.links).items()
        for value in values
    ]


def _own_facets(pairs: Sequence[tuple[int, ProviderRow]]) -> list[tuple[FacetKind, str, int]]:
    regions = [(FacetKind.REGION, region, key) for key, row in pairs for region in row.regions]
    return regions + [(FacetKind.INDUSTRY, str(number), key) for key, row in pairs for number in row.industries]


def _insert(session: Session, table: Any, rows: Rows) -> None:
    if rows:
        session.execute(insert(table), rows)


def _returning(session: Session, table: Any, rows: Rows) -> list[int]:
    if not rows:
        return []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return [int(made) for made in session.execute(statement, rows).scalars()]
