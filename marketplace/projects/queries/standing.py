"""Reads for other areas: ratings of providers, and how leads became contracts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.projects.labels import EventKind
from marketplace.projects.models import OutcomeEvent, Project, Rating
from marketplace.projects.standing import Standing, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRating:
    """A rating as the public reads it."""

    title: str
    enterprise: str
    rating: Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How often a provider got how far."""

    shortlisted: int
    asked: int
    declined: int
    quoted: int
    chosen: int
    signed: int
    accepted: int


def load_standings(session: Session, *, provider_ids: Sequence[int]) -> dict[int, Standing]:
    """Return what ratings say of several providers: one statement."""
    stars: dict[int, list[int]] = {provider_id: [] for provider_id in provider_ids}
    rows = session.exec(select(Rating.provider_id, Rating.stars).where(col(Rating.provider_id).in_(provider_ids)))
    for provider_id, given in rows:
        stars[provider_id].append(given)
    return {provider_id: standing_of(given) for provider_id, given in stars.items()}


def load_public_ratings(session: Session, *, provider_id: int, limit: int = 20) -> list[PublicRating]:
    """Return a provider's ratings with their answers, newest first."""
    rows = session.exec(
        select(Rating, Project.title, Organisation.name)
        .join(Project, col(Project.id) == Rating.project_id)
        .join(Organisation, col(Organisation.id) == Project.enterprise_id)
        .where(Rating.provider_id == provider_id)
        .order_by(col(Rating.id).desc())
        .limit(limit)
    )
    return [PublicRating(title=title, enterprise=name, rating=rating) for rating, title, name in rows]


def load_funnel(session: Session, *, provider_id: int) -> Funnel:
    """Return how many plants a provider reached at each step: one statement."""
    rows = session.exec(
        select(OutcomeEvent.kind, func.count())
        .where(OutcomeEvent.provider_id == provider_id)
        .group_by(col(OutcomeEvent.kind))
    )
    counts = {EventKind(kind): number for kind, number in rows}
    return Funnel(
        shortlisted=counts.get(EventKind.SHORTLISTED, 0),
        asked=counts.get(EventKind.ASKED, 0),
        declined=counts.get(EventKind.DECLINED, 0),
        quoted=counts.get(EventKind.QUOTED, 0),
        chosen=counts.get(EventKind.CHOSEN, 0),
        signed=counts.get(EventKind.SIGNED, 0),
        accepted=counts.get(EventKind.ACCEPTED, 0),
    )
