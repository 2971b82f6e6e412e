"""The questions about a module, held as data: one file drives form, checks, facets, pages and export."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from marketplace.providers.labels import FacetKind

FILE = "questions.yaml"


class Kind(StrEnum):
    """What kind of answer a question takes."""

    LINE = "line"
    TEXT = "text"
    WORDS = "words"
    INDUSTRIES = "industries"
    CHOICE = "choice"
    CHOICES = "choices"
    AMOUNT = "amount"
    DAYS = "days"
    ROWS = "rows"


KIND_LABELS: dict[Kind, str] = {
    Kind.LINE: "一行字",
    Kind.TEXT: "一段话",
    Kind.WORDS: "几个词",
    Kind.INDUSTRIES: "细分行业",
    Kind.CHOICE: "单选",
    Kind.CHOICES: "多选",
    Kind.AMOUNT: "金额",
    Kind.DAYS: "天数",
    Kind.ROWS: "几行",
}


class Needed(StrEnum):
    """When an answer must be there."""

    NEVER = "never"
    REVIEW = "review"
    DRAFT = "draft"


NEEDED_LABELS: dict[Needed, str] = {Needed.NEVER: "可不填", Needed.REVIEW: "提交审核时要填", Needed.DRAFT: "必填"}


class Place(StrEnum):
    """Where pages show an answer."""

    TITLE = "title"
    SUMMARY = "summary"
    CARD = "card"
    LIST = "list"


PLACE_LABELS: dict[Place, str] = {
    Place.TITLE: "标题",
    Place.SUMMARY: "正文",
    Place.CARD: "卡片",
    Place.LIST: "下面的列表",
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Data):
    """A choice; its value is the word that is kept and shown."""

    value: str
    note: str = ""


class Question(_Data):
    """One question; see the head of the file for what the parts mean."""

    name: str
    kind: Kind
    label: str
    short: str = ""
    hint: str = ""
    column: bool = False
    required: Needed = Needed.NEVER
    missing: str = ""
    least: int = 0
    most: int = 200
    advised: int | None = None
    lines: int = 3
    options: tuple[Option, ...] = ()
    facet: FacetKind | None = None
    export: str = ""
    shown: Place = Place.LIST
    fields: tuple["Question", ...] = ()

    @property
    def title(self) -> str:
        """The label as lists and differences show it."""
        return self.short or self.label

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """The options as a form takes them."""
        return [(option.value, option.value, option.note) for option in self.options]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The options as a drop-down takes them."""
        return [(option.value, option.value) for option in self.options]


class Section(_Data):
    """Questions that stand together; a folded one is for those who have more to say."""

    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    folded: bool = False


class Questionnaire(_Data):
    """All that is asked, in the order of the form."""

    edition: str
    sections: tuple[Section, ...]

    def __iter__(self) -> Iterator[Question]:  # type: ignore[override]  # a questionnaire is its questions, not its fields
        """Give every question in the order of the form."""
        return (question for section in self.sections for question in section.questions)

    def question(self, name: str) -> Question:
        """Return a question by its name."""
        return next(question for question in self if question.name == name)


@cache
def load_questions() -> Questionnaire:
    """Return the questions of the file, checked."""
    text = files(__package__ or "marketplace.catalog").joinpath(FILE).read_text(encoding="utf-8")
    return Questionnaire.model_validate(yaml.safe_load(text))


QUESTIONS = load_questions()
