"""A provider's modules as they stood at an earlier moment."""

from collections import defaultdict
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.catalog.rows import module_row
from marketplace.exchange.rows import ModuleRow

SINCE = func.coalesce(ModuleVersion.decided_at, ModuleVersion.created_at)


def load_modules_at(session: Session, *, provider_id: int, moment: datetime) -> tuple[ModuleRow, ...]:
    """Return the modules in the versions that were published by a moment; of those taken off since none is told."""
    found = session.exec(
        select(Module, ModuleVersion)
        .join(ModuleVersion, col(ModuleVersion.module_id) == Module.id)
        .where(Module.provider_id == provider_id, moment >= SINCE)
        .where(col(ModuleVersion.state).in_((VersionState.PUBLISHED, VersionState.SUPERSEDED)))
        .order_by(col(Module.id), col(ModuleVersion.number))
    ).all()
    latest = {module.id: (module, version) for module, version in found}
    links: dict[int, list[str]] = defaultdict(list)
    ids = [version.id for _, version in latest.values()]
    confirmed = select(ModuleLink).where(col(ModuleLink.version_id).in_(ids), col(ModuleLink.confirmed))
    for link in session.exec(confirmed.order_by(col(ModuleLink.scenario_code))):
        links[link.version_id].append(link.scenario_code)
    return tuple(
        module_row(module, version, links=tuple(links[version.id or 0])) for module, version in latest.values()
    )


def load_published_since(session: Session, *, provider_id: int, moment: datetime) -> list[tuple[str, datetime]]:
    """Return (name, when) of the versions in force that were published after a moment, the latest first."""
    rows = session.exec(
        select(ModuleVersion.name, SINCE)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(Module.provider_id == provider_id, ModuleVersion.state == VersionState.PUBLISHED, moment < SINCE)
        .order_by(SINCE.desc(), col(ModuleVersion.id))
    )
    return [(name, when) for name, when in rows]
