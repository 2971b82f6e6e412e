"""The form of a module: raw values of a stored version, rows to fill, and the linking that the process brings."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlmodel import Session

from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.policies import is_answered
from marketplace.catalog.presentation import LABELS
from marketplace.catalog.questions import QUESTIONS, Kind, Needed, Question
from marketplace.catalog.schemas import ModuleIn
from marketplace.catalog.services import InferredLink, LinkTexts
from marketplace.core.errors import InvalidError
from marketplace.core.money import to_wan
from marketplace.providers.typed import amount_of, amount_text, days_of
from marketplace.taxonomy.linking import TextKind, guess_scenarios
from marketplace.taxonomy.queries import find_edition, load_industries
from marketplace.web.forms import BoundForm
from marketplace.web.session import read_session
from marketplace.web.state import state

LINKING = "link_module_texts"  # The name under which the application puts the linking into the process's state.
MOST_LINKS = 6
SPARE_ROWS = 2


def link_texts() -> LinkTexts:
    """Return the linking of this process, ready to use; tests may put their own into the process's state.

    Take it before opening a transaction: the first call after a start fits the linker, which takes seconds.
    """
    given = state().services.get(LINKING)
    if given is not None:
        return cast("LinkTexts", given)
    session = read_session()
    if find_edition(session) is None:
        return _infer_nothing
    guess_scenarios(session, texts=["报工"], kind=TextKind.MODULE)
    return _guess


def _guess(texts: Sequence[str]) -> Sequence[Sequence[InferredLink]]:
    found = guess_scenarios(read_session(), texts=texts, kind=TextKind.MODULE, most=MOST_LINKS)
    return [[InferredLink(code=guess.code, confidence=guess.confidence) for guess in guesses] for guesses in found]


def _infer_nothing(texts: Sequence[str]) -> Sequence[Sequence[InferredLink]]:
    return [() for _ in texts]


def bind_module(data: Any) -> BoundForm[ModuleIn]:
    """Validate what a browser sent about a module, and prepare what was typed for showing it again.

    Fields of several words become the one text that was typed. Rows left empty go, because they were not counted
    when the rows were checked, and errors must stand beside their rows.
    """
    form = BoundForm.bind(ModuleIn, data, labels=LABELS)
    for question in QUESTIONS:
        typed = form.raw.get(question.name)
        if question.kind is Kind.WORDS and isinstance(typed, list):
            form.raw[question.name] = "、".join(typed)
        if question.kind is Kind.ROWS and isinstance(typed, list):
            form.raw[question.name] = [row for row in typed if any(row.values())]
    return form


def add_missing(form: BoundForm[ModuleIn]) -> None:
    """Name beside the faults of a form everything that a review needs as well, so that all is mended at once."""
    typed = typed_fields(form.raw)
    missing = {
        question.name: [question.missing]
        for question in QUESTIONS
        if question.required is Needed.REVIEW
        and question.name not in form.field_errors
        and not is_answered(question, said=typed[question.name])
    }
    if missing:
        form.add_error(InvalidError(fields=missing))


def empty_form() -> BoundForm[ModuleIn]:
    """Return the form of a new module."""
    return BoundForm(raw={}, labels=LABELS)


def form_from(raw: Mapping[str, Any]) -> BoundForm[ModuleIn]:
    """Return raw values as a form shows them."""
    return BoundForm(raw=raw, labels=LABELS)


def typed_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form holds as a draft keeps it: absent ticks as empty lists, blank rows left out."""
    return {question.name: _typed(question, raw.get(question.name)) for question in QUESTIONS}


def _typed(question: Question, value: Any) -> Any:
    if question.kind is Kind.ROWS:
        rows = [{field.name: str(row.get(field.name, "")) for field in question.fields} for row in value or ()]
        return [row for row in rows if any(row.values())]
    if question.kind in {Kind.CHOICES, Kind.INDUSTRIES}:
        return [str(one) for one in value or ()]
    return _number(question.kind, str(value or ""))


def _number(kind: Kind, typed: str) -> str:
    """Return a number as a stored one is shown, so that two ways of writing it are no contradiction."""
    try:
        if kind is Kind.AMOUNT:
            return amount_text(amount_of(typed))
        return str(days_of(typed) or "") if kind is Kind.DAYS else typed
    except ValueError:
        return typed  # What cannot be read stays as it was typed.


def raw_of(version: ModuleVersion) -> dict[str, Any]:
    """Return the raw values of a stored version by question."""
    said = {question.name: version.answers.get(question.name) for question in QUESTIONS if not question.column}
    columns = {
        question.name: getattr(version, question.name)
        for question in QUESTIONS
        if question.column and question.kind is not Kind.AMOUNT
    }
    known = said | columns | {"price_wan": to_wan(version.price_fen)}
    return {question.name: _raw(question, known[question.name]) for question in QUESTIONS}


def _raw(question: Question, value: Any) -> Any:
    if question.kind is Kind.ROWS:
        return [{field.name: _raw(field, row.get(field.name)) for field in question.fields} for row in value or ()]
    if question.kind in {Kind.CHOICES, Kind.INDUSTRIES}:
        return [str(one) for one in value or ()]
    if question.kind is Kind.WORDS:
        return "、".join(value or ())
    if question.kind is Kind.AMOUNT:
        return amount_text(value)
    return str(value or "")


def row_counts(form: BoundForm[ModuleIn]) -> dict[str, int]:
    """Return how many rows of each list the page shows: those filled in and some to fill."""
    lists = [question for question in QUESTIONS if question.kind is Kind.ROWS]
    filled = {question.name: len(form.value(question.name) or ()) for question in lists}
    return {question.name: min(question.most, filled[question.name] + SPARE_ROWS) for question in lists}


def open_sections(form: BoundForm[ModuleIn]) -> set[str]:
    """Return the titles of folded sections that stand open: those with an answer or an error in them."""
    faulty = {name.split(".")[0] for name in form.field_errors}
    return {
        section.title
        for section in QUESTIONS.sections
        if any(question.name in faulty or form.value(question.name) for question in section.questions)
    }


def industry_options(session: Session) -> list[tuple[int, str]]:
    """Return the 39 entries as choices of a form."""
    return [(row.catalog_no, f"{row.level1} · {row.level2}") for row in load_industries(session)]
