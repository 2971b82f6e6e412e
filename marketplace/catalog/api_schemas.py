"""What programs send and read of a provider's own modules."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, create_model

from marketplace.catalog.labels import VersionState
from marketplace.catalog.questions import QUESTIONS, Kind, Question
from marketplace.catalog.schemas import ModuleIn, ReasonIn
from marketplace.web.whole_bodies import WholeBody


class DraftPath(BaseModel):
    """Which module of the token's owner."""

    module_id: int = Field(ge=1, description="Id of the module")


class ModuleBody(ModuleIn, extra="forbid"):
    """A draft as a program sends it; a field that no question asks for is refused."""


class WholeModuleBody(ModuleBody, WholeBody):
    """The whole draft of a module, replaced."""


class RetirementBody(ReasonIn, extra="forbid"):
    """Why a module is taken off the market; its own provider may leave the reason out."""


class OwnModuleOut(BaseModel):
    """A module by its newest version, as its owner sees it; ``price_wan`` in 万元, null when not priced."""

    id: int
    name: str
    number: int = Field(description="Number of the newest version")
    state: VersionState
    is_public: bool = Field(description="Whether a version of it is on the market")
    price_wan: float | None
    decision_reason: str


class DraftBase(BaseModel):
    """A version as its owner sees it, with the answers given under the names of the fields of a draft."""

    module_id: int
    version_id: int
    number: int
    state: VersionState
    edit: int
    decision_reason: str


def _told(question: Question) -> tuple[Any, Any]:
    """Return the type of an answer and what stands for none, which a draft takes as well."""
    typed: dict[Kind, tuple[Any, Any]] = {
        Kind.LINE: (str, ""),
        Kind.TEXT: (str, ""),
        Kind.WORDS: (list[str], []),
        Kind.INDUSTRIES: (list[int], []),
        Kind.CHOICE: (str | None, None),
        Kind.CHOICES: (list[str], []),
        Kind.AMOUNT: (float | None, Field(default=None, description="万元, units of 10,000 yuan")),
        Kind.DAYS: (int | None, None),
    }
    if question.kind is Kind.ROWS:
        row = create_model(f"{question.name.title()}RowOut", **_all_told(question.fields))
        return list[row], []
    return typed[question.kind]


def _all_told(questions: Iterable[Question]) -> dict[str, Any]:
    return {question.name: _told(question) for question in questions}


if TYPE_CHECKING:
    DraftOut = DraftBase
else:
    DraftOut = create_model("DraftOut", __base__=DraftBase, __doc__=DraftBase.__doc__, **_all_told(QUESTIONS))
