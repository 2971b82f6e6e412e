"""Public rows of providers and their modules."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.core.contacts import masked
from marketplace.core.money import to_wan
from marketplace.exports.pieces import select_pieces
from marketplace.providers.models import Provider

_LISTED = and_(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
_PROVIDERS = (
    select(
        col(Provider.organisation_id),
        col(Organisation.name),
        col(Organisation.uscc),
        col(Provider.kind),
        col(Provider.city),
        col(Provider.county),
        col(Provider.regions),
        col(Provider.industries),
        col(Provider.description),
        col(Provider.qualifications),
        col(Provider.rated_cases),
    )
    .join(Organisation, col(Organisation.id) == col(Provider.organisation_id))
    .where(_LISTED)
)
_CODES = (
    select(func.aggregate_strings(col(ModuleLink.scenario_code), " "))
    .where(col(ModuleLink.version_id) == col(ModuleVersion.id))
    .scalar_subquery()
)
_MODULES = (
    select(
        col(Module.id),
        col(Module.provider_id),
        col(Organisation.name),
        col(ModuleVersion.name),
        col(ModuleVersion.summary),
        col(ModuleVersion.scenarios),
        _CODES,
        col(ModuleVersion.industries),
        col(ModuleVersion.payment),
        col(ModuleVersion.price_fen),
        col(ModuleVersion.price_note),
        col(ModuleVersion.deployment),
        col(ModuleVersion.days_to_live),
        col(ModuleVersion.published_on),
    )
    .join(ModuleVersion, col(ModuleVersion.module_id) == col(Module.id))
    .join(Organisation, col(Organisation.id) == col(Module.provider_id))
    .where(col(ModuleVersion.state) == VersionState.PUBLISHED, _LISTED)
)


def provider_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give the providers that the directory lists."""
    for row in select_pieces(session, _PROVIDERS, key=col(Provider.organisation_id)):
        *start, description, qualifications, cases = row
        yield (*start, masked(description), masked(qualifications), cases)


def module_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give the published modules of those providers."""
    for row in select_pieces(session, _MODULES, key=col(Module.id)):
        key, provider_id, provider, name, summary, scenarios, codes, industries, payment, price, note, *rest = row
        texts = (provider, masked(name), masked(summary))
        linked = sorted((codes or "").split())
        yield (key, provider_id, *texts, scenarios, linked, industries, payment, to_wan(price), masked(note), *rest)
