"""What programs read of calls for contractors."""

from datetime import date

from pydantic import BaseModel, Field

from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.labels import CallState, Rule, YesNo


class CallPath(BaseModel):
    """A call in the address."""

    call_id: int


class CallCriterionOut(BaseModel):
    """What experts score: at most ``points``, at least ``minimum`` (0 for no limit)."""

    key: str
    label: str
    points: int
    minimum: int
    guide: str


class DeclarationOut(BaseModel):
    """What an applicant declares, the answer that is wanted, and what another answer leads to."""

    key: str
    text: str
    wanted: YesNo
    rule: Rule


class CallOut(BaseModel):
    """A published call; ``places`` 0 means any number, applications are taken until 24:00 of ``closes_on``."""

    id: int
    list_id: int
    title: str
    guide: str
    county_code: str
    county: str
    catalog_no: int = Field(description="Entry of the catalogue, 0 for every industry")
    industry: str
    provider_kind: ProviderKindName
    state: CallState
    closes_on: date
    places: int
    valid_months: int
    notice_days: int
    criteria: list[CallCriterionOut]
    minimum_total: int
    questions: list[DeclarationOut]
    withdrawn_reason: str
    digest: str = Field(description="SHA-256 of the conditions as they were sealed")
