"""What programs send and read of a contract: draft, partners, signed copy; amounts come in and go out in fen."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from marketplace.projects.api_schemas import MilestoneOut
from marketplace.projects.clauses import ModelClause, current_model
from marketplace.projects.drafting import DERIVED
from marketplace.projects.schemas import ContractIn, MilestoneIn, PartnerIn, SignedIn
from marketplace.projects.typed import Fen
from marketplace.projects.works_schemas import ProjectDocumentOut, ProjectFileOut
from marketplace.web.api_files import SentFile, SentForm
from marketplace.web.whole_bodies import WholeBody

ASKED = tuple(clause for clause in current_model().questions if clause.key not in DERIVED)
EXAMPLE = {
    "milestones": [{"title": "全部场景上线试运行", "due_on": "2026-12-20", "payment_fen": 20_000_000}],
    "check_days": 5,
    "pay_days": 15,
    "daily_permyriad": 5,
    "version": 0,
    "choices": {clause.key: clause.options[0].key for clause in ASKED},
}


def _choice(clause: ModelClause) -> Any:
    keys = tuple(option.key for option in clause.options)
    told = "; ".join(f"{option.key}: {option.label}" for option in clause.options)
    return Literal[keys], Field(description=f"{clause.question} {told}")


ContractChoices: Any = create_model(
    "ContractChoices",
    __doc__="An option for each clause of the model contract that offers a choice.",
    __config__=ConfigDict(extra="forbid"),
    **{clause.key: _choice(clause) for clause in ASKED},
)


class MilestoneBody(MilestoneIn):
    """A milestone as planned, named as the draft tells it."""

    payment: Fen | None = Field(default=None, alias="payment_fen")


class ContractBody(ContractIn, WholeBody, extra="forbid", json_schema_extra={"examples": [EXAMPLE]}):
    """A contract to be written; payments together are what is paid once, ``version`` is the draft's."""

    milestones: list[MilestoneBody] = Field(min_length=1, max_length=12)  # type: ignore[assignment]  # a narrower row
    choices: ContractChoices


class ContractPartnerBody(PartnerIn, extra="forbid"):
    """A confirmed partner's part: which rows of the list, for how much of the price."""

    price: Fen = Field(alias="price_fen")


class SignedCopyForm(SignedIn, SentForm):
    """The signed contract as one file, PDF, picture or DOCX, and the day on which it was signed."""

    signed: SentFile


class ConfirmationBody(BaseModel, extra="forbid"):
    """Which file is confirmed: ``signed_digest`` is the contract's ``signed_digest`` as it was read."""

    signed_digest: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ContractOptionOut(BaseModel):
    """A wording of a clause."""

    key: str
    label: str


class ContractQuestionOut(BaseModel):
    """A clause that offers a choice; ``key`` is its name under ``choices``."""

    key: str
    title: str
    question: str
    options: list[ContractOptionOut]


class DraftMilestoneOut(BaseModel):
    """A milestone of a draft."""

    title: str
    due_on: date
    payment_fen: int


class ContractDraftOut(BaseModel):
    """A draft, before anybody wrote it a suggestion; payments together are ``one_off_fen``."""

    milestones: list[DraftMilestoneOut]
    choices: dict[str, str]
    check_days: int
    pay_days: int
    daily_permyriad: int
    one_off_fen: int
    questions: list[ContractQuestionOut]
    version: int


class ContractPartnerOut(BaseModel):
    """A partner that delivers a part; ``needs`` are keys of the list."""

    partner_id: int
    name: str
    needs: list[str]
    price_fen: int
    added_at: datetime


class ContractPartnersOut(BaseModel):
    """The partners of a contract, in the order in which they were named."""

    items: list[ContractPartnerOut]


class ContractDifferenceOut(BaseModel):
    """A part of the signed copy that differs from the issued text: how, and the lines before and after."""

    part: str
    kind: str
    before: str
    after: str


class ContractOut(BaseModel):
    """A contract: digests of the issued text and of the signed copy, clauses that differ, and what is paid when.

    An empty ``digest`` says that who takes part has changed and the contract has to be written anew.
    """

    project_id: int
    model_edition: str
    drafted_at: datetime
    digest: str
    signed_digest: str
    signed_on: date | None
    signed_file: ProjectFileOut | None
    differences: int
    differing: list[ContractDifferenceOut]
    confirmed_at: datetime | None
    milestones: list[MilestoneOut]
    documents: list[ProjectDocumentOut]
    version: int
