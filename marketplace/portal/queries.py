"""Counts for the home page."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import ModuleVersion
from marketplace.enterprises.models import Enterprise
from marketplace.providers.models import Provider
from marketplace.taxonomy.models import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the platform holds today."""

    enterprises: int
    providers: int
    modules: int
    scenarios: int


def load_home(session: Session) -> Home:
    """Count enterprises, confirmed providers, published modules and scenarios in one statement."""
    confirmed = (
        select(func.count())
        .select_from(Provider)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
    )
    published = select(func.count()).select_from(ModuleVersion).where(ModuleVersion.state == VersionState.PUBLISHED)
    counts = select(
        select(func.count()).select_from(Enterprise).scalar_subquery(),
        confirmed.scalar_subquery(),
        published.scalar_subquery(),
        select(func.count()).select_from(Scenario).scalar_subquery(),
    )
    enterprises, providers, modules, scenarios = session.exec(counts).one()
    return Home(enterprises=enterprises, providers=providers, modules=modules, scenarios=scenarios)
