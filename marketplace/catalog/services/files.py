"""Providers with their modules as files bring them: published at once, or left as drafts for the provider."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from sqlmodel import Session, col, select

from marketplace.accounts.labels import Origin
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.catalog.policies import OPEN_STATES
from marketplace.catalog.rows import module_row
from marketplace.catalog.services.content import content_of_row, write_content
from marketplace.catalog.services.links import replace_links
from marketplace.catalog.services.publication import announce, note_module, supersede
from marketplace.core.actor import Actor, System
from marketplace.core.conflicts import WrongStateError
from marketplace.exchange.rows import ModuleRow, ProviderRow
from marketplace.providers.models import Provider
from marketplace.providers.services import create_provider, update_provider


def create_with_modules(
    session: Session,
    *,
    actor: Actor | System,
    row: ProviderRow,
    county_code: str = "",
    origin: Origin = Origin.IMPORTED,
    confirmed: bool,
    publish: bool,
    now: datetime,
) -> Provider:
    """Add a provider with its modules; with ``publish`` they are public at once, else drafts of the provider.

    Raises InvalidError when the body is already there or a confirmed link names an unknown scenario.
    """
    provider = create_provider(
        session,
        actor=actor,
        row=row,
        county_code=county_code,
        origin=origin,
        confirmed=confirmed,
        now=now,
    )
    write_modules(
        session, actor=actor, provider_id=provider.organisation_id, rows=row.modules, publish=publish, now=now
    )
    return provider


def update_with_modules(
    session: Session, *, actor: Actor | System, provider_id: int, row: ProviderRow, publish: bool, now: datetime
) -> Provider:
    """Replace a provider's statement, and bring its modules up to what a file says.

    Modules are recognised by their number, else by their name; those that the file leaves out stay as they are.
    """
    provider = update_provider(session, actor=actor, provider_id=provider_id, row=row, now=now)
    write_modules(session, actor=actor, provider_id=provider_id, rows=row.modules, publish=publish, now=now)
    return provider


def write_modules(
    session: Session,
    *,
    actor: Actor | System,
    provider_id: int,
    rows: Sequence[ModuleRow],
    publish: bool,
    now: datetime,
) -> list[int]:
    """Write modules that changed as new versions and return their ids; equal ones are left alone."""
    known = _Known(session, provider_id=provider_id)
    changed = [row for row in rows if not known.holds(row, published=publish)]
    ids = [
        _write_version(session, known=known, row=row, actor=actor, publish=publish, now=now).module_id
        for row in changed
    ]
    if publish and ids:
        announce(session, module_ids=ids, provider_id=provider_id, now=now)
    return ids


class _Known:
    """A provider's modules with their versions, newest first."""

    def __init__(self, session: Session, *, provider_id: int) -> None:
        self._provider_id = provider_id
        self._modules = list(session.exec(select(Module).where(Module.provider_id == provider_id)))
        self._versions: dict[int, list[ModuleVersion]] = {module.id or 0: [] for module in self._modules}
        rows = session.exec(
            select(ModuleVersion)
            .where(col(ModuleVersion.module_id).in_(self._versions))
            .order_by(col(ModuleVersion.number).desc())
        ).all()
        for version in rows:
            self._versions[version.module_id].append(version)
        self._links: dict[int, set[str]] = defaultdict(set)
        confirmed = select(ModuleLink.version_id, ModuleLink.scenario_code).where(
            col(ModuleLink.version_id).in_([version.id for version in rows]), col(ModuleLink.confirmed)
        )
        for version_id, code in session.exec(confirmed):
            self._links[version_id].add(code)

    def find(self, row: ModuleRow) -> Module | None:
        """Return the module that a row means: by its number, else by the name of its newest version."""
        if row.ref:
            return next((module for module in self._modules if module.external_ref == row.ref), None)
        return next((module for module in self._modules if self.newest(module).name == row.name), None)

    def newest(self, module: Module) -> ModuleVersion:
        """Return the newest version; every module has one."""
        return self._versions[module.id or 0][0]

    def versions(self, module: Module) -> list[ModuleVersion]:
        """Return the versions of a module, newest first."""
        return self._versions.setdefault(module.id or 0, [])

    def holds(self, row: ModuleRow, *, published: bool) -> bool:
        """Say whether the row is what the module says already, published where that is asked."""
        module = self.find(row)
        if module is None:
            return False
        for version in self._versions[module.id or 0]:
            if version.state is VersionState.PUBLISHED or (not published and version.state in OPEN_STATES):
                links = tuple(sorted(self._links[version.id or 0])) if row.links else ()
                wanted = replace(row, ref=module.external_ref, links=tuple(sorted(row.links)))
                if module_row(module, version, links=links) == wanted:
                    return True
        return False

    def add(self, session: Session, *, row: ModuleRow, now: datetime) -> Module:
        """Add a module under the row's number, or under the next free one."""
        taken = {module.external_ref for module in self._modules}
        free = (f"M{number}" for number in count(1))
        ref = row.ref or next(ref for ref in free if ref not in taken)
        module = Module(provider_id=self._provider_id, external_ref=ref, created_at=now)
        session.add(module)
        session.flush()  # Versions point to the module.
        self._modules.append(module)
        return module


def _write_version(
    session: Session, *, known: _Known, row: ModuleRow, actor: Actor | System, publish: bool, now: datetime
) -> ModuleVersion:
    module = known.find(row) or known.add(session, row=row, now=now)
    versions = known.versions(module)
    version = None if publish else _open_draft(versions, name=row.name)
    if version is None:
        number = versions[0].number + 1 if versions else 1
        version = ModuleVersion(
            module_id=module.id or 0, number=number, name=row.name, state=VersionState.DRAFT, created_at=now
        )
        versions.insert(0, version)
    else:
        version.edit += 1
    write_content(version, content_of_row(row, before=versions[1] if len(versions) > 1 else None))
    session.add(version)
    if publish:
        supersede(versions, version=version, now=now)
    session.flush()  # Links point to the version.
    if row.links:
        replace_links(session, version_id=version.id or 0, confirmed=row.links)
    note_module(session, actor=actor, version=version, action=_ACTION[publish], now=now)
    return version


_ACTION = {True: "module.published_from_file", False: "module.drafted_from_file"}


def _open_draft(versions: Sequence[ModuleVersion], *, name: str) -> ModuleVersion | None:
    if any(version.state is VersionState.IN_REVIEW for version in versions):
        raise WrongStateError(f"模块“{name}”正在审核，等有结果后再导入修改。")
    return next((version for version in versions if version.state is VersionState.DRAFT), None)
