"""Who showed interest in a provider by relying on a ranking: counted, never named."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.models import Run, RunMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """Enterprises that picked a provider for their shortlist, and that shared a ranking in which it stands."""

    shortlisted: int
    shared: int


def load_leads(session: Session, *, provider_id: int) -> Leads:
    """Return how many different enterprises showed interest in a provider, in one grouped statement."""
    rows = session.exec(
        select(Run.reason, RunMention.chosen, func.count(func.distinct(Run.enterprise_id)))
        .join(RunMention, col(RunMention.run_id) == Run.id)
        .where(RunMention.provider_id == provider_id)
        .group_by(Run.reason, col(RunMention.chosen))
    ).all()
    counts = {(RunReason(reason), chosen): count for reason, chosen, count in rows}
    return Leads(
        shortlisted=counts.get((RunReason.SHORTLISTED, True), 0),
        shared=max(counts.get((RunReason.SHARED, chosen), 0) for chosen in (True, False)),
    )
