"""What programs send and read of a provider's own profile and partners."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from marketplace.core.ids import RowId
from marketplace.exchange.labels import ProviderKindName
from marketplace.providers.labels import PartnershipState
from marketplace.providers.schemas import CASES, CaseIn, NewProviderIn, ProfileIn
from marketplace.web.whole_bodies import WholeBody


class OwnProviderPath(BaseModel):
    """The provider of the token's owner."""

    provider_id: int = Field(ge=1, description="Id of one's own provider")


class PartnershipPath(OwnProviderPath):
    """A partnership of one's own provider."""

    partnership_id: int = Field(ge=1)


class NewProviderBody(NewProviderIn):
    """A provider to register; its profile comes afterwards."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "示范县虚构软件有限公司", "kind": "SaaS服务商", "city": "示范市", "county": "示范县"}]
        },
    )


class CaseBody(CaseIn, extra="forbid"):
    """A renovation that the provider did."""


class ProfileBody(ProfileIn, WholeBody):
    """A provider's whole statement; what is left out is empty from then on. Name and credit code stand elsewhere."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "SaaS服务商",
                    "city": "杭州市",
                    "county": "滨江区",
                    "description": "为印染厂做排缸和能耗。",
                    "regions": ["绍兴市", "全国"],
                    "industries": [1, 2],
                    "cases": [
                        {"enterprise": "某印染厂", "industry": 1, "scenarios": ["排缸"], "outcome": "返缸少一半"}
                    ],
                    "version": 1,
                }
            ]
        },
    )

    version: int = Field(ge=1, description="`version` of the last answer")
    cases: list[CaseBody] = Field(default_factory=list, max_length=CASES)  # type: ignore[assignment]  # a narrower row


class CaseStatedOut(BaseModel):
    """A renovation as the provider wrote it."""

    enterprise: str
    industry: int | None
    scenarios: list[str]
    outcome: str


class ProfileOut(BaseModel):
    """A provider's own profile; ``version`` goes back with the next change."""

    provider_id: int
    name: str
    uscc: str
    is_confirmed: bool = Field(description="Whether the provider stands in the directory and is ranked")
    kind: ProviderKindName | None
    city: str
    county: str
    description: str
    qualifications: str
    service_center: str
    center_place: str
    center_services: str
    center_county_code: str
    regions: list[str]
    industries: list[int]
    cases: list[CaseStatedOut]
    version: int


class PartnerBody(BaseModel, extra="forbid"):
    """Whom to ask for a partnership."""

    partner_id: RowId


class PartnerAnswerBody(BaseModel, extra="forbid"):
    """Whether a partnership that was asked for is accepted."""

    accepts: bool


class PartnerOut(BaseModel):
    """A partnership seen from one's own side."""

    id: int
    other_id: int
    other_name: str
    state: PartnershipState
    asked_by_me: bool
    requested_at: datetime
