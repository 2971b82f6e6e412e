"""Between the answers of a start and exchange rows: pure, and forgiving, since a draft may stop anywhere."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from marketplace.enterprises.form_rows import need_rows, problem_rows
from marketplace.enterprises.schemas import ProblemIn
from marketplace.enterprises.start_schemas import SCHEMAS, CheckIn, Step, TroublesIn, WishesIn
from marketplace.exchange.labels import NeedKind
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, PreferencesRow, ScenarioRow
from matching.library import Library

FIRST, LATER = 1, 2  # The form says that the worst trouble stands first.
FIELDS: dict[Step, tuple[str, ...]] = {step: tuple(schema.model_fields) for step, schema in SCHEMAS.items()}


def text_key(text: str) -> str:
    """Return a short name for a text, under which the ticks for it are sent."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def fields_of(raw: Mapping[str, Any], *, step: Step) -> dict[str, Any]:
    """Return what a step's form sent, absent ticks as empty lists and blank rows left out."""
    found: dict[str, Any] = {}
    for name in FIELDS[step]:
        value = raw.get(name, [] if _is_list(SCHEMAS[step], name) else "")
        found[name] = [one for one in value if _is_filled(one)] if isinstance(value, list) else value
    return found


def answers_of(content: Mapping[str, Any], *, step: Step) -> BaseModel | None:
    """Return a step's answers when they are sound."""
    raw = {name: value for name, value in content.items() if name in FIELDS[step] and value not in ("", [])}
    try:
        return SCHEMAS[step].model_validate(raw)
    except ValidationError:
        return None


def first_open_step(content: Mapping[str, Any]) -> Step | None:
    """Return the first step that must be mended or filled in before anything can be ranked."""
    for step in Step:
        if answers_of(content, step=step) is None:
            return step
    return None if says_anything(content) else Step.TROUBLES


def says_anything(content: Mapping[str, Any]) -> bool:
    """Say whether there is a trouble or a wish to rank by."""
    return any(content.get(name) for name in ("problems", "typical", "wanted", "scenarios"))


def leads_on(content: Mapping[str, Any], *, step: Step) -> bool:
    """Say whether the next step has something to show; the product alone brings its peers' troubles."""
    return says_anything(content) or (step is Step.TROUBLES and bool(content.get("industry_text")))


def industry_of_answers(content: Mapping[str, Any], *, library: Library) -> IndustryRef:
    """Return the industry: a code only as long as the words beside it are its own name."""
    text = str(content.get("industry_text", "")).strip()
    code = str(content.get("gbt_code", "")).strip().upper().removeprefix("C")
    name = dict(library.gbt_names).get(code, "")
    if name and text in {"", name}:
        return IndustryRef(gbt_code=f"C{code}")
    return IndustryRef(text=text[:200])


def started_row(
    content: Mapping[str, Any],
    *,
    library: Library,
    place: tuple[str, str],
    marks: Mapping[str, NeedKind],
    name: str = "",
) -> EnterpriseRow:
    """Return the answers as a row; ``place`` is county and city, ``marks`` are the county's N and X."""
    troubles, check, wishes = _answers(content)
    return EnterpriseRow(
        ref="",
        name=name,
        uscc=wishes.uscc,
        county=place[0],
        city=place[1],
        industry=industry_of_answers(content, library=library),
        employees=wishes.employees,
        problems=problem_rows(_problems(troubles, check, known={one.code for one in library.scenarios})),
        scenarios=(*_wanted(check.wanted, library=library, marks=marks), *need_rows(check.scenarios)),
        preferences=PreferencesRow(
            payment=tuple(dict.fromkeys(wishes.payment)),
            budget_wan=wishes.budget_wan or None,
            deployment=wishes.deployment,
            must=tuple(dict.fromkeys(wishes.must)),
        ),
    )


def _answers(content: Mapping[str, Any]) -> tuple[TroublesIn, CheckIn, WishesIn]:
    troubles = answers_of(content, step=Step.TROUBLES)
    check = answers_of(content, step=Step.CHECK)
    wishes = answers_of(content, step=Step.WISHES)
    return (
        troubles if isinstance(troubles, TroublesIn) else TroublesIn(),
        check if isinstance(check, CheckIn) else CheckIn(),
        wishes if isinstance(wishes, WishesIn) else WishesIn(),
    )


def _problems(troubles: TroublesIn, check: CheckIn, *, known: Collection[str]) -> list[ProblemIn]:
    ticked: dict[str, list[str]] = {}
    for link in check.links:
        key, _, code = link.partition(":")
        if code in known:
            ticked.setdefault(key, []).append(code)
    own = [
        ProblemIn(text=one.text, priority=LATER if number else FIRST, links=ticked.get(text_key(one.text), []))
        for number, one in enumerate(troubles.problems)
    ]
    return [*own, *(ProblemIn(text=text, priority=LATER) for text in check.typical)]


def _wanted(codes: Sequence[str], *, library: Library, marks: Mapping[str, NeedKind]) -> list[ScenarioRow]:
    names = {scenario.code: scenario.name for scenario in library.scenarios}
    return [
        ScenarioRow(name=names[code], kind=marks.get(code), links=(code,))
        for code in dict.fromkeys(codes)
        if code in names
    ]


def _is_list(schema: type[BaseModel], name: str) -> bool:
    return isinstance(schema.model_fields[name].default, list)


def _is_filled(row: Any) -> bool:
    return any(row.values()) if isinstance(row, dict) else bool(row)


def joined_row(current: EnterpriseRow, *, started: EnterpriseRow) -> EnterpriseRow:
    """Return a row with what a start adds: new list rows at the end, values only where there were none."""
    said = {one.text for one in current.problems}
    named = {one.name for one in current.scenarios}
    wishes, new = current.preferences, started.preferences
    return replace(
        current,
        industry=current.industry if current.industry.is_known else started.industry,
        employees=started.employees if current.employees is None else current.employees,
        problems=(*current.problems, *(one for one in started.problems if one.text not in said)),
        scenarios=(*current.scenarios, *(one for one in started.scenarios if one.name not in named)),
        preferences=PreferencesRow(
            payment=wishes.payment or new.payment,
            budget_wan=new.budget_wan if wishes.budget_wan is None else wishes.budget_wan,
            deployment=wishes.deployment or new.deployment,
            must=tuple(dict.fromkeys((*wishes.must, *new.must))),
        ),
    )
