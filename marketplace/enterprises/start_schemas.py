"""The answers of a start without an account: twelve at most, in three steps; none of them is required by itself."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from marketplace.enterprises.schemas import (
    Employees,
    IndustryIn,
    NeedIn,
    ProblemIn,
    Wan,
    check_uscc,
    require_wishes_of_musts,
)
from marketplace.exchange.labels import Deployment, Must, Payment

MOST_PROBLEMS = 20
MOST_TICKS = 60
Tick = Annotated[str, StringConstraints(max_length=200)]


class Step(StrEnum):
    """A page of the start; what it asks stands in ``STEP_LABELS``."""

    TROUBLES = "troubles"
    CHECK = "check"
    WISHES = "wishes"


STEP_LABELS: dict[Step, str] = {
    Step.TROUBLES: "说难处",
    Step.CHECK: "对一对",
    Step.WISHES: "说想法",
}


class TroublesIn(IndustryIn):
    """What hurts, what is made, where: three answers."""

    problems: list[ProblemIn] = Field(default=[], max_length=MOST_PROBLEMS)
    county_code: Annotated[str, StringConstraints(pattern=r"^(\d{6})?$")] = ""


class CheckIn(BaseModel):
    """Whether it was understood: four answers.

    ``links`` are "key:code" of ticked scenarios, ``asked`` the keys of the texts that were shown; ``wanted`` are
    scenarios of the county's list, ``scenarios`` one's own.
    """

    industry_pick: Annotated[str, StringConstraints(pattern=r"^(C\d{2,4})?$")] = ""
    typical: list[Tick] = Field(default=[], max_length=MOST_TICKS)
    links: list[Tick] = Field(default=[], max_length=MOST_TICKS * 4)
    asked: list[Tick] = Field(default=[], max_length=MOST_TICKS)
    wanted: list[Tick] = Field(default=[], max_length=MOST_TICKS)
    scenarios: list[NeedIn] = Field(default=[], max_length=MOST_PROBLEMS)


class WishesIn(BaseModel):
    """Who it is, and how it wants to pay and run things: five answers."""

    uscc: Annotated[str, BeforeValidator(check_uscc)] = ""
    employees: Employees = None
    payment: list[Payment] = []
    budget_wan: Wan = None
    deployment: Deployment | None = None
    must: list[Must] = []

    @model_validator(mode="after")
    def musts_have_their_wish(self) -> Self:
        """Refuse "must" without the wish that it is about."""
        require_wishes_of_musts(self.must, payment=self.payment, budget_wan=self.budget_wan, deployment=self.deployment)
        return self


SCHEMAS: dict[Step, type[BaseModel]] = {
    Step.TROUBLES: TroublesIn,
    Step.CHECK: CheckIn,
    Step.WISHES: WishesIn,
}
