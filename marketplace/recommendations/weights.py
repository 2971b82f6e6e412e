"""The weights in force: those that two people agreed on last, else those that come with the release."""

from sqlmodel import Session, col, select

from marketplace.recommendations.models import WeightEdition
from marketplace.taxonomy.labels import ProposalState
from matching.weights import DEFAULT, WeightSet

NAME = "platform"  # Sets agreed on here; those of a release are called "default".


def label_of(weights: WeightSet) -> str:
    """Return how runs and pages name a set."""
    return f"{weights.name}-{weights.version}"


def set_of(edition: WeightEdition) -> WeightSet:
    """Return a kept edition as the engine's value."""
    return WeightSet(
        name=NAME,
        version=edition.version,
        weights=tuple((name, float(edition.weights.get(name, "0"))) for name, _ in DEFAULT.weights),
    )


def load_weights(session: Session) -> WeightSet:
    """Return the weights in force."""
    newest = session.exec(
        select(WeightEdition)
        .where(WeightEdition.state == ProposalState.APPROVED)
        .order_by(col(WeightEdition.decided_at).desc(), col(WeightEdition.id).desc())
    ).first()
    return set_of(newest) if newest is not None else DEFAULT


def find_weights(session: Session, *, label: str) -> WeightSet | None:
    """Return a set by the name that a run bears, None when it is not kept."""
    if label == label_of(DEFAULT):
        return DEFAULT
    name, _, version = label.rpartition("-")
    if name != NAME:
        return None
    found = session.exec(select(WeightEdition).where(WeightEdition.version == version)).first()
    return set_of(found) if found is not None else None


def agreed_changes(session: Session) -> list[WeightEdition]:
    """Return the sets that were agreed on, newest first: the public reads when and why weights changed."""
    return list(
        session.exec(
            select(WeightEdition)
            .where(WeightEdition.state == ProposalState.APPROVED)
            .order_by(col(WeightEdition.decided_at).desc(), col(WeightEdition.id).desc())
        )
    )
