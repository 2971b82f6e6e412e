"""What providers and reviewers type about modules; one schema serves the form and the API."""

from pydantic import BaseModel, Field

from marketplace.catalog.services.content import ModuleContent
from marketplace.core.money import to_fen
from marketplace.exchange.labels import Deployment, Payment
from marketplace.exchange.limits import NAME_LIMIT
from marketplace.exchange.limits import TEXT_LIMIT as LONG_TEXT
from marketplace.providers.schemas import INDUSTRIES, Industry, Line
from marketplace.providers.typed import Days, Wan, Words

NOTE_LIMIT = 500
TEXT_LIMIT = 1000


class ModuleIn(BaseModel):
    """A draft of a module; ``price_wan`` is the first year's cost to the plant in 万元, empty when not priced."""

    name: Line = Field(min_length=2, max_length=NAME_LIMIT)
    summary: str = Field(default="", max_length=LONG_TEXT)
    scenarios: Words = ()
    industries: list[Industry] = Field(default_factory=list, max_length=INDUSTRIES)
    payment: list[Payment] = Field(default_factory=list, max_length=len(Payment))
    price_wan: Wan = None
    price_note: str = Field(default="", max_length=NOTE_LIMIT)
    deployment: Deployment | None = None
    days_to_live: Days = None
    prerequisites: str = Field(default="", max_length=TEXT_LIMIT)
    interfaces: str = Field(default="", max_length=TEXT_LIMIT)
    seen_edit: int = Field(default=0, ge=0, description="`edit` of the draft that was read; 0 for a new one")

    def to_content(self) -> ModuleContent:
        """Return the draft as content of a version."""
        return ModuleContent(
            name=self.name,
            summary=self.summary,
            scenarios=self.scenarios,
            industries=tuple(sorted(set(self.industries))),
            payment=tuple(member for member in Payment if member in self.payment),
            price_fen=to_fen(self.price_wan),
            deployment=self.deployment,
            days_to_live=self.days_to_live,
            price_note=self.price_note,
            prerequisites=self.prerequisites,
            interfaces=self.interfaces,
        )


class SubmitIn(BaseModel):
    """The state of the draft that is handed in."""

    seen_edit: int = Field(ge=1)


class DecisionIn(BaseModel):
    """A reviewer's decision; ``scenarios`` are codes of the library that the module covers."""

    seen_edit: int = Field(ge=1)
    reason: str = Field(default="", max_length=TEXT_LIMIT)
    scenarios: list[str] = Field(default_factory=list, max_length=40)


class ReasonIn(BaseModel):
    """Why a published module is taken off the market."""

    reason: str = Field(default="", max_length=TEXT_LIMIT)


class DraftOut(BaseModel):
    """A version as its owner sees it."""

    module_id: int
    version_id: int
    number: int
    state: str
    edit: int
    name: str
    decision_reason: str
