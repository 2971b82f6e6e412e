"""What programs send and read of enquiries; money comes in and goes out in fen."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from marketplace.exchange.labels import Payment
from marketplace.projects.labels import EnquiryState
from marketplace.projects.schemas import ChoiceIn, EnquiryIn, LineIn, QuestionIn, QuotationIn, ReasonIn
from marketplace.projects.typed import Fen, Line, SharePermille
from marketplace.web.whole_bodies import WholeBody


class EnquiryPath(BaseModel):
    """An enquiry in the address."""

    enquiry_id: int


class QuestionPath(EnquiryPath):
    """A question of an enquiry in the address."""

    question_id: int


class EnquiryBody(EnquiryIn, extra="forbid"):
    """An enquiry as a program sends it: whom to ask, which rows of the list by their keys, until when."""


class QuestionBody(QuestionIn, extra="forbid"):
    """A question, or its answer."""


class ReasonBody(ReasonIn, extra="forbid"):
    """Why somebody declines or cancels."""


class ChoiceBody(ChoiceIn, extra="forbid"):
    """The choice; ``version`` is the enquiry's as it was read."""


class QuotationLineBody(LineIn):
    """A line as answers tell it: by the key of the need and the name of the module, amounts in fen."""

    key: str = Field(max_length=20, alias="need_key")
    module: Annotated[Line, StringConstraints(max_length=200)] = Field(default="", alias="module_name")
    price: Fen | None = Field(default=None, alias="price_fen")
    unit_price: Fen | None = Field(default=None, alias="unit_price_fen")
    share: SharePermille | None = Field(default=None, alias="share_permille")


class QuotationBody(QuotationIn, WholeBody, extra="forbid"):
    """A quotation over the whole list; ``version`` is that of one's last, 0 for the first."""

    lines: list[QuotationLineBody] = Field(min_length=1, max_length=100)  # type: ignore[assignment]  # a narrower row


class EnquiryNeedOut(BaseModel):
    """A row of the list that is attached; quotations name it by its key."""

    key: str
    text: str
    note: str


class AskedOut(BaseModel):
    """A provider that was asked; a provider reads here only itself."""

    provider_id: int
    name: str
    answer: str
    reason: str


class EnquiryQuestionOut(BaseModel):
    """A question with its answer; nobody reads who asked."""

    id: int
    text: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


class EnquiryLineOut(BaseModel):
    """An enquiry as lists show it."""

    id: int
    title: str
    enterprise: str
    due_on: date
    state: EnquiryState
    asked: int
    quoted: int


class EnquiryOut(BaseModel):
    """An enquiry as the reader may see it; what the plant's choice rests on is not told to those who are asked."""

    id: int
    title: str
    note: str
    enterprise_id: int
    enterprise: str
    county_code: str
    due_on: date
    state: EnquiryState
    needs: list[EnquiryNeedOut]
    asked: list[AskedOut]
    asked_count: int
    quoted_count: int
    questions: list[EnquiryQuestionOut]
    supervisor_id: int | None
    chosen_provider_id: int | None
    chosen_reason: str
    cancelled_reason: str
    project_id: int | None
    run_digest: str
    origin: str
    version: int


class QuotationLineOut(BaseModel):
    """A line of a quotation; amounts in fen, the share of an effect in thousandths."""

    need_key: str
    module_id: int | None
    module_name: str
    payment: Payment
    price_fen: int
    unit: str
    unit_price_fen: int | None
    share_permille: int | None
    days: int
    guarantee: str
    plant_gives: str


class QuotationOut(BaseModel):
    """A quotation with its lines in the order of the list."""

    provider_id: int
    name: str
    total_fen: int
    days: int
    warranty_months: int
    note: str
    digest: str
    version: int
    lines: list[QuotationLineOut]


class QuotationsOut(BaseModel):
    """All quotations of an enquiry, in the order of their arrival."""

    items: list[QuotationOut]
