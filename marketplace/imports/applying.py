"""Checked rows → services, inside the caller's one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.catalog.services import create_with_modules, update_with_modules
from marketplace.core.actor import Actor, System
from marketplace.core.journal import record
from marketplace.enterprises.bulk import NewEnterprise, insert_enterprises
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.services import update_enterprise
from marketplace.exchange import EnterpriseRow, ProviderRow
from marketplace.imports.checking import Entry
from marketplace.imports.labels import EntryAction
from marketplace.imports.scope import Scope
from marketplace.providers.partner_services import connect_partners


@dataclass(slots=True, kw_only=True)
class Outcome:
    """How many rows were brought in, by what was done with them."""

    counts: dict[EntryAction, int] = field(default_factory=lambda: dict.fromkeys(EntryAction, 0))
    enterprises: int = 0
    providers: int = 0
    unknown_partners: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return self.counts[EntryAction.CREATE] + self.counts[EntryAction.UPDATE]


class Applier:
    """Writes entries piece by piece; `finish` connects partners and notes the one journal event of the files."""

    def __init__(self, session: Session, *, actor: Actor | System, scope: Scope, now: datetime) -> None:
        self._session = session
        self._actor = actor
        self._scope = scope
        self._now = now
        self._refs: dict[str, int] = {}
        self._partners: dict[int, tuple[str, ...]] = {}
        self.outcome = Outcome()

    def write(self, entries: Sequence[Entry]) -> None:
        """Write one piece of the files; rows with a fault must have been taken out or are skipped."""
        new: list[NewEnterprise] = []
        for entry in entries:
            self.outcome.counts[entry.action] += 1
            row = entry.located.row
            if isinstance(row, ProviderRow):
                self._write_provider(entry, row)
            elif entry.action is EntryAction.CREATE:
                new.append(NewEnterprise(row=row, county_code=entry.county_code))
            elif entry.action is EntryAction.UPDATE:
                self._update_enterprise(entry, row)
        self._create_enterprises(new)

    def finish(self, *, subject: str, files_digest: str) -> Outcome:
        """Connect the partners that the files name, and write the journal's one event of this import."""
        if self._partners:
            self.outcome.unknown_partners = connect_partners(
                self._session,
                actor=self._actor,
                partners=self._partners,
                ids=self._refs,
                confirmed=self._scope.trusts_providers,
                now=self._now,
            )
        details = {
            "files_digest": files_digest,
            "enterprises": self.outcome.enterprises,
            "providers": self.outcome.providers,
        }
        record(
            self._session, actor=self._actor, action="import.applied", subject=subject, now=self._now, details=details
        )
        return self.outcome

    def _create_enterprises(self, new: Sequence[NewEnterprise]) -> None:
        refs = [item.row.ref for item in new]
        held = set(
            self._session.exec(select(Enterprise.external_ref).where(col(Enterprise.external_ref).in_(refs)))
            if refs
            else ()
        )
        # Numbers are the senders' own; one that another enterprise has would stand twice in an export.
        free = [replace(item, row=replace(item.row, ref="")) if item.row.ref in held else item for item in new]
        insert_enterprises(self._session, new=free, confirmed=True, now=self._now)
        self.outcome.enterprises += len(free)

    def _update_enterprise(self, entry: Entry, row: EnterpriseRow) -> None:
        if entry.match is not None:
            update_enterprise(
                self._session,
                actor=self._actor,
                enterprise_id=entry.match.organisation_id,
                row=row,
                now=self._now,
            )
            self.outcome.enterprises += 1

    def _write_provider(self, entry: Entry, row: ProviderRow) -> None:
        if entry.match is not None:
            self._refs[row.ref] = entry.match.organisation_id
        trusted = self._scope.trusts_providers
        if entry.action is EntryAction.CREATE:
            provider = create_with_modules(
                self._session,
                actor=self._actor,
                row=row,
                county_code=entry.county_code,
                confirmed=trusted,
                publish=trusted,
                now=self._now,
            )
        elif entry.action is EntryAction.UPDATE and entry.match is not None:
            provider = update_with_modules(
                self._session,
                actor=self._actor,
                provider_id=entry.match.organisation_id,
                row=row,
                publish=trusted,
                now=self._now,
            )
        else:
            return
        self.outcome.providers += 1
        self._refs[row.ref] = provider.organisation_id
        if row.partners:
            self._partners[provider.organisation_id] = row.partners
