"""A module's content in words for pages: the same for preview, review, differences and the public page."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.questions import QUESTIONS, Kind, Place, Question
from marketplace.catalog.services.content import ModuleContent
from marketplace.core.money import to_wan
from marketplace.core.wording import fen_text, wan_text

Segment = tuple[str, bool]
UNKNOWN = "没有写"
LABELS: dict[str, str] = {question.name: question.title for question in QUESTIONS} | {"reason": "理由"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that two versions state differently; a segment is (text, differs)."""

    label: str
    before: Sequence[Segment]
    after: Sequence[Segment]


def described(content: ModuleContent, *, industries: Mapping[int, str]) -> list[tuple[str, str]]:
    """Return (label, text) of every question in the order of the form; unanswered ones say so."""
    return [(question.title, text_of(content, question, industries=industries) or UNKNOWN) for question in QUESTIONS]


def text_of(content: ModuleContent, question: Question, *, industries: Mapping[int, str]) -> str:
    """Return the answer to a question in words, empty when there is none; an unknown price says so."""
    if question.kind is Kind.AMOUNT:
        return fen_text(content.price_fen)
    said = getattr(content, question.name) if question.column else content.answers.get(question.name)
    return _text(question, said, industries=industries)


def _text(question: Question, said: Any, *, industries: Mapping[int, str]) -> str:
    if said in (None, "", (), []):
        return ""
    if question.kind is Kind.INDUSTRIES:
        return "、".join(industries.get(number, str(number)) for number in said)
    if question.kind in {Kind.WORDS, Kind.CHOICES}:
        return "、".join(said)
    if question.kind is Kind.ROWS:
        return "\n".join(_row(question, row) for row in said)
    if question.kind is Kind.DAYS:
        return f"{said} 天"
    return wan_text(said) if question.kind is Kind.AMOUNT else str(said)


def _row(question: Question, row: Mapping[str, Any]) -> str:
    """Return a row of a list in one line; amounts say what they are."""
    parts = []
    for field in question.fields:
        text = _text(field, row.get(field.name), industries={})
        parts += [f"{field.title} {text}" if field.kind is Kind.AMOUNT else text] if text else []
    return "，".join(parts)


def further(content: ModuleContent, *, industries: Mapping[int, str]) -> list[tuple[str, str]]:
    """Return (label, text) of what stands neither in the description nor among the facts of a card.

    Questions of folded sections that nobody answered are left out; the others say that nothing was written.
    """
    told = []
    for section in QUESTIONS.sections:
        for question in section.questions:
            text = text_of(content, question, industries=industries)
            if question.shown is Place.LIST and (text or not section.folded or question.column):
                told.append((question.title, text or UNKNOWN))
    return told


def fact_items(content: ModuleContent) -> list[tuple[str, str, str]]:
    """Return price, days, payment and deployment as the facts of a card."""
    return [
        ("首年价格", fen_text(content.price_fen), content.price_note[:40]),
        ("上线", f"{content.days_to_live} 天" if content.days_to_live else UNKNOWN, ""),
        ("付费", "、".join(payment.value.removesuffix("付费") for payment in content.payment) or UNKNOWN, ""),
        ("部署", content.deployment.value if content.deployment else UNKNOWN, ""),
    ]


def plain_values(content: ModuleContent, *, industries: Mapping[int, str]) -> list[str | float | int]:
    """Return an answer a question for a workbook: numbers stay numbers, nothing is an empty cell."""
    values: list[str | float | int] = []
    for question in QUESTIONS:
        if question.kind is Kind.AMOUNT:
            values.append(to_wan(content.price_fen) or "")
        elif question.kind is Kind.DAYS:
            values.append(content.days_to_live or "")
        else:
            values.append(text_of(content, question, industries=industries))
    return values


def said_of(version: ModuleVersion) -> dict[str, Any]:
    """Return the answers that were given by question, as programs send them: amounts in 万元, no blanks."""
    columns = {question.name for question in QUESTIONS if question.column and question.kind is not Kind.AMOUNT}
    known = version.answers | version.model_dump(include=columns) | {"price_wan": to_wan(version.price_fen)}
    said = {question.name: known.get(question.name) for question in QUESTIONS}
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def differences(before: ModuleContent, after: ModuleContent, *, industries: Mapping[int, str]) -> list[Difference]:
    """Return the fields that differ, with the differing characters marked."""
    pairs = zip(described(before, industries=industries), described(after, industries=industries), strict=True)
    return [
        Difference(label=label, before=_marked(old, new, side=0), after=_marked(old, new, side=1))
        for (label, old), (_, new) in pairs
        if old != new
    ]


def _marked(old: str, new: str, *, side: int) -> list[Segment]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    segments: list[Segment] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        text = new[new_start:new_end] if side else old[old_start:old_end]
        if text:
            segments.append((text, tag != "equal"))
    return segments
