"""The answers of a start without an account: twelve at most, in three steps; none of them is required by itself."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from marketplace.enterprises.schemas import (
    Employees,
    IndustryIn,
    Musts,
    NeedIn,
    ProblemIn,
    Wan,
    check_uscc,
)
from marketplace.exchange.labels import Deployment, Payment
from marketplace.exchange.limits import TEXT_LIMIT
from marketplace.exchange.text import clean_text

MOST_PROBLEMS = 20
MOST_TICKS = 60
MOST_PEOPLE = 20_000
MOST_CHARACTERS = 500  # A trouble of one's own; what is longer holds several.
LEAST_CHARACTERS = 2  # 缺工 says something, 乱 does not.
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


def _one_trouble(text: str) -> str:
    """Refuse what cannot be matched with anything, and what holds more than one trouble."""
    said = [character for character in text if character.isalnum()]
    if len(said) < LEAST_CHARACTERS or all(character.isdecimal() for character in said):
        raise ValueError(f"“{text[:20]}”看不出是什么事。写成一句话，例如：急单一插，后面全乱。")
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"这一格有 {len(text)} 个字，最多 {MOST_CHARACTERS} 个。一格写一件事，其余的写到下一格。")
    return text


class TroubleIn(ProblemIn):
    """A trouble in the owner's own words."""

    text: Annotated[
        str,
        StringConstraints(min_length=1, max_length=TEXT_LIMIT),
        BeforeValidator(clean_text),
        AfterValidator(_one_trouble),
    ]


class TroublesIn(IndustryIn):
    """What hurts, what is made, where: three answers."""

    problems: list[TroubleIn] = Field(default=[], max_length=MOST_PROBLEMS)
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


def _sensible(people: int | None) -> int | None:
    """Refuse what no small plant has: 二十来万 people was meant to be another figure."""
    if people is not None and people > MOST_PEOPLE:
        raise ValueError(f"写的是 {people:,} 人，中小企业没有这么多。这里填员工人数，请改成准数，例如 200。")
    return people


class WishesIn(BaseModel):
    """How it wants to pay and run things, and who it is: in the order in which the page asks, and tells faults."""

    payment: list[Payment] = []
    budget_wan: Wan = None
    deployment: Deployment | None = None
    must: Musts = []
    employees: Annotated[Employees, AfterValidator(_sensible)] = None
    uscc: Annotated[str, BeforeValidator(check_uscc)] = ""


SCHEMAS: dict[Step, type[BaseModel]] = {
    Step.TROUBLES: TroublesIn,
    Step.CHECK: CheckIn,
    Step.WISHES: WishesIn,
}
