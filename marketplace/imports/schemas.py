"""Forms of the import pages."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from marketplace.imports.labels import EntryAction

Text = Annotated[str, StringConstraints(max_length=200)]
Code = Annotated[str, StringConstraints(max_length=40)]


class HeaderPair(BaseModel, extra="forbid"):
    """A header of other people's and the official one; empty means that the column is left out."""

    sheet: Text = ""
    header: Text
    field: Text = ""


class HeadersForm(BaseModel):
    """What a person said about unknown headers."""

    pairs: list[HeaderPair] = []


class PlaceChoice(BaseModel, extra="forbid"):
    """A division for county and city as they were written; without a code they stay as they are."""

    county: Text = ""
    city: Text = ""
    code: Code = ""


class PlacesForm(BaseModel):
    """What a person said about unknown places."""

    places: list[PlaceChoice] = []


class EntryChoice(BaseModel, extra="forbid"):
    """What to do with the row at a position of the batch."""

    index: int
    action: EntryAction


class IndustryChoice(BaseModel, extra="forbid"):
    """A GB/T 4754 code for words that state an industry; without a code the words stay."""

    text: Text
    code: Code = ""


class ScenarioChoice(BaseModel, extra="forbid"):
    """A scenario of the library for a name of the scenario lists; without a code the engine infers it."""

    name: Text
    code: Code = ""


class ApplyForm(BaseModel):
    """A person's word on a batch."""

    skip_bad: bool = False
    choices: list[EntryChoice] = []
    industries: list[IndustryChoice] = []
    scenarios: list[ScenarioChoice] = []
