"""What people and programs send about an enterprise; full-width digits and units are understood as in files."""

from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from marketplace.accounts.schemas import Email
from marketplace.core.wording import plain_wan
from marketplace.exchange.defects import Location
from marketplace.exchange.identity import read_uscc
from marketplace.exchange.labels import MUST_LABELS, Deployment, Must, NeedKind, Payment
from marketplace.exchange.limits import CODE_LIMIT, ITEMS_LIMIT, NAME_LIMIT, TEXT_LIMIT
from marketplace.exchange.record import Record
from marketplace.exchange.report import Report
from marketplace.exchange.spoken import About, spoken_count, spoken_wan
from marketplace.exchange.text import clean_code, clean_line, clean_text
from marketplace.exchange.values import as_integer

MAX_EMPLOYEES = 1_000_000
MAX_WAN = 100_000_000
ROWS_LIMIT = 100
BODY_NAME_LIMIT = NAME_LIMIT
WISH_OF_MUST = {Must.PAYMENT: "payment", Must.BUDGET: "budget_wan", Must.DEPLOYMENT: "deployment"}


def _employees(value: object) -> int | None:
    return None if value is None else spoken_count(value, low=0, high=MAX_EMPLOYEES)


def _wan(value: object, _number: ValidatorFunctionWrapHandler) -> float | None:
    """Return an amount; a validator that ran before pydantic's own would lose that it was said as a rough one."""
    return None if value is None else spoken_wan(value, low=0, high=MAX_WAN)


