"""Counts for the home page."""

from dataclasses import dataclass

from sqlalchemy import select as plain_select  # SQLModel's own knows four columns at most.
from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import ModuleVersion
from marketplace.enterprises.models import Enterprise, Problem
from marketplace.exchange.labels import ProviderKindName
from marketplace.providers.models import Provider
from marketplace.taxonomy.models import Industry, Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the platform holds today; ``counties`` counts divisions with an enterprise."""

    enterprises: int
    counties: int
    problems: int
    providers: int
    contractors: int
    modules: int
    scenarios: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of industries (产业领域); ``place`` counts from 1 on the page of industries, which goes by names."""

    name: str
    entries: int
    place: int


def load_home(session: Session) -> Home:
    """Count enterprises, their problems, confirmed providers, published modules and scenarios in one statement."""
    here = (
        select(col(Organisation.county_code))
        .join(Enterprise, col(Enterprise.organisation_id) == Organisation.id)
        .where(col(Organisation.merged_into_id).is_(None))
        .subquery()
    )
    confirmed = (
        select(Provider.kind)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
        .subquery()
    )
    general = select(func.count()).where(confirmed.c.kind == ProviderKindName.GENERAL_CONTRACTOR)
    published = select(func.count()).select_from(ModuleVersion).where(ModuleVersion.state == VersionState.PUBLISHED)
    counts = plain_select(
        select(func.count()).select_from(here).scalar_subquery(),
        select(func.count(func.distinct(here.c.county_code))).where(here.c.county_code != "").scalar_subquery(),
        select(func.count()).select_from(Problem).scalar_subquery(),
        select(func.count()).select_from(confirmed).scalar_subquery(),
        general.scalar_subquery(),
        published.scalar_subquery(),
        select(func.count()).select_from(Scenario).where(~col(Scenario.retired)).scalar_subquery(),
    )
    enterprises, counties, problems, providers, contractors, modules, scenarios = session.execute(counts).one()
    return Home(
        enterprises=enterprises,
        counties=counties,
        problems=problems,
        providers=providers,
        contractors=contractors,
        modules=modules,
        scenarios=scenarios,
    )


def load_fields(session: Session) -> list[Field]:
    """Return the fields of the catalogue in its order."""
    rows = session.exec(
        select(Industry.level1, func.count(), func.min(Industry.catalog_no)).group_by(col(Industry.level1))
    ).all()
    place = {name: number for number, name in enumerate(sorted(name for name, _, _ in rows), start=1)}
    ordered = sorted(rows, key=lambda row: row[2])
    return [Field(name=name, entries=entries, place=place[name]) for name, entries, _ in ordered]
