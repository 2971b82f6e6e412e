"""Modules as the API gives them."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from marketplace.directory.filters import ModuleFilter
from marketplace.exchange.labels import Deployment, Payment
from marketplace.web.api import CursorQuery


class ModuleListQuery(CursorQuery, ModuleFilter):
    """Where the list goes on, and what it is narrowed down by."""


class ModulePath(BaseModel):
    """Which module."""

    module_id: int = Field(ge=1, description="Id of the module")


class ScenarioLinkOut(BaseModel):
    """A scenario that a module covers; ``confidence`` is 0 to 1, 1 when confirmed in review."""

    code: str
    name: str
    confidence: float
    confirmed: bool


class ModuleOut(BaseModel):
    """The public version of a module; ``price_wan`` is the first year's cost in 万元, null when not priced."""

    id: int
    ref: str
    provider_id: int
    provider_name: str
    number: int = Field(description="Number of the version, from 1")
    state: str
    name: str
    summary: str
    scenarios: list[str]
    links: list[ScenarioLinkOut]
    industries: list[int]
    payment: list[Payment]
    price_wan: float | None
    price_note: str
    deployment: Deployment | None
    days_to_live: int | None
    prerequisites: str
    interfaces: str
    answers: dict[str, Any] = Field(description="Further answers by question, as the form asks them")
    published_on: date | None