def _catalog_no(value: object) -> int | None:
    return None if value is None else as_integer(value, low=1, high=39)


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _text(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


def _code(value: object) -> object:
    return clean_code(value).upper() if isinstance(value, str) else value


def check_uscc(value: object) -> object:
    """Return a credit code in half width; raises ValueError that says what is wrong with it."""
    report = Report(lambda _path: Location(file=""))
    code = read_uscc(Record({"uscc": value}, path="", report=report))
    faults = report.drain()
    if faults:
        raise ValueError(faults[0].reason_zh)
    return code


def check_musts(musts: list[Must], sent: ValidationInfo) -> list[Must]:
    """Return what must hold; raises ValueError for a "must" whose wish is missing, or is a rough figure.

    A wish that is wrong itself is told at its own field.
    """
    faults = [
        fault
        for must, name in WISH_OF_MUST.items()
        if must in musts and name in sent.data and (fault := _fault_of_must(must, sent.data[name]))
    ]
    if faults:
        raise ValueError("".join(faults))
    return musts


def _fault_of_must(must: Must, wish: object) -> str:
    word = MUST_LABELS[must]
    if isinstance(wish, About):
        return (
            f"您要求“{word}”必须满足，但“{wish.said}”是个大概的数（按约 {plain_wan(wish)} 万元理解）。"
            f"请把{word}写成准数，或去掉这个要求。"
        )
    asked = "软件装在哪里（部署方式）" if must is Must.DEPLOYMENT else word
    return "" if wish else f"您要求“{word}”必须满足，但没有填{asked}。请填上，或去掉这个要求。"


# A constraint stands before the cleaning in the list so that it is told as one on text, not on any sequence.
Employees = Annotated[int | None, BeforeValidator(_employees)]
Wan = Annotated[float | None, WrapValidator(_wan)]
Musts = Annotated[list[Must], AfterValidator(check_musts)]  # Stands behind the wishes that it is held against.
LinkCode = Annotated[str, StringConstraints(max_length=CODE_LIMIT)]


class ProblemIn(BaseModel, extra="forbid"):
    """A row of the problem list; ``links`` are scenario codes that a person confirmed."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT), BeforeValidator(_text)]
    priority: int = Field(default=2, ge=1, le=3)
    links: list[LinkCode] = Field(default=[], max_length=ITEMS_LIMIT)


class NeedIn(BaseModel, extra="forbid"):
    """A row of the scenario list."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=NAME_LIMIT), BeforeValidator(_line)]
    kind: NeedKind | None = None
    links: list[LinkCode] = Field(default=[], max_length=ITEMS_LIMIT)


class ListsIn(BaseModel, extra="forbid"):
    """Both lists, replaced as a whole; ``version`` is that of the last answer."""

    problems: list[ProblemIn] = Field(default=[], max_length=ROWS_LIMIT)
    scenarios: list[NeedIn] = Field(default=[], max_length=ROWS_LIMIT)
    version: int


class IndustryIn(BaseModel):
    """The industry in one of three ways: words, a GB/T 4754 code, or an entry of the catalogue."""

    industry_text: Annotated[str, StringConstraints(max_length=NAME_LIMIT), BeforeValidator(_line)] = ""
    gbt_code: Annotated[str, StringConstraints(pattern=r"^(C?\d{2,4})?$"), BeforeValidator(_code)] = ""
    catalog_no: Annotated[int | None, BeforeValidator(_catalog_no)] = None


class EnterpriseIn(IndustryIn):
    """Everything that an enterprise states."""

    description: Annotated[str, StringConstraints(max_length=TEXT_LIMIT), BeforeValidator(_text)] = ""
    employees: Employees = None
    revenue_wan: Wan = None
    problems: list[ProblemIn] = Field(default=[], max_length=ROWS_LIMIT)
    scenarios: list[NeedIn] = Field(default=[], max_length=ROWS_LIMIT)
    payment: list[Payment] = []
    budget_wan: Wan = None
    deployment: Deployment | None = None
    must: Musts = []
    version: int = 0

    @property
    def all_problems(self) -> list[ProblemIn]:
        """The rows of the problem list."""
        return self.problems


class EnterpriseForm(EnterpriseIn):
    """The same on a page, where ticked sentences of the trade become rows, too."""

    typical: list[Annotated[str, StringConstraints(max_length=200)]] = Field(default=[], max_length=ROWS_LIMIT)

    @property
    def all_problems(self) -> list[ProblemIn]:
        """The rows of the problem list, and behind them the sentences that were ticked."""
        return [*self.problems, *(ProblemIn(text=text) for text in self.typical)]


class NewEnterpriseIn(IndustryIn):
    """A new enterprise."""

    name: Annotated[str, StringConstraints(min_length=2, max_length=BODY_NAME_LIMIT), BeforeValidator(_line)]
    uscc: Annotated[str, BeforeValidator(check_uscc)]
    county_code: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
    problems: list[ProblemIn] = Field(default=[], max_length=ROWS_LIMIT)


class RegisterIn(NewEnterpriseIn):
    """A new enterprise with the person who registers it."""

    email: Email
    display_name: Annotated[str, StringConstraints(min_length=1, max_length=60), BeforeValidator(_line)]
    password: Annotated[str, StringConstraints(max_length=200)]


class ListQuery(BaseModel):
    """Filters of a bureau's list of enterprises."""

    q: str = Field(default="", max_length=100)
    county: str = Field(default="", max_length=6)
    state: str = Field(default="", pattern=r"^(|confirmed|waiting)$")


class ReminderIn(BaseModel):
    """Whom to remind, and until when they are asked to answer."""

    enterprise: list[int] = []
    due_on: date | None = None


class StatedProblemOut(BaseModel):
    """A row of the problem list."""

    text: str
    priority: int
    links: list[str]


class NeedOut(BaseModel):
    """A row of the scenario list."""

    name: str
    kind: NeedKind | None
    links: list[str]


class EnterpriseOut(BaseModel):
    """An enterprise; amounts in 万元, ``version`` goes back with the next change."""

    id: int
    ref: str
    name: str
    uscc: str
    county: str
    city: str
    county_code: str
    is_confirmed: bool
    catalog_no: int | None
    gbt_code: str
    industry_text: str
    description: str
    employees: int | None
    revenue_wan: float | None
    problems: list[StatedProblemOut]
    scenarios: list[NeedOut]
    payment: list[Payment]
    budget_wan: float | None
    deployment: Deployment | None
    must: list[Must]
    version: int


class EnterprisePath(BaseModel):
    """Which enterprise."""

    enterprise_id: int = Field(ge=1)
