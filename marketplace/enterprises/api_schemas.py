"""What programs send about a whole enterprise, and what they read of how its words were understood."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from marketplace.core.ids import RowId
from marketplace.enterprises.labels import Gap
from marketplace.enterprises.reminding import MOST as MOST_REMINDED
from marketplace.enterprises.schemas import ROWS_LIMIT, EnterpriseIn, LinkCode, ListsIn, NewEnterpriseIn, ReminderIn
from marketplace.exchange.limits import ITEMS_LIMIT
from marketplace.taxonomy.linking import TextKind
from marketplace.web.api import CursorQuery
from marketplace.web.whole_bodies import WholeBody


class EnterpriseBody(EnterpriseIn, WholeBody):
    """All that an enterprise states, as a whole; an unchanged text keeps the scenarios confirmed for it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "industry_text": "棉布染色",
                    "description": "主营针织布染色，三十口染缸。",
                    "employees": 120,
                    "revenue_wan": 6000,
                    "problems": [{"text": "排缸全靠老师傅", "priority": 1}],
                    "scenarios": [{"name": "能耗监测", "kind": "N"}],
                    "payment": ["按使用付费"],
                    "budget_wan": 30,
                    "deployment": "SaaS",
                    "must": ["budget"],
                    "version": 1,
                }
            ]
        },
    )

    version: int = Field(ge=1, description="`version` of the last answer")


class ListsBody(ListsIn, WholeBody, extra="forbid"):
    """Both lists as a program sends them."""


class NewEnterpriseBody(NewEnterpriseIn):
    """An enterprise to register; ``county_code`` has six digits, as the counties of ``/counties``."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "示范县虚构木门有限公司",
                    "uscc": "91339999MA2XX0001D",
                    "county_code": "339999",
                    "industry_text": "木门制造",
                    "problems": [{"text": "订单一多就排不过来", "priority": 1}],
                }
            ]
        },
    )


class ChosenLinksIn(BaseModel, extra="forbid"):
    """The scenarios that a person confirmed for a row; none leaves the row to the engine."""

    kind: TextKind
    row_id: RowId
    codes: list[LinkCode] = Field(default=[], max_length=ITEMS_LIMIT)

    @property
    def field(self) -> str:
        """The name of the row among the rows of both lists."""
        return f"{self.kind.value}-{self.row_id}"


class LinksBody(BaseModel, extra="forbid"):
    """Choices for some rows; ``gbt_code`` takes the place of the words of an industry."""

    rows: list[ChosenLinksIn] = Field(default=[], max_length=2 * ROWS_LIMIT)
    gbt_code: str = Field(default="", pattern=r"^(C?\d{2,4})?$")
    version: int = Field(ge=1, description="`version` of the last answer")


class ScenarioGuessOut(BaseModel):
    """A scenario that words seem to mean; ``confidence`` is the chance, 0 to 1, that they do."""

    code: str
    name: str
    confidence: float
    is_sure: bool


class LinkedRowOut(BaseModel):
    """A row of a list: ``codes`` were confirmed, ``guesses`` are offered, confirmed ones first."""

    kind: TextKind
    row_id: int
    text: str
    codes: list[str]
    guesses: list[ScenarioGuessOut]


class LinksOut(BaseModel):
    """How an enterprise's words are understood; ``version`` goes back with a choice."""

    enterprise_id: int
    version: int
    rows: list[LinkedRowOut]


class GapQuery(CursorQuery):
    """Where the list goes on, and which thing is missing; without one all that miss something."""

    gap: Gap | None = None


class GapOut(BaseModel):
    """An enterprise with what is missing; ``reminded_at`` is the last reminder, ``due_on`` the day it asked for."""

    enterprise_id: int
    name: str
    county: str
    gaps: list[Gap]
    reminded_at: datetime | None
    due_on: date | None


class ReminderBody(ReminderIn, extra="forbid"):
    """Whom to remind by number, and until when they are asked to answer."""

    enterprise: list[RowId] = Field(min_length=1, max_length=MOST_REMINDED)


class ReminderOut(BaseModel):
    """How many were told, how many nobody has signed in for, and how many were told within a week before."""

    told: int
    unreachable: int
    recent: int
