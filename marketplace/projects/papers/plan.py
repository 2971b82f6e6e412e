"""The renovation plan (数字化改造实施方案) of an enterprise as a paper that an officer can file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import wan_text
from marketplace.documents.paper import Block, Fields, Heading, Issue, Paper, Paragraph, table
from marketplace.enterprises.labels import urgency_words
from marketplace.enterprises.queries import EnterpriseView, load_visible
from marketplace.exchange.labels import NEED_KIND_LABELS
from marketplace.projects.checklist import current_checklist
from marketplace.projects.papers.acceptance import LEVELS

SUBJECT = "renovation_plan"
STEPS = (
    ("准备", "确认清单和现场条件，向几家服务商询价，对比后选定，签订合同，需要的请第三方监理。"),
    ("实施", "按里程碑部署、联网、培训，每个里程碑提交佐证，监理核验，企业确认。"),
    ("试运行", "全部场景上线试运行，记录改造前后的数字。"),
    ("验收", "材料齐全后申请验收，由县（市、区）经信部门作出决定。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    """A module of the plan, as texts ready to print."""

    module: str
    provider: str
    needs: str
    first_year: str
    three_years: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWay:
    """The modules that together answer the list, with their cost; ``uncovered`` are needs that none answers."""

    name: str
    parts: tuple[PlanPart, ...]
    first_year: str
    three_years: str
    uncovered: tuple[str, ...] = ()


def plan_issue(*, plant: EnterpriseView, industry: str, level: int | None, way: PlanWay | None) -> Issue:
    """Return the plan of an enterprise from its lists, its assessed level and a way to cover the list."""
    row = plant.row
    blocks: tuple[Block, ...] = (
        Heading(text="一、企业概况"),
        Fields(items=_facts(plant, industry=industry, level=level)),
        *([Paragraph(text=row.description)] if row.description else []),
        Heading(text="二、问题清单"),
        *_problems(plant),
        Heading(text="三、场景清单"),
        *_scenarios(plant),
        Heading(text="四、模块组合与费用"),
        *_modules(way),
        Heading(text="五、实施步骤"),
        table(("阶段", "做什么"), STEPS, widths=(2, 10)),
        Heading(text="六、验收"),
        Paragraph(text=f"验收材料：{'、'.join(paper.label for paper in current_checklist().papers)}。"),
        Paragraph(text=f"材料清单的来源：{current_checklist().source}。"),
    )
    return Issue(
        kind=SUBJECT,
        kind_label="改造实施方案",
        title=f"{row.name}数字化改造实施方案",
        subject_kind=SUBJECT,
        subject_id=plant.enterprise_id,
        facts={
            "enterprise": plant.enterprise_id,
            "version": plant.version,
            "level": LEVELS[level] if level is not None else "",
            "problems": [one.text for one in row.problems],
            "scenarios": [one.name for one in row.scenarios],
            "modules": [[one.module, one.provider, one.needs, one.first_year] for one in (way.parts if way else ())],
        },
        paper=Paper(title="数字化改造实施方案", blocks=blocks, signer=row.name),
        organisation_id=plant.enterprise_id,
    )


def can_read_plan(session: Session, actor: Actor | None, enterprise_id: int) -> bool:
    """Say whether somebody may open the plan of an enterprise: whoever may see the enterprise."""
    if actor is None:
        return False
    try:
        load_visible(session, actor=actor, enterprise_id=enterprise_id)
    except NotFoundError:
        return False
    return True


def _facts(plant: EnterpriseView, *, industry: str, level: int | None) -> tuple[tuple[str, str], ...]:
    row = plant.row
    return (
        ("企业名称", row.name),
        ("统一社会信用代码", row.uscc or "未填写"),
        ("所在地", f"{row.city}{row.county}" or "未填写"),
        ("行业", industry or "未填写"),
        ("职工人数", f"{row.employees} 人" if row.employees is not None else "未填写"),
        ("年营业收入", wan_text(row.revenue_wan) if row.revenue_wan is not None else "未填写"),
        ("首年预算", wan_text(row.preferences.budget_wan) if row.preferences.budget_wan is not None else "未填写"),
        ("数字化水平", LEVELS[level] if level is not None else "未评测"),
    )


def _problems(plant: EnterpriseView) -> Sequence[Block]:
    rows = [
        (str(number), one.text, urgency_words(one.priority)) for number, one in enumerate(plant.row.problems, start=1)
    ]
    return [table(("序号", "问题", "紧急程度"), rows, widths=(1, 9, 2))] if rows else [Paragraph(text="没有填写。")]


def _scenarios(plant: EnterpriseView) -> Sequence[Block]:
    rows = [
        (str(number), one.name, NEED_KIND_LABELS[one.kind] if one.kind else "未标")
        for number, one in enumerate(plant.row.scenarios, start=1)
    ]
    return [table(("序号", "场景", "共性或个性"), rows, widths=(1, 9, 2))] if rows else [Paragraph(text="没有填写。")]


def _modules(way: PlanWay | None) -> Sequence[Block]:
    if way is None:
        return [Paragraph(text="现有标价的模块还配不齐这份清单，费用以询价为准。")]
    rows = [(one.module, one.provider, one.needs, one.first_year, one.three_years) for one in way.parts]
    heads = ("模块", "服务商（供参考）", "解决", "首年", "三年")
    blocks: list[Block] = [
        table(heads, [*rows, ("合计", "", "", way.first_year, way.three_years)], widths=(4, 5, 4, 2, 2)),
        Paragraph(text="模块组合由平台按清单和预算算出，供企业参考；企业自主选择服务商，价格以报价和合同为准。"),
    ]
    if way.uncovered:
        blocks.append(Paragraph(text=f"还没有模块对得上的：{'；'.join(way.uncovered)}。"))
    return blocks
