"""Writes of providers: profile and cases as a whole, checked against the version that was seen."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from marketplace.accounts.labels import Origin
from marketplace.accounts.organisations import create_organisation
from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.core.errors import NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.exchange.rows import CaseRow, ProviderRow
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Case, Provider, ProviderFacet


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileExtras:
    """What a provider states on its page beyond the exchange format."""

    qualifications: str = ""
    service_center: str = ""
    center_place: str = ""
    center_services: str = ""
    center_county_code: str = ""


def create_provider(
    session: Session,
    *,
    actor: Actor | System,
    row: ProviderRow,
    extras: ProfileExtras | None = None,
    county_code: str = "",
    origin: Origin = Origin.REGISTERED,
    confirmed: bool = False,
    now: datetime,
) -> Provider:
    """Add a provider with its body and cases; modules are written by the catalog, partners by ``connect_partners``.

    Raises InvalidError when the body is already there. A number that another provider holds is left out, so that
    numbers stay unique in exports.
    """
    body = create_organisation(
        session,
        actor=actor,
        name=row.name,
        uscc=row.uscc or None,
        county_code=county_code,
        origin=origin,
        confirmed=confirmed,
        now=now,
    )
    provider = Provider(organisation_id=body.id or 0, external_ref=_free_ref(session, row.ref), updated_at=now)
    _write(session, provider, row=row, extras=extras, now=now)
    note_provider(session, actor=actor, provider=provider, action="provider.created", now=now)
    return provider


def update_provider(
    session: Session,
    *,
    actor: Actor | System,
    provider_id: int,
    row: ProviderRow,
    extras: ProfileExtras | None = None,
    seen_version: int | None = None,
    now: datetime,
) -> Provider:
    """Replace profile and cases; name and credit code stay with the body, ``extras`` None leaves those as they are.

    ``seen_version`` None skips the check, for imports that a person confirmed row by row.
    """
    provider = find_locked(session, Provider, provider_id)
    if provider is None:
        raise NotFoundError
    if seen_version is not None and provider.version != seen_version:
        raise VersionMovedError
    provider.version += 1
    _write(session, provider, row=row, extras=extras, now=now)
    note_provider(session, actor=actor, provider=provider, action="provider.updated", now=now)
    return provider


def note_provider(session: Session, *, actor: Actor | System, provider: Provider, action: str, now: datetime) -> None:
    """Write a provider's change into the journal and the change log."""
    subject = f"provider:{provider.organisation_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details={"version": provider.version})
    log_change(session, kind="provider", object_id=provider.organisation_id, now=now)


def replace_facets(session: Session, *, provider_id: int, values: Mapping[FacetKind, Iterable[str]]) -> None:
    """Write the values of the given kinds by which the directory finds a provider; other kinds stay."""
    session.exec(
        delete(ProviderFacet).where(
            col(ProviderFacet.provider_id) == provider_id, col(ProviderFacet.kind).in_(list(values))
        )
    )
    session.add_all(
        ProviderFacet(kind=kind, value=value, provider_id=provider_id)
        for kind, given in values.items()
        for value in dict.fromkeys(given)
    )


def replace_own_facets(session: Session, *, provider: Provider) -> None:
    """Write the regions and industries by which the directory finds a provider."""
    values = {FacetKind.REGION: provider.regions, FacetKind.INDUSTRY: [str(no) for no in provider.industries]}
    replace_facets(session, provider_id=provider.organisation_id, values=values)


def copy_provider(
    session: Session, *, actor: Actor | System, provider: Provider, organisation_id: int, now: datetime
) -> Provider:
    """Let another body be the provider that a merged one was; number and cases stay behind."""
    fields = provider.model_dump(exclude={"organisation_id", "external_ref", "version", "updated_at"})
    made = Provider(organisation_id=organisation_id, updated_at=now, **fields)
    session.add(made)
    session.flush()  # Modules and cases will point to it.
    note_provider(session, actor=actor, provider=made, action="provider.copied", now=now)
    return made


def _free_ref(session: Session, ref: str) -> str:
    if not ref:
        return ""
    taken = session.exec(select(Provider.organisation_id).where(Provider.external_ref == ref)).first()
    return "" if taken is not None else ref


def _write(
    session: Session, provider: Provider, *, row: ProviderRow, extras: ProfileExtras | None, now: datetime
) -> None:
    provider.sqlmodel_update(
        {
            "kind": row.kind,
            "county": row.county,
            "city": row.city,
            "description": row.description,
            "regions": list(row.regions),
            "industries": list(row.industries),
            "updated_at": now,
        }
    )
    if extras is not None:
        provider.sqlmodel_update(asdict(extras))
    session.add(provider)
    session.flush()  # Cases and facets point to the provider.
    _write_cases(session, provider_id=provider.organisation_id, rows=row.cases)
    replace_own_facets(session, provider=provider)


def _write_cases(session: Session, *, provider_id: int, rows: tuple[CaseRow, ...]) -> None:
    session.exec(delete(Case).where(col(Case.provider_id) == provider_id))
    session.add_all(
        Case(
            provider_id=provider_id,
            position=position,
            enterprise=row.enterprise,
            catalog_no=row.industry,
            scenarios=list(row.scenarios),
            outcome=row.outcome,
        )
        for position, row in enumerate(rows, start=1)
    )
