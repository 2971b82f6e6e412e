"""One raw object → an enterprise: parsing is validation, what comes out needs no further check of its form."""

import re
from collections.abc import Mapping
from dataclasses import fields

from marketplace.exchange.divisions import read_division
from marketplace.exchange.identity import Seen, read_identity
from marketplace.exchange.labels import Deployment, Must, NeedKind, Payment
from marketplace.exchange.limits import CODE_LIMIT, NAME_LIMIT, TEXT_LIMIT
from marketplace.exchange.places import Places
from marketplace.exchange.record import Record
from marketplace.exchange.report import Report
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, PreferencesRow, ProblemRow, ScenarioRow
from marketplace.exchange.text import clean_code, clean_text
from marketplace.exchange.values import kind_of, show

CATALOG_ENTRIES = 39  # The programme's catalogue of industries has 39 entries.
MAX_EMPLOYEES = 1_000_000
MAX_WAN = 100_000_000  # 万元: a million million yuan, above any firm of the province.
URGENCY_WORDS = {
    **dict.fromkeys(("高", "急", "很急", "特急", "非常急", "紧急", "最急"), 1),
    **dict.fromkeys(("中", "一般", "较急", "比较急"), 2),
    **dict.fromkeys(("低", "不急", "不太急", "可缓"), 3),
}

_GBT = re.compile(r"[Cc]?(\d{2,4})")
_ENTERPRISE = frozenset(field.name for field in fields(EnterpriseRow))
_INDUSTRY = ("catalog_no", "gbt_code", "text")


class EnterpriseParser:
    """Parses the enterprises of one file; keeps in mind which numbers it has seen."""

    def __init__(self, *, places: Places, report: Report) -> None:
        self._places = places
        self._report = report
        self._seen = Seen()

    def parse(self, raw: object, *, row: int) -> EnterpriseRow | None:
        """Return the row, or None when the report got an error; ``row`` is its line or row number in the file."""
        if not isinstance(raw, Mapping):
            self._report.error("", f"一行应是花括号里的一组字段，现在是{kind_of(raw)}。")
            return None
        before = self._report.errors
        record = Record(raw, path="", report=self._report)
        parsed = self._read(record, row=row)
        return parsed if self._report.errors == before else None

    def _read(self, record: Record, *, row: int) -> EnterpriseRow:
        record.warn_unknown(_ENTERPRISE, kind="enterprise")
        ref, name, uscc = read_identity(record, seen=self._seen, row=row)
        county, city = read_division(record, places=self._places)
        return EnterpriseRow(
            ref=ref,
            name=name,
            uscc=uscc,
            county=county,
            city=city,
            industry=read_industry(record),
            description=record.text("description", limit=TEXT_LIMIT, clean=clean_text),
            employees=record.people("employees", high=MAX_EMPLOYEES),
            revenue_wan=record.wan("revenue_wan", high=MAX_WAN),
            problems=read_problems(record),
            scenarios=read_scenarios(record),
            preferences=read_preferences(record),
        )


def read_industry(record: Record) -> IndustryRef:
    """Read the industry: exactly one of catalogue number, GB/T 4754 code and words, or nothing for unknown."""
    industry = record.child("industry")
    industry.warn_unknown(frozenset(_INDUSTRY), kind="industry")
    given = [field for field in _INDUSTRY if industry.get(field) is not None]
    if len(given) > 1:
        record.error("industry", "目录序号、行业代码、行业文字只能填一项，请留下最有把握的一项。")
        return IndustryRef()
    return IndustryRef(
        catalog_no=industry.integer("catalog_no", low=1, high=CATALOG_ENTRIES),
        gbt_code=_gbt_code(industry),
        text=industry.text("text", limit=NAME_LIMIT),
    )


def read_problems(record: Record) -> tuple[ProblemRow, ...]:
    """Read the 问题清单; a line without text is left out with a warning."""
    problems = []
    for item in record.children("problems"):
        item.warn_unknown(frozenset({"text", "priority", "links"}), kind="problems.")
        text = item.text("text", limit=TEXT_LIMIT, clean=clean_text)
        if item.get("text") is None:
            item.warn("text", "没有写问题内容，这一项已忽略。")
        elif text:
            problems.append(ProblemRow(text=text, priority=_priority(item), links=read_links(item)))
    return tuple(problems)


def read_scenarios(record: Record) -> tuple[ScenarioRow, ...]:
    """Read the 场景清单; a line without a name is left out with a warning."""
    scenarios = []
    for item in record.children("scenarios"):
        item.warn_unknown(frozenset({"name", "kind", "links"}), kind="scenarios.")
        name = item.text("name", limit=NAME_LIMIT)
        if item.get("name") is None:
            item.warn("name", "没有写场景名称，这一项已忽略。")
        elif name:
            scenarios.append(ScenarioRow(name=name, kind=item.choice("kind", NeedKind), links=read_links(item)))
    return tuple(scenarios)


def read_preferences(record: Record) -> PreferencesRow:
    """Read what the plant wishes; a budget of 0 says nothing and counts as unknown."""
    wishes = record.child("preferences")
    wishes.warn_unknown(frozenset({"payment", "budget_wan", "deployment", "must"}), kind="preferences.")
    return PreferencesRow(
        payment=wishes.choices("payment", Payment),
        budget_wan=wishes.wan("budget_wan", high=MAX_WAN) or None,
        deployment=wishes.choice("deployment", Deployment),
        must=wishes.choices("must", Must),
    )


def read_links(record: Record) -> tuple[str, ...]:
    """Read the scenario codes that a person confirmed."""
    return record.texts("links", limit=CODE_LIMIT, clean=clean_code)


def _priority(item: Record) -> int:
    word = item.get("priority")
    if isinstance(word, str) and (number := URGENCY_WORDS.get(clean_code(word))):
        return number
    return item.integer("priority", low=1, high=3) or 2  # The format's value for a missing one.


def _gbt_code(industry: Record) -> str:
    code = industry.text("gbt_code", limit=NAME_LIMIT, clean=clean_code)
    if not code:
        return ""
    match = _GBT.fullmatch(code)
    if match is None:
        industry.error("gbt_code", f"{show(code)}不是国民经济行业代码，应是2至4位数字，前面可以有字母C，如“C1713”。")
        return ""
    if not 13 <= int(match[1][:2]) <= 43:  # noqa: PLR2004  GB/T 4754-2017: manufacturing (C) is divisions 13 to 43.
        industry.warn("gbt_code", f"{show(code)}不在制造业（C13至C43）里，请核对。")
    return f"C{match[1]}"
