"""The conditions of the initial review: what the data say of each, with the evidence; a person decides.

Notice, annex 1, three (试点条件) and four (创建程序); annex 3, notes and guide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.wording import day_text
from marketplace.programme.labels import SYSTEM_KIND_LABELS, CheckResult
from marketplace.programme.plan import Plan, number_text
from marketplace.programme.rules import CountyFlags, RoundRules, threshold_yi
from marketplace.programme.wording import count_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition with what the platform found; ``basis`` names the passage of the notice."""

    key: str
    label: str
    basis: str
    found: CheckResult
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningFacts:
    """What the platform knows beside the plan; opinions count only when they are about the final content."""

    government_agrees: bool
    city_agrees: bool
    sealed_pages: int
    paper_copies: int | None
    known_enterprises: int
    known_in_industry: int


def check_conditions(
    plan: Plan, facts: ScreeningFacts, *, rules: RoundRules, flags: CountyFlags
) -> tuple[Condition, ...]:
    """Return every condition in the order of the notice."""
    return (
        _subject(facts),
        _city(facts),
        _open("scale", "行业在省内外产业集群中规模领先、优势明显", "附件1 三（二）", _extract(plan.chapters["basis"])),
        _output(plan, rules=rules, flags=flags),
        _cluster(plan, facts),
        _open(
            "basis",
            "具备一定的数字化改造基础，改造意愿强烈、潜力大",
            "附件1 三（三）",
            _extract(plan.chapters["basis"]),
        ),
        _open("spread", "具备向全省同行业推广复制的能力", "附件1 三（三）", _extract(plan.chapters["work"])),
        *_systems(plan),
        _chart(plan),
        _catalog(plan),
        _targets(plan),
        _projects(plan),
        _paper(facts, rules),
    )


def _yes(holds: bool) -> CheckResult:  # noqa: FBT001 - a condition of one word
    return CheckResult.MET if holds else CheckResult.UNMET


def _open(key: str, label: str, basis: str, evidence: str) -> Condition:
    return Condition(key=key, label=label, basis=basis, found=CheckResult.OPEN, evidence=evidence)


def _subject(facts: ScreeningFacts) -> Condition:
    evidence = (
        f"县（市、区）人民政府已同意，盖章页扫描件 {facts.sealed_pages} 个"
        if facts.government_agrees
        else "没有县（市、区）人民政府对定稿内容的意见"
    )
    holds = facts.government_agrees and facts.sealed_pages > 0
    return Condition(
        key="subject",
        label="创建主体为县（市、区）人民政府",
        basis="附件1 三（一）",
        found=_yes(holds),
        evidence=evidence,
    )


def _city(facts: ScreeningFacts) -> Condition:
    return Condition(
        key="city",
        label="设区市经信部门提出审核意见",
        basis="附件1 四（二）",
        found=_yes(facts.city_agrees),
        evidence="设区市已同意" if facts.city_agrees else "没有设区市对定稿内容的意见",
    )


def _output(plan: Plan, *, rules: RoundRules, flags: CountyFlags) -> Condition:
    least = threshold_yi(rules, flags)
    holds = plan.output >= least
    whose = f"{flags.label}，" if flags.label else ""
    appeal = f"；申述：{plan.appeal}" if not holds and plan.appeal else ""
    return Condition(
        key="output",
        label=f"产值原则上不低于 {least} 亿元",
        basis="附件1 三（二）",
        found=_yes(holds),
        evidence=f"{whose}{rules.output_year} 年工业总产值 {number_text(plan.output)} 亿元{appeal}",
    )


def _cluster(plan: Plan, facts: ScreeningFacts) -> Condition:
    known = (
        f"；平台上登记本行业企业 {facts.known_in_industry} 家，占全县登记企业 {facts.known_enterprises} 家的"
        f" {100 * facts.known_in_industry / facts.known_enterprises:.1f}%"
        if facts.known_enterprises
        else "；平台上还没有登记企业"
    )
    return _open(
        "cluster",
        "中小企业集聚且占比大",
        "附件1 三（二）",
        f"填报中小企业 {plan.sme_count} 家，占比 {number_text(plan.sme_share)}%{known}",
    )


def _systems(plan: Plan) -> Iterator[Condition]:
    for kind, text in plan.systems.items():
        yield Condition(
            key=f"system_{kind}",
            label=f"建立完整的{SYSTEM_KIND_LABELS[kind]}",
            basis="附件1 三（四）",
            found=_yes(bool(text)),
            evidence=f"方案里写了 {count_words(text)} 字：{_extract(text)}",
        )


def _chart(plan: Plan) -> Condition:
    dated = f"{len(plan.chart)} 项任务"
    if plan.chart:
        first = min(item.starts_on for item in plan.chart)
        last = max(item.ends_on for item in plan.chart)
        dated += f"，{day_text(first)}至{day_text(last)}"
    return Condition(
        key="chart",
        label="明确作战图和时间表",
        basis="附件1 三（四）",
        found=_yes(bool(plan.chart)),
        evidence=dated,
    )


def _catalog(plan: Plan) -> Condition:
    if plan.catalog_no is not None:
        return Condition(
            key="catalog",
            label="聚焦一个重点细分行业",
            basis="通知一、附件2、附件3 编制说明二",
            found=CheckResult.MET,
            evidence=f"目录第 {plan.catalog_no} 项，{plan.industry_name}",
        )
    evidence = f"目录以外：{plan.industry_name}。理由：{plan.off_reason}"
    return _open("catalog", "聚焦一个重点细分行业", "通知一、附件2、附件3 编制说明二", evidence)


def _targets(plan: Plan) -> Condition:
    return Condition(
        key="targets",
        label="试点目标明确、可考核",
        basis="附件3 编制指南二",
        found=_yes(any(target.total for target in plan.targets)),
        evidence=f"{len(plan.targets)} 类目标都填了第一年和两年合计",
    )


def _projects(plan: Plan) -> Condition:
    total = sum((project.investment for project in plan.projects), start=Decimal(0))
    return Condition(
        key="projects",
        label="附企业（项目）清单和证明材料",
        basis="附件3 编制指南五",
        found=_yes(bool(plan.projects)),
        evidence=f"清单 {len(plan.projects)} 家，计划投资 {number_text(total)} 万元",
    )


def _paper(facts: ScreeningFacts, rules: RoundRules) -> Condition:
    copies = facts.paper_copies or 0
    return Condition(
        key="paper",
        label=f"纸质材料一式 {rules.paper_copies} 份，与电子版一致",
        basis="通知二、附件3 编制说明三、五",
        found=_yes(copies >= rules.paper_copies),
        evidence=f"收到 {copies} 份" if facts.paper_copies is not None else "还没有登记收到纸质材料",
    )


def _extract(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"  # noqa: PLR2004 - as much as a line of a table holds
