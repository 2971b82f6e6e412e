"""What goes along when a duplicate body is folded into another: its samples, and the copies that it made."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.projects.models import Enquiry
from marketplace.samples.models import Replication, Sample
from marketplace.samples.queries import ORIGIN


def follow_merge(session: Session, *, actor: Actor | System, kept_id: int, merged_id: int, now: datetime) -> None:  # noqa: ARG001 - every follower of a merge is called alike
    """Hand samples and copies to the body that is kept; a kit keeps the name that stood in it when it was marked."""
    session.exec(update(Sample).where(col(Sample.enterprise_id) == merged_id).values(enterprise_id=kept_id))
    known = {
        one.sample_id: one for one in session.exec(select(Replication).where(Replication.enterprise_id == kept_id))
    }
    for copy in session.exec(select(Replication).where(Replication.enterprise_id == merged_id)).all():
        if copy.sample_id in known:
            _fold(session, copy, into=known[copy.sample_id])
        else:
            copy.enterprise_id = kept_id
        log_change(session, kind="sample", object_id=copy.sample_id, now=now)


def _fold(session: Session, copy: Replication, *, into: Replication) -> None:
    """Make one copy of two of the same sample: what either keeps is kept, and enquiries of both count."""
    into.kept = [*into.kept, *(key for key in copy.kept if key not in into.kept)]
    into.deviations = [*into.deviations, *(one for one in copy.deviations if one not in into.deviations)]
    into.adopted_at = min(into.adopted_at, copy.adopted_at)
    into.version += 1
    origins = update(Enquiry).where(col(Enquiry.origin) == f"{ORIGIN}{copy.id}")
    session.exec(origins.values(origin=f"{ORIGIN}{into.id}"))
    session.delete(copy)
