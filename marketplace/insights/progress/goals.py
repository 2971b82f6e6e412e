"""What the programme wants by 2025, beside what there is; pilots and the funnel of applications."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.models import Module, ModuleFacet
from marketplace.exchange.labels import ProviderKindName
from marketplace.programme.models import Pilot, PilotAcceptance, PilotRound
from marketplace.programme.policies import funnel
from marketplace.programme.queries.applications import list_applications
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Listing, Provider

# Notice, annex 1, one (two); the figures of providers: 浙政办发〔2022〕45号.
SAMPLE_COUNTIES, SAMPLE_FIRMS, PROVIDERS, CONTRACTORS = 30, 100, 300, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure with its unit, beside what the programme wants; None where it wants nothing of a region."""

    label: str
    value: int
    unit: str
    goal: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How far the applications of the newest round came; steps are (label, how many)."""

    round_id: int
    title: str
    steps: tuple[tuple[str, int], ...]


def load_goals(
    session: Session, *, prefix: str, industry: int | None, samples: int, is_province: bool, today: date
) -> list[Goal]:
    """Return the goals of the province, or a region's own figures beside none: three statements."""
    pilots, passed = _pilots(session, prefix=prefix, industry=industry)
    wants = is_province and industry is None
    head = [
        Goal(label="样本县", value=passed, unit="个", goal=SAMPLE_COUNTIES if wants else None),
        Goal(label="样本企业", value=samples, unit="家", goal=SAMPLE_FIRMS if wants else None),
    ]
    if wants:
        providers, contractors = _providers(session)
        tail = [
            Goal(label="服务商", value=providers, unit="家", goal=PROVIDERS),
            Goal(label="其中总承包商", value=contractors, unit="家", goal=CONTRACTORS),
        ]
    else:
        listed = _listed(session, prefix=prefix, industry=industry, today=today)
        tail = [Goal(label="推荐名单上的服务商", value=listed, unit="家")]
    return [*head, *tail, Goal(label="试点县", value=pilots, unit="个")]


def _pilots(session: Session, *, prefix: str, industry: int | None) -> tuple[int, int]:
    statement = (
        select(func.count(), func.count().filter(col(PilotAcceptance.is_passed).is_(True)))
        .select_from(Pilot)
        .join(PilotAcceptance, col(PilotAcceptance.pilot_id) == Pilot.id, isouter=True)
        .where(col(Pilot.county_code).startswith(prefix))
    )
    if industry is not None:
        statement = statement.where(func.coalesce(Pilot.catalog_no, 0) == industry)
    pilots, passed = session.exec(statement).one()
    return pilots, passed


def _providers(session: Session) -> tuple[int, int]:
    contractors = func.count().filter(col(Provider.kind) == ProviderKindName.GENERAL_CONTRACTOR)
    statement = (
        select(func.count(), contractors)
        .select_from(Provider)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
    )
    providers, of_them = session.exec(statement).one()
    return providers, of_them


def _listed(session: Session, *, prefix: str, industry: int | None, today: date) -> int:
    statement = select(func.count(func.distinct(Listing.provider_id))).where(
        col(Listing.county_code).startswith(prefix), col(Listing.until_on) >= today
    )
    if industry is not None:
        statement = statement.where(col(Listing.catalog_no).in_((0, industry)))
    return session.exec(statement).one()


def load_pilot_counts(session: Session, *, prefix: str) -> dict[int, int]:
    """Return how many pilot counties each industry of the catalogue has, 0 for outside it."""
    number = func.coalesce(Pilot.catalog_no, 0)
    rows = session.exec(select(number, func.count()).where(col(Pilot.county_code).startswith(prefix)).group_by(number))
    return dict(rows.all())


def load_module_counts(session: Session) -> Mapping[int, int]:
    """Return how many published modules of confirmed providers each industry has, in one statement."""
    # The few that do not count are taken out, since joining all that do takes four times as long.
    absent = (
        select(Module.id)
        .join(Provider, col(Provider.organisation_id) == Module.provider_id)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(col(Organisation.confirmed_at).is_(None) | col(Organisation.merged_into_id).is_not(None))
    )
    rows = session.exec(
        select(ModuleFacet.value, func.count())
        .where(ModuleFacet.kind == FacetKind.INDUSTRY, col(ModuleFacet.module_id).not_in(absent))
        .group_by(ModuleFacet.value)
    )
    return {int(value): count for value, count in rows}


def load_funnel(session: Session, *, prefix: str, counties: int, now: datetime, shows_drafts: bool) -> Funnel | None:
    """Return the funnel of the newest published round in an area; what is still being written is for officers."""
    found = session.exec(
        select(PilotRound)
        .where(col(PilotRound.published_at).is_not(None), col(PilotRound.published_at) <= now)
        .order_by(col(PilotRound.published_at).desc(), col(PilotRound.id).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    steps = funnel([line.state for line in list_applications(session, found=found, prefix=prefix)])
    kept = (("县（市、区）", counties), *(steps if shows_drafts else steps[1:]))
    return Funnel(round_id=found.id or 0, title=found.title, steps=kept)
