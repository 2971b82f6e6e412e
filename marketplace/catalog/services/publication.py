"""What becomes public: one version of a module at a time, with the values by which the directory finds it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleLink, ModuleVersion
from marketplace.catalog.questions import QUESTIONS
from marketplace.catalog.services.content import ModuleContent
from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.core.journal import record
from marketplace.providers.labels import FacetKind
from marketplace.providers.services import replace_facets

OF_MODULES = (FacetKind.SCENARIO, FacetKind.PAYMENT, FacetKind.DEPLOYMENT)


def note_module(
    session: Session, *, actor: Actor | System, version: ModuleVersion, action: str, now: datetime, reason: str = ""
) -> None:
    """Write what happened to a version into the journal; the reason stays with the version, not in the journal."""
    details = {"version_id": version.id, "number": version.number, "has_reason": bool(reason)}
    record(session, actor=actor, action=action, subject=f"module:{version.module_id}", now=now, details=details)


def supersede(versions: Iterable[ModuleVersion], *, version: ModuleVersion, now: datetime) -> None:
    """Make a version the published one among its module's; the one before becomes an old one."""
    for other in versions:
        if other is not version and other.state is VersionState.PUBLISHED:
            other.state = VersionState.SUPERSEDED
    version.state, version.decided_at = VersionState.PUBLISHED, now


def announce(session: Session, *, module_ids: Iterable[int], provider_id: int, now: datetime) -> None:
    """Bring the directory up to date and tell followers that modules and their provider changed."""
    session.flush()  # Facets are read from versions and links.
    refresh_facets(session, provider_id=provider_id)
    for module_id in module_ids:
        log_change(session, kind="module", object_id=module_id, now=now)
    log_change(session, kind="provider", object_id=provider_id, now=now)


def refresh_facets(session: Session, *, provider_id: int) -> None:
    """Write the facets of a provider's published modules, and those that the provider has through them."""
    versions = session.exec(
        select(ModuleVersion)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(Module.provider_id == provider_id, ModuleVersion.state == VersionState.PUBLISHED)
    ).all()
    codes = _codes(session, version_ids=[version.id or 0 for version in versions])
    own = select(Module.id).where(Module.provider_id == provider_id)
    session.exec(delete(ModuleFacet).where(col(ModuleFacet.module_id).in_(own)))
    together: dict[FacetKind, set[str]] = {kind: set() for kind in OF_MODULES}
    for version in versions:
        for kind, values in facets_of(version, codes=codes[version.id or 0]).items():
            session.add_all(ModuleFacet(kind=kind, value=value, module_id=version.module_id) for value in values)
            if kind in together:
                together[kind].update(values)
    replace_facets(session, provider_id=provider_id, values={kind: sorted(found) for kind, found in together.items()})


def facets_of(version: ModuleVersion | ModuleContent, *, codes: Sequence[str]) -> dict[FacetKind, list[str]]:
    """Return what the directory finds a version by; scenarios count as reviewed, not as typed."""
    said = {question.facet: getattr(version, question.name) for question in QUESTIONS if question.facet}
    return {kind: _texts(value) for kind, value in said.items()} | {FacetKind.SCENARIO: list(codes)}


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value] if value else []
    return [str(one) for one in dict.fromkeys(values)]


def _codes(session: Session, *, version_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return scenario codes per version: confirmed ones where there are any, else inferred ones."""
    rows = session.exec(
        select(ModuleLink.version_id, ModuleLink.scenario_code, ModuleLink.confirmed)
        .where(col(ModuleLink.version_id).in_(version_ids))
        .order_by(col(ModuleLink.scenario_code))
    ).all()
    confirmed: dict[int, list[str]] = defaultdict(list)
    inferred: dict[int, list[str]] = defaultdict(list)
    for version_id, code, is_confirmed in rows:
        (confirmed if is_confirmed else inferred)[version_id].append(code)
    return defaultdict(list, {key: confirmed[key] or inferred[key] for key in [*confirmed, *inferred]})
