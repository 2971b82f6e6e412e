"""Database rows → exchange rows of providers with their published modules: the single mapping for files and ranking."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.core.money import to_wan
from marketplace.exchange.labels import Payment
from marketplace.exchange.rows import CaseRow, ModuleRow, ProviderRow, RatingsRow
from marketplace.providers.models import Case, Partnership, Provider


def provider_ref(provider_id: int, external_ref: str) -> str:
    """Return the number under which a provider appears in files: the sender's own, else P and its id."""
    return external_ref or f"P{provider_id}"


def load_rankable_ids(session: Session) -> list[int]:
    """Return ids of providers that may be ranked: confirmed and not merged away, in the order of ids."""
    return list(
        session.exec(
            select(Provider.organisation_id)
            .join(Organisation, col(Organisation.id) == Provider.organisation_id)
            .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
            .order_by(col(Provider.organisation_id))
        )
    )


def load_provider_rows(session: Session, *, ids: Sequence[int]) -> list[ProviderRow]:
    """Return exchange rows in the order of ``ids``, with published modules only, in a fixed number of statements."""
    bodies = session.exec(
        select(Provider, Organisation)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(col(Provider.organisation_id).in_(ids))
    ).all()
    found = {provider.organisation_id: (provider, body) for provider, body in bodies}
    modules, cases, partners = _modules(session, ids), _cases(session, ids), _partners(session, ids)
    return [
        _row(*found[key], modules=modules[key], cases=cases[key], partners=partners[key]) for key in ids if key in found
    ]


def _modules(session: Session, ids: Sequence[int]) -> dict[int, list[ModuleRow]]:
    published = session.exec(
        select(Module, ModuleVersion)
        .join(ModuleVersion, col(ModuleVersion.module_id) == Module.id)
        .where(col(Module.provider_id).in_(ids), ModuleVersion.state == VersionState.PUBLISHED)
        .order_by(col(Module.id))
    ).all()
    links: dict[int, list[str]] = defaultdict(list)
    confirmed = (
        select(ModuleLink.version_id, ModuleLink.scenario_code)
        .join(ModuleVersion, col(ModuleVersion.id) == ModuleLink.version_id)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(col(Module.provider_id).in_(ids), ModuleVersion.state == VersionState.PUBLISHED)
        .where(col(ModuleLink.confirmed))
        .order_by(col(ModuleLink.scenario_code))
    )
    for version_id, code in session.exec(confirmed):
        links[version_id].append(code)
    grouped: dict[int, list[ModuleRow]] = defaultdict(list)
    for module, version in published:
        grouped[module.provider_id].append(module_row(module, version, links=tuple(links[version.id or 0])))
    return grouped


def load_published(session: Session, *, provider_id: int) -> list[ModuleVersion]:
    """Return the published versions of a provider's modules, in the order of the modules."""
    return list(
        session.exec(
            select(ModuleVersion)
            .join(Module, col(Module.id) == ModuleVersion.module_id)
            .where(Module.provider_id == provider_id, ModuleVersion.state == VersionState.PUBLISHED)
            .order_by(col(Module.id))
        )
    )


def module_row(module: Module, version: ModuleVersion, *, links: tuple[str, ...] = ()) -> ModuleRow:
    """Return one version of a module as an exchange row."""
    return ModuleRow(
        ref=module.external_ref,
        name=version.name,
        summary=version.summary,
        scenarios=tuple(version.scenarios),
        industries=tuple(version.industries),
        payment=tuple(Payment(value) for value in version.payment),
        price_wan=to_wan(version.price_fen),
        deployment=version.deployment,
        published_on=version.published_on,
        links=links,
    )


def _cases(session: Session, ids: Sequence[int]) -> dict[int, list[CaseRow]]:
    rows = session.exec(select(Case).where(col(Case.provider_id).in_(ids)).order_by(col(Case.position))).all()
    grouped: dict[int, list[CaseRow]] = defaultdict(list)
    for row in rows:
        grouped[row.provider_id].append(
            CaseRow(
                enterprise=row.enterprise, industry=row.catalog_no, scenarios=tuple(row.scenarios), outcome=row.outcome
            )
        )
    return grouped


def _partners(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    rows = session.exec(
        select(Partnership.provider_id, Provider.organisation_id, Provider.external_ref)
        .join(Provider, col(Provider.organisation_id) == Partnership.partner_id)
        .where(col(Partnership.provider_id).in_(ids), col(Partnership.confirmed_at).is_not(None))
        .order_by(col(Partnership.id))
    ).all()
    grouped: dict[int, list[str]] = defaultdict(list)
    for provider_id, partner_id, external_ref in rows:
        grouped[provider_id].append(provider_ref(partner_id, external_ref))
    return grouped


def _row(
    provider: Provider,
    body: Organisation,
    *,
    modules: list[ModuleRow],
    cases: list[CaseRow],
    partners: list[str],
) -> ProviderRow:
    return ProviderRow(
        ref=provider_ref(provider.organisation_id, provider.external_ref),
        name=body.name,
        uscc=body.uscc or "",
        county=provider.county,
        city=provider.city,
        kind=provider.kind,
        regions=tuple(provider.regions),
        industries=tuple(provider.industries),
        description=provider.description,
        partners=tuple(partners),
        modules=tuple(modules),
        cases=tuple(cases),
        ratings=RatingsRow(cases=provider.rated_cases, stars=provider.rated_stars) if provider.rated_cases else None,
    )
