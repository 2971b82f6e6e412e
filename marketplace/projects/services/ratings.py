"""Writes of ratings: once by the plant after acceptance, once answered by the provider."""

from datetime import datetime

from sqlmodel import Session, select

from marketplace.core.actor import Actor, Role
from marketplace.core.changes import log_change
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find_locked
from marketplace.projects.labels import EventKind, ProjectState
from marketplace.projects.models import Rating
from marketplace.projects.schemas import RatingAnswerIn, RatingIn
from marketplace.projects.services.contracts import load_working
from marketplace.projects.services.events import note_outcome, note_step, project_url, tell
from marketplace.providers.models import Provider

ACCEPTED = frozenset({ProjectState.ACCEPTED})


def rate(session: Session, *, actor: Actor, project_id: int, entered: RatingIn, now: datetime) -> Rating:
    """Rate an accepted project; a rating is public and isn't changed."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.ENTERPRISE, states=ACCEPTED)
    if find_rating(session, project_id=project_id) is not None:
        raise AlreadyDoneError("这个项目已经评价过，评价公开以后不能再改。")
    rating = Rating(project_id=project_id, provider_id=project.provider_id, rated_at=now, **entered.model_dump())
    session.add(rating)
    refresh_ratings(session, provider_id=project.provider_id)
    text = f"评价：{entered.stars} 星"
    note_step(session, actor=actor, project=project, action="project.rated", text=text, now=now)
    note_outcome(
        session,
        kind=EventKind.RATED,
        enterprise_id=project.enterprise_id,
        provider_id=project.provider_id,
        subject=f"project:{project_id}",
        value=entered.stars,
        now=now,
    )
    log_change(session, kind="provider", object_id=project.provider_id, now=now)
    subject = f"收到评价：{project.title}"
    body = "评价已经公开，贵单位可以公开答复一次。"
    tell(session, organisation_id=project.provider_id, subject=subject, body=body, url=project_url(project), now=now)
    return rating


def refresh_ratings(session: Session, *, provider_id: int) -> None:
    """Write down with the provider what its ratings come to: the ranking reads it there."""
    provider = find_locked(session, Provider, provider_id)
    if provider is None:
        return
    stars = session.exec(select(Rating.stars).where(Rating.provider_id == provider_id)).all()
    provider.rated_cases, provider.rated_stars = len(stars), sum(stars)


def answer_rating(session: Session, *, actor: Actor, project_id: int, entered: RatingAnswerIn, now: datetime) -> Rating:
    """Answer a rating in public, once."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.PROVIDER, states=ACCEPTED)
    rating = find_rating(session, project_id=project_id)
    if rating is None:
        raise NotFoundError
    if rating.answered_at is not None:
        raise AlreadyDoneError("这条评价已经答复过，不能再改。")
    rating.answer, rating.answered_at = entered.answer, now
    text = "答复了评价"
    note_step(session, actor=actor, project=project, action="project.rating_answered", text=text, now=now)
    return rating


def find_rating(session: Session, *, project_id: int) -> Rating | None:
    """Return the rating of a project."""
    return session.exec(select(Rating).where(Rating.project_id == project_id)).first()
