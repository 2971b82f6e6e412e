"""What providers and reviewers type about modules; one schema serves the form and the API, made from the questions."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, create_model

from marketplace.catalog.questions import QUESTIONS, Kind, Needed, Question
from marketplace.catalog.services.content import ModuleContent
from marketplace.core.money import to_fen
from marketplace.exchange.labels import Deployment, Payment
from marketplace.providers.schemas import INDUSTRIES, Industry, Line
from marketplace.providers.typed import Days, Wan, Words

TEXT_LIMIT = 1000
# Answers that the exchange format knows as closed sets.
_SETS: dict[str, type[StrEnum]] = {"payment": Payment, "deployment": Deployment}


class ModuleForm(BaseModel):
    """A draft of a module; the questions' own fields are added below."""

    edit: int = Field(default=0, ge=0, description="`edit` of the draft that was read; 0 for a new one")

    @property
    def ticked_industries(self) -> set[int]:
        """The industries that were ticked, each once."""
        return set(getattr(self, "industries", ()))

    def to_content(self) -> ModuleContent:
        """Return the draft as content of a version."""
        said = {question.name: getattr(self, question.name) for question in QUESTIONS}
        columns = {question.name: said[question.name] for question in QUESTIONS if question.column}
        price_wan = columns.pop("price_wan")
        further = {question.name: _plain(said[question.name]) for question in QUESTIONS if not question.column}
        return ModuleContent(
            **columns
            | {
                "price_fen": to_fen(price_wan),
                "industries": tuple(sorted(self.ticked_industries)),
                "payment": tuple(member for member in Payment if member in columns["payment"]),
            },
            answers={name: value for name, value in further.items() if value},
        )


def _plain(value: Any) -> Any:
    """Return an answer as JSON keeps it; rows without a word in them are none."""
    if isinstance(value, list):
        rows = (one.model_dump(exclude_defaults=True) if isinstance(one, BaseModel) else one for one in value)
        return [row for row in rows if row]
    return value


def _one_of(question: Question) -> Callable[[str], str]:
    known = {option.value for option in question.options}

    def check(value: str) -> str:
        if value not in known:
            raise ValueError("请从列出的选项中选择。")
        return value

    return check


def _field(question: Question) -> tuple[Any, Any]:
    """Return the type and the bounds of a question's field, as pydantic takes them."""
    member: Any = _SETS.get(question.name) or Annotated[str, AfterValidator(_one_of(question))]
    typed: dict[Kind, tuple[Any, Any]] = {
        Kind.LINE: (Line, _text(question)),
        Kind.TEXT: (str, _text(question)),
        Kind.WORDS: (Words, ()),
        Kind.INDUSTRIES: (list[Industry], Field(default_factory=list, max_length=INDUSTRIES)),
        Kind.CHOICE: (member | None, None),
        Kind.CHOICES: (list[member], Field(default_factory=list, max_length=max(1, len(question.options)))),
        Kind.AMOUNT: (Wan, None),
        Kind.DAYS: (Days, None),
    }
    if question.kind is Kind.ROWS:
        row = create_model(f"{question.name.title()}Row", **_fields(question.fields))
        return list[row], Field(default_factory=list, max_length=question.most)
    return typed[question.kind]


def _text(question: Question) -> Any:
    if question.required is Needed.DRAFT:
        return Field(min_length=question.least, max_length=question.most)
    return Field(default="", max_length=question.most)


def _fields(questions: Any) -> dict[str, Any]:
    return {question.name: _field(question) for question in questions}


if TYPE_CHECKING:
    ModuleIn = ModuleForm
else:
    ModuleIn = create_model("ModuleIn", __base__=ModuleForm, __doc__=ModuleForm.__doc__, **_fields(QUESTIONS))


class SubmitIn(BaseModel, extra="forbid"):
    """The state of the draft that is handed in."""

    edit: int = Field(ge=1)


class DecisionIn(BaseModel):
    """A reviewer's decision; ``scenarios`` are codes of the library that the module covers."""

    edit: int = Field(ge=1)
    reason: str = Field(default="", max_length=TEXT_LIMIT)
    scenarios: list[str] = Field(default_factory=list, max_length=40)


class ReasonIn(BaseModel):
    """Why a published module is taken off the market."""

    reason: str = Field(default="", max_length=TEXT_LIMIT)
