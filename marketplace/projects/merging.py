"""What goes along when a duplicate body is folded into another: enquiries, quotations, projects, ratings, events."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.projects.models import (
    AskedProvider,
    Enquiry,
    EnquiryQuestion,
    OutcomeEvent,
    PartnerAnnex,
    Project,
    Quotation,
    Rating,
)
from marketplace.projects.services.ratings import refresh_ratings
from marketplace.supervisors.models import Supervisor

# Columns that name a body and can be handed over row by row; what stands once an enquiry or project is below.
_COLUMNS = (
    (Enquiry, "enterprise_id"),
    (Enquiry, "chosen_provider_id"),
    (Enquiry, "supervisor_id"),
    (EnquiryQuestion, "provider_id"),
    (OutcomeEvent, "enterprise_id"),
    (OutcomeEvent, "provider_id"),
    (Project, "enterprise_id"),
    (Project, "provider_id"),
    (Project, "supervisor_id"),
    (Rating, "provider_id"),
)
# Once an enquiry or project: where both bodies stand there, the kept one's stays and the other's is history.
_ONCE = (
    (AskedProvider, "provider_id", "enquiry_id"),
    (Quotation, "provider_id", "enquiry_id"),
    (PartnerAnnex, "partner_id", "project_id"),
)


def follow_merge(session: Session, *, actor: Actor | System, kept_id: int, merged_id: int, now: datetime) -> None:  # noqa: ARG001 - every follower of a merge is called alike
    """Hand everything of the merged body to the one that is kept; contracts and papers stay as they were issued."""
    if session.get(Supervisor, merged_id) is not None and session.get(Supervisor, kept_id) is None:
        session.add(Supervisor(organisation_id=kept_id))
        session.flush()  # Projects point to it.
    for model, column in _COLUMNS:
        whose = getattr(model, column)
        session.exec(update(model).where(col(whose) == merged_id).values({column: kept_id}))
    for table, column, place in _ONCE:
        whose, where = getattr(table, column), getattr(table, place)
        taken = select(where).where(col(whose) == kept_id).scalar_subquery()
        rows = update(table).where(col(whose) == merged_id, col(where).not_in(taken))
        session.exec(rows.values({column: kept_id}))
    for provider_id in (kept_id, merged_id):
        refresh_ratings(session, provider_id=provider_id)
    log_change(session, kind="provider", object_id=kept_id, now=now)
