"""The model contract as data: numbered clauses with options, filled; and an edited copy compared clause by clause."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from marketplace.core.errors import InvalidError
from marketplace.projects.checklist import TEXTS
from marketplace.projects.labels import ClauseDifference

NUMERALS = "零一二三四五六七八九十"
PART = re.compile(r"^(第[一二三四五六七八九十]+条|附件[一二三四五六七八九])(?=[\s　：:]|$)")
LEAD = "合同首部"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One wording of a clause."""

    key: str
    label: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClause:
    """A clause of the model; ``when`` holds paragraphs that stand only if the contract has such a thing."""

    key: str
    title: str
    text: tuple[str, ...]
    question: str
    options: tuple[Option, ...]
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An edition of the model contract."""

    edition: str
    title: str
    disclaimer: str
    clauses: tuple[ModelClause, ...]

    @property
    def questions(self) -> tuple[ModelClause, ...]:
        """Return the clauses that offer a choice."""
        return tuple(clause for clause in self.clauses if clause.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause as it stands in a contract."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a part of an edited copy differs; ``before`` and ``after`` are the lines that differ."""

    part: str
    kind: ClauseDifference
    before: str
    after: str


@cache
def current_model() -> Model:
    """Return the model contract of this release."""
    data = yaml.safe_load(files(TEXTS).joinpath("contract.yaml").read_text(encoding="utf-8"))
    return Model(
        edition=data["edition"],
        title=data["title"],
        disclaimer=data["disclaimer"],
        clauses=tuple(_model_clause(one) for one in data["clauses"]),
    )


def _model_clause(data: Mapping[str, Any]) -> ModelClause:
    return ModelClause(
        key=data["key"],
        title=data["title"],
        text=tuple(data.get("text", ())),
        question=data.get("question", ""),
        options=tuple(
            Option(key=one["key"], label=one["label"], text=tuple(one["text"])) for one in data.get("options", ())
        ),
        when={key: tuple(texts) for key, texts in data.get("when", {}).items()},
    )


def fill_model(
    model: Model, *, choices: Mapping[str, str], values: Mapping[str, str], present: frozenset[str]
) -> list[Clause]:
    """Return the numbered clauses with the chosen options, filled with values.

    ``present`` names what the contract has (one_off, by_use, by_effect). Raises InvalidError under ``choice_<key>``
    where an option was not chosen.
    """
    missing = {
        f"choice_{clause.key}": [f"请为“{clause.title}”选择一种写法。"]
        for clause in model.questions
        if choices.get(clause.key) not in {option.key for option in clause.options}
    }
    if missing:
        raise InvalidError(fields=missing)
    return [
        Clause(
            heading=f"第{numeral(number)}条　{clause.title}",
            paragraphs=tuple(text.format_map(values) for text in _texts(clause, choices, present)),
        )
        for number, clause in enumerate(model.clauses, start=1)
    ]


def _texts(clause: ModelClause, choices: Mapping[str, str], present: frozenset[str]) -> list[str]:
    chosen = [text for option in clause.options if option.key == choices[clause.key] for text in option.text]
    conditional = [text for key, texts in clause.when.items() if key in present for text in texts]
    return [*clause.text, *conditional, *chosen]


def numeral(number: int) -> str:
    """Return 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    lead = "" if tens == 1 else NUMERALS[tens]
    return f"{lead}十{NUMERALS[ones] if ones else ''}"


def split_parts(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the lines of a contract by clause and annex; what stands before the first clause is its head."""
    parts: dict[str, list[str]] = {LEAD: []}
    current = LEAD
    for line in lines:
        text = " ".join(line.split())
        found = PART.match(text)
        if found:
            current = found[1]
            parts.setdefault(current, [])
        if text:
            parts[current].append(text)
    return parts


def compare_contracts(issued: Sequence[str], edited: Sequence[str]) -> list[Difference]:
    """Return the differences of an edited copy to the issued text, clause by clause; blanks don't count."""
    before, after = split_parts(issued), split_parts(edited)
    found = [
        _difference(part, before.get(part), after.get(part))
        for part in [*before, *(part for part in after if part not in before)]
    ]
    return [one for one in found if one is not None]


def _difference(part: str, before: list[str] | None, after: list[str] | None) -> Difference | None:
    if before is None:
        return Difference(part=part, kind=ClauseDifference.ADDED, before="", after="\n".join(after or ()))
    if not after:
        kind = ClauseDifference.MISSING
        return Difference(part=part, kind=kind, before="\n".join(before), after="") if before else None
    if before == after:
        return None
    changes = [one for one in difflib.ndiff(before, after) if one[:2] in {"- ", "+ "}]
    return Difference(
        part=part,
        kind=ClauseDifference.CHANGED,
        before="\n".join(one[2:] for one in changes if one[0] == "-"),
        after="\n".join(one[2:] for one in changes if one[0] == "+"),
    )
