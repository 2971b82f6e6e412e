"""What the API answers on reference data, and what a county sends for its marks."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from marketplace.exchange.labels import NeedKind


class ScenarioOut(BaseModel):
    """A scenario of the library; ``bound`` is G for any plant, M tuned to a process, P bound to one."""

    code: str
    name: str
    scene: str
    stage: str
    bound: str
    description: str
    aliases: list[str]
    vendor_words: list[str]
    objects: list[str]
    symptoms: list[list[str]]
    trades: list[str]
    parents: list[str]


class IndustryOut(BaseModel):
    """An entry of the programme's catalogue with its GB/T 4754 codes."""

    catalog_no: int
    level1: str
    level2: str
    gbt_codes: list[str]


class CountyOut(BaseModel):
    """A division of Zhejiang by its six-digit code."""

    code: str
    name: str
    kind: str
    city_code: str
    city: str


class IndustrySuggestionOut(BaseModel):
    """A code that typed words may mean; ``score`` is from 0 to 1."""

    code: str
    name: str
    entry: str
    score: float


class ScenarioPath(BaseModel):
    """Which scenario."""

    code: str = Field(max_length=40)


class IndustryPath(BaseModel):
    """Which entry of the catalogue."""

    catalog_no: int


class CountyPath(BaseModel):
    """Which division."""

    code: str = Field(max_length=6)


class SuggestQuery(BaseModel):
    """The words of an industry as somebody types them."""

    q: str = Field(default="", max_length=200)


def _mark(value: object) -> object:
    return None if value in ("", None) else value


class MarksIn(BaseModel):
    """A county's marks by scenario code; an empty one takes the mark away. ``seen`` tells which state was shown."""

    marks: dict[str, Annotated[NeedKind | None, BeforeValidator(_mark)]] = Field(max_length=1000)
    seen: str = Field(default="", max_length=64)
