"""Tables of enquiries and projects; money in fen, measured figures in thousandths."""

from marketplace.projects.models.asking import (
    AskedProvider,
    Enquiry,
    EnquiryQuestion,
    OutcomeEvent,
    Quotation,
    QuotationLine,
)
from marketplace.projects.models.closing import Acceptance, AcceptancePaper, AcceptanceTerms, Effect, Rating
from marketplace.projects.models.delivery import (
    ChangeOrder,
    Contract,
    Meter,
    MeterReading,
    Milestone,
    PartnerAnnex,
    Project,
    ProjectEvent,
    SupervisionReport,
)

__all__ = [
    "Acceptance",
    "AcceptancePaper",
    "AcceptanceTerms",
    "AskedProvider",
    "ChangeOrder",
    "Contract",
    "Effect",
    "Enquiry",
    "EnquiryQuestion",
    "Meter",
    "MeterReading",
    "Milestone",
    "OutcomeEvent",
    "PartnerAnnex",
    "Project",
    "ProjectEvent",
    "Quotation",
    "QuotationLine",
    "Rating",
    "SupervisionReport",
]
