"""Providers as the API gives them."""

from datetime import date

from pydantic import BaseModel, Field

from marketplace.directory.filters import ProviderFilter
from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.web.api import CursorQuery


class ProviderListQuery(CursorQuery, ProviderFilter):
    """Where the list goes on, and what it is narrowed down by."""


class ProviderPath(BaseModel):
    """Which provider."""

    provider_id: int = Field(ge=1, description="Id of the provider")


class OfferOut(BaseModel):
    """A published module of a provider; ``price_wan`` is the first year's cost in 万元, null when not priced."""

    id: int
    ref: str
    name: str
    summary: str
    scenarios: list[str]
    links: list[str] = Field(description="Scenario codes confirmed in review")
    industries: list[int]
    payment: list[Payment]
    price_wan: float | None
    deployment: Deployment | None
    published_on: date | None


class CaseOut(BaseModel):
    """A renovation that the provider names."""

    enterprise: str
    industry: int | None
    scenarios: list[str]
    outcome: str


class ProviderOut(BaseModel):
    """A confirmed provider with its published modules, as the exchange format names the fields."""

    id: int
    ref: str
    name: str
    uscc: str
    kind: ProviderKindName | None
    county: str
    city: str
    regions: list[str]
    industries: list[int]
    description: str
    partners: list[str] = Field(description="Refs of partners that both sides confirmed")
    modules: list[OfferOut]
    cases: list[CaseOut]
