"""Between what a form holds and exchange rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from marketplace.core.errors import InvalidError
from marketplace.enterprises.schemas import EnterpriseForm, EnterpriseIn, IndustryIn, NeedIn, NewEnterpriseIn, ProblemIn
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, PreferencesRow, ProblemRow, ScenarioRow
from matching.library import Library

USUAL_PRIORITY = 2
EMPTY_ROWS = 3
MOST_ROWS = 100
ROW_FIELDS = {"problems": ("text", "priority"), "scenarios": ("name", "kind")}


def industry_of(entered: IndustryIn, *, library: Library) -> IndustryRef:
    """Return the industry that was entered; raises InvalidError when two ways disagree or a code does not exist."""
    code = entered.gbt_code.removeprefix("C")
    names = dict(library.gbt_names)
    if code and code not in names:
        message = f"制造业里没有代码“{entered.gbt_code}”，请看营业执照上的行业代码，或只写做什么产品。"
        raise InvalidError(fields={"gbt_code": [message]})
    # A suggestion fills the words with the code's own name; other words beside a code contradict it.
    if code and entered.industry_text not in {"", names[code]}:
        message = f"代码 C{code} 是“{names[code]}”，和您写的“{entered.industry_text}”不一样，请只留一个。"
        raise InvalidError(fields={"industry_text": [message]})
    if entered.catalog_no and (code or entered.industry_text):
        raise InvalidError(fields={"catalog_no": ["行业只填一种：产品文字、行业代码、目录里选，三样选一样。"]})
    if code:
        return IndustryRef(gbt_code=f"C{code}")
    return IndustryRef(catalog_no=entered.catalog_no, text="" if entered.catalog_no else entered.industry_text)


def problem_rows(entered: Sequence[ProblemIn], *, known: Sequence[ProblemRow] = ()) -> tuple[ProblemRow, ...]:
    """Return rows without repetitions; an unchanged text keeps the scenarios that were confirmed for it."""
    links = {row.text: row.links for row in known}
    found = {
        one.text: ProblemRow(text=one.text, priority=one.priority, links=tuple(one.links) or links.get(one.text, ()))
        for one in reversed(entered)
    }
    return tuple(reversed(found.values()))


def need_rows(entered: Sequence[NeedIn], *, known: Sequence[ScenarioRow] = ()) -> tuple[ScenarioRow, ...]:
    """Return rows without repetitions; an unchanged name keeps the scenarios that were confirmed for it."""
    links = {row.name: row.links for row in known}
    found = {
        one.name: ScenarioRow(name=one.name, kind=one.kind, links=tuple(one.links) or links.get(one.name, ()))
        for one in reversed(entered)
    }
    return tuple(reversed(found.values()))


def edited_row(current: EnterpriseRow, *, entered: EnterpriseIn, library: Library) -> EnterpriseRow:
    """Return the row that a filled form states; who the enterprise is and where stays as it was."""
    return replace(
        current,
        industry=industry_of(entered, library=library),
        description=entered.description,
        employees=entered.employees,
        revenue_wan=entered.revenue_wan,
        problems=problem_rows(entered.all_problems, known=current.problems),
        scenarios=need_rows(entered.scenarios, known=current.scenarios),
        preferences=PreferencesRow(
            payment=tuple(dict.fromkeys(entered.payment)),
            budget_wan=entered.budget_wan or None,
            deployment=entered.deployment,
            must=tuple(dict.fromkeys(entered.must)),
        ),
    )


def registered_row(entered: NewEnterpriseIn, *, library: Library) -> EnterpriseRow:
    """Return the row of a new enterprise."""
    return EnterpriseRow(
        ref="",
        name=entered.name,
        uscc=entered.uscc,
        industry=industry_of(entered, library=library),
        problems=problem_rows(entered.problems),
    )


def raw_form(row: EnterpriseRow, *, version: int) -> dict[str, Any]:
    """Return a row as the raw values of its form, with some empty rows to write on."""
    wishes = row.preferences
    raw = {
        "industry_text": row.industry.text,
        "gbt_code": row.industry.gbt_code,
        "catalog_no": row.industry.catalog_no or "",
        "description": row.description,
        "employees": "" if row.employees is None else row.employees,
        "revenue_wan": number_text(row.revenue_wan),
        "problems": [{"text": one.text, "priority": _priority_text(one.priority)} for one in row.problems],
        "scenarios": [{"name": one.name, "kind": one.kind or ""} for one in row.scenarios],
        "payment": list(wishes.payment),
        "budget_wan": number_text(wishes.budget_wan),
        "deployment": wishes.deployment or "",
        "must": list(wishes.must),
        "version": version,
    }
    return with_empty_rows(raw)


def typed_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form holds as a draft keeps it: absent ticks as empty lists, blank rows left out."""
    found: dict[str, Any] = {}
    for name, field in EnterpriseForm.model_fields.items():
        if name == "version":
            continue
        is_list = isinstance(field.default, list)
        value = raw.get(name, [] if is_list else "")
        found[name] = [_as_typed(one, of=name) for one in value if _is_filled(one)] if is_list else str(value)
    return found


def _as_typed(row: Any, *, of: str) -> Any:
    # A choice that was left alone may come as an empty text or not at all.
    return {name: str(row.get(name, "")) for name in ROW_FIELDS[of]} if isinstance(row, dict) else str(row)


def _is_filled(row: Any) -> bool:
    # The urgency of a problem that was not written says nothing.
    return bool(row.get("text") or row.get("name")) if isinstance(row, dict) else bool(row)


def with_empty_rows(raw: Mapping[str, Any], *, more: int = 0) -> dict[str, Any]:
    """Return raw values whose lists end with empty rows; ticked typical sentences become rows of their own."""
    problems = [one for one in raw.get("problems", []) if one.get("text")]
    written = {one["text"] for one in problems}
    problems += [{"text": text, "priority": ""} for text in raw.get("typical", []) if text not in written]
    needs = [one for one in raw.get("scenarios", []) if one.get("name")]
    empty = more or EMPTY_ROWS
    return {
        **raw,
        "problems": [*problems, *({"text": "", "priority": ""} for _ in range(_room(problems, wanted=empty)))],
        "scenarios": [*needs, *({"name": "", "kind": ""} for _ in range(_room(needs, wanted=empty)))],
        "typical": [],
    }


def number_text(value: float | None) -> str:
    """Return an amount as people type it: 12.5 and 300, not 300.0."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _priority_text(priority: int) -> str:
    return "" if priority == USUAL_PRIORITY else str(priority)


def _room(rows: Sequence[Any], *, wanted: int) -> int:
    return max(0, min(wanted, MOST_ROWS - len(rows)))
