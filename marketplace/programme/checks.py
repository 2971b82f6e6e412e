"""The checks beside the fields: what is missing and what is wrong in an application, by the rules of its round."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from marketplace.programme.labels import TARGET_KIND_LABELS, SystemKind, TargetKind
from marketplace.programme.plan import (
    CHAPTERS,
    FIELD_LABELS,
    Plan,
    Project,
    Target,
    WorkItem,
)
from marketplace.programme.rules import CountyFlags, RoundRules, threshold_yi
from marketplace.programme.typed import read_lines, read_number, read_project, read_work_item
from marketplace.programme.wording import count_words

Value = TypeVar("Value")
LEAST_CHAPTER, LEAST_SYSTEM = 50, 10
MOST_TEXT = 20_000
HUNDRED = Decimal(100)
# Seven digits and more, with what people write between them; an extension may follow.
PHONE = re.compile(r"\+?\(?\d(?:[ ()-]{0,2}\d){6,14}(?: ?(?:转|-) ?\d{1,6})?")
OPTIONAL = frozenset({"catalog_no", "off_reason", "appeal"})


@dataclass(slots=True)
class Checked:
    """What the checks found: ``wrong`` for what was typed, ``missing`` for what was not; the plan when all is well."""

    wrong: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    plan: Plan | None = None

    @property
    def defects(self) -> dict[str, list[str]]:
        """Everything that keeps the application from being final, in the order of the fields."""
        found = {**self.missing, **self.wrong}
        return {name: found[name] for name in FIELD_LABELS if name in found}

    def blame(self, name: str, text: str) -> None:
        self.wrong.setdefault(name, []).append(text)


def check_content(
    content: Mapping[str, str], *, rules: RoundRules, flags: CountyFlags, catalog: Collection[int]
) -> Checked:
    """Check what was typed; ``content`` holds contacts too, ``catalog`` the numbers of the catalogue in force."""
    found = Checked()
    for name, label in FIELD_LABELS.items():
        if not content.get(name) and name not in OPTIONAL:
            found.missing[name] = [f"请填写“{label}”。"]
        elif len(content.get(name, "")) > MOST_TEXT:
            found.blame(name, f"太长了，最多 {MOST_TEXT} 个字符。")
    _phone(found, content)
    _industry(found, content, catalog)
    figures = {
        "output": _number(found, content, "output", decimals=4),
        "large_output": _number(found, content, "large_output", decimals=4),
        "sme_count": _number(found, content, "sme_count", decimals=0),
        "sme_share": _number(found, content, "sme_share", decimals=2, most=HUNDRED),
    }
    _output(found, content, figures, rules=rules, flags=flags)
    _limits(found, content, rules)
    _least(found, content)
    targets = _targets(found, content)
    chart = _lines(found, content, "chart", read_work_item)
    projects = _lines(found, content, "projects", read_project)
    _twice(found, projects)
    if not found.wrong and not found.missing:
        found.plan = _plan(content, figures, targets=targets, chart=chart, projects=projects)
    return found


def _phone(found: Checked, content: Mapping[str, str]) -> None:
    typed = content.get("contact_phone", "")
    if typed and not PHONE.fullmatch(unicodedata.normalize("NFKC", typed)):
        found.blame("contact_phone", "看不出是电话号码，请写手机号，或带区号的座机号，例如 0000-0000000。")


def _industry(found: Checked, content: Mapping[str, str], catalog: Collection[int]) -> None:
    number, reason = content.get("catalog_no", ""), content.get("off_reason", "")
    if number and not (number.isascii() and number.isdigit() and int(number) in catalog):
        found.blame("catalog_no", "目录里没有这一项，请从列表里选。")
    if not number and not reason:
        found.missing["off_reason"] = ["没有选目录里的行业，请写明为什么选目录以外的优势行业（通知第一条）。"]


def _number(
    found: Checked, content: Mapping[str, str], name: str, *, decimals: int, most: Decimal = Decimal(1_000_000)
) -> Decimal:
    text = content.get(name, "")
    if not text:
        return Decimal(0)
    try:
        return read_number(text, decimals=decimals, most=most)
    except ValueError as error:
        found.blame(name, str(error))
        return Decimal(0)


def _output(
    found: Checked,
    content: Mapping[str, str],
    figures: Mapping[str, Decimal],
    *,
    rules: RoundRules,
    flags: CountyFlags,
) -> None:
    if figures["large_output"] > figures["output"] and "output" not in found.wrong and content.get("output"):
        found.blame("large_output", "规上工业产值不能大于工业总产值。")
    least = threshold_yi(rules, flags)
    if not content.get("output") or "output" in found.wrong or figures["output"] >= least:
        return
    rule = f"附件1试点条件（二）：试点行业产值原则上不低于 {least} 亿元" + ("（山区县）" if flags.is_mountain else "")
    if not rules.allows_appeal:
        found.blame("output", f"低于条件。{rule}。本轮不受理申述。")
    elif not content.get("appeal"):
        found.blame("output", f"低于条件。{rule}。如有特殊情况，请在“{FIELD_LABELS['appeal']}”里说明，由省级初审判断。")


def _limits(found: Checked, content: Mapping[str, str], rules: RoundRules) -> None:
    limits = {"goals": rules.limit_goals, "tasks": rules.limit_tasks, "policies": rules.limit_policies}
    for name, most in limits.items():
        count = count_words(content.get(name, ""))
        if count > most:
            found.blame(name, f"限 {most} 字，现在 {count} 字，请删去 {count - most} 字。")


def _least(found: Checked, content: Mapping[str, str]) -> None:
    wanted = dict.fromkeys(CHAPTERS, LEAST_CHAPTER) | {f"system_{kind}": LEAST_SYSTEM for kind in SystemKind}
    for name, least in wanted.items():
        count = count_words(content.get(name, ""))
        if content.get(name) and count < least:
            found.blame(name, f"只有 {count} 字，写不清楚，请至少写 {least} 字。")


def _targets(found: Checked, content: Mapping[str, str]) -> tuple[Target, ...]:
    made = []
    for kind in TargetKind:
        decimals = 4 if kind is TargetKind.OUTPUT else 0
        first = _number(found, content, f"{kind}_first", decimals=decimals)
        total = _number(found, content, f"{kind}_total", decimals=decimals)
        if content.get(f"{kind}_total") and total < first:
            found.blame(f"{kind}_total", f"“{TARGET_KIND_LABELS[kind]}”两年合计不能少于第一年。")
        made.append(Target(kind=kind, first=first, total=total))
    if content.get("enterprises_total") and not made[0].total and "enterprises_total" not in found.wrong:
        found.blame("enterprises_total", "改造企业数量不能是 0，目标要可考核。")
    return tuple(made)


def _lines(
    found: Checked, content: Mapping[str, str], name: str, read: Callable[[list[str]], Value]
) -> tuple[Value, ...]:
    rows, wrong = read_lines(content.get(name, ""), read)
    for text in wrong[:10]:
        found.blame(name, text)
    if len(wrong) > 10:  # noqa: PLR2004 - ten sentences are as many as somebody reads
        found.blame(name, f"另有 {len(wrong) - 10} 行也要改。")
    return tuple(rows)


def _twice(found: Checked, projects: tuple[Project, ...]) -> None:
    seen: dict[str, int] = {}
    for number, project in enumerate(projects, start=1):
        if project.enterprise in seen:
            found.blame(
                "projects", f"“{project.enterprise}”在第 {seen[project.enterprise]} 家和第 {number} 家列了两次。"
            )
        seen.setdefault(project.enterprise, number)


def _plan(
    content: Mapping[str, str],
    figures: Mapping[str, Decimal],
    *,
    targets: tuple[Target, ...],
    chart: tuple[WorkItem, ...],
    projects: tuple[Project, ...],
) -> Plan:
    return Plan(
        industry_name=content["industry_name"],
        catalog_no=int(content["catalog_no"]) if content.get("catalog_no") else None,
        off_reason=content.get("off_reason", ""),
        output=figures["output"],
        large_output=figures["large_output"],
        sme_count=int(figures["sme_count"]),
        sme_share=figures["sme_share"],
        appeal=content.get("appeal", ""),
        goals=content["goals"],
        tasks=content["tasks"],
        policies=content["policies"],
        chapters={name: content[name] for name in CHAPTERS},
        systems={kind: content[f"system_{kind}"] for kind in SystemKind},
        targets=targets,
        chart=chart,
        projects=projects,
    )
