"""An application's plan as values, and the fields in which it is typed. Every field of annex 3 has its place here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from marketplace.programme.labels import SYSTEM_KIND_LABELS, TARGET_KIND_LABELS, ApplicationPart, SystemKind, TargetKind

TARGET_UNITS: dict[TargetKind, str] = {
    TargetKind.ENTERPRISES: "家",
    TargetKind.OUTPUT: "亿元",
    TargetKind.LEVEL: "家",
    TargetKind.PLATFORMS: "个",
    TargetKind.FACTORIES: "个",
    TargetKind.PROVIDERS: "家",
}
CHAPTERS: dict[str, str] = {
    "basis": "一、基础条件",
    "aims": "二、试点目标",
    "work": "三、试点任务及实施内容",
    "guarantees": "四、保障措施",
}
FORM_FIELDS: dict[str, str] = {
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "industry_name": "试点行业名称",
    "catalog_no": "细分行业目录",
    "off_reason": "选择目录以外行业的理由",
    "output": "试点行业工业总产值",
    "large_output": "试点行业规上工业产值",
    "sme_count": "试点行业中小企业数量",
    "sme_share": "试点行业中小企业数量占比",
    "appeal": "产值低于条件的申述",
    "goals": "绩效目标",
    "tasks": "试点内容及任务",
    "policies": "政策支持",
}
PLAN_FIELDS: dict[str, str] = {
    **CHAPTERS,
    **{f"system_{kind}": label for kind, label in SYSTEM_KIND_LABELS.items()},
}
TARGET_FIELDS: dict[str, str] = {
    f"{kind}_{year}": f"{label}（{'第一年' if year == 'first' else '两年合计'}）"
    for kind, label in TARGET_KIND_LABELS.items()
    for year in ("first", "total")
}
LIST_FIELDS: dict[str, str] = {"chart": "作战图和时间表", "projects": "企业（项目）清单"}
PART_FIELDS: dict[ApplicationPart, dict[str, str]] = {
    ApplicationPart.FORM: FORM_FIELDS,
    ApplicationPart.PLAN: PLAN_FIELDS,
    ApplicationPart.TARGETS: TARGET_FIELDS,
    ApplicationPart.LISTS: LIST_FIELDS,
}
FIELD_LABELS: dict[str, str] = {name: label for fields in PART_FIELDS.values() for name, label in fields.items()}
CONTACT_FIELDS = ("contact_name", "contact_phone")


def part_of(field: str) -> ApplicationPart:
    """Return the part in which a field is typed."""
    return next(part for part, fields in PART_FIELDS.items() if field in fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A promise: what is reached after the first year and after two; whole numbers, 亿元 with up to four decimals."""

    kind: TargetKind
    first: Decimal
    total: Decimal

    @property
    def unit(self) -> str:
        return TARGET_UNITS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A line of the work chart (作战图): what, by whom, from when to when."""

    task: str
    owner: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A line of the project list: a firm, what is renovated, and the investment in 万元."""

    enterprise: str
    content: str
    investment: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan in which nothing is missing; money in 亿元, shares in percent, as the form has them."""

    industry_name: str
    catalog_no: int | None
    off_reason: str
    output: Decimal
    large_output: Decimal
    sme_count: int
    sme_share: Decimal
    appeal: str
    goals: str
    tasks: str
    policies: str
    chapters: dict[str, str]
    systems: dict[SystemKind, str]
    targets: tuple[Target, ...]
    chart: tuple[WorkItem, ...]
    projects: tuple[Project, ...]


def number_text(value: Decimal) -> str:
    """Return a number as people write it, without an exponent or trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Return a plan as canonical JSON data; numbers as text."""
    return {
        "appeal": plan.appeal,
        "catalog_no": plan.catalog_no,
        "chapters": plan.chapters,
        "chart": [[i.task, i.owner, i.starts_on.isoformat(), i.ends_on.isoformat()] for i in plan.chart],
        "goals": plan.goals,
        "industry_name": plan.industry_name,
        "large_output_yi": number_text(plan.large_output),
        "off_reason": plan.off_reason,
        "output_yi": number_text(plan.output),
        "policies": plan.policies,
        "projects": [[p.enterprise, p.content, number_text(p.investment)] for p in plan.projects],
        "sme_count": plan.sme_count,
        "sme_share_percent": number_text(plan.sme_share),
        "systems": {kind.value: text for kind, text in plan.systems.items()},
        "targets": [[t.kind.value, number_text(t.first), number_text(t.total)] for t in plan.targets],
        "tasks": plan.tasks,
    }
