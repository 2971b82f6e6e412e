"""Official papers of a round: the application in the form of annex 3, its receipt, the pilot list."""

from collections.abc import Sequence
from typing import Any

from marketplace.core.clock import shanghai_day
from marketplace.core.wording import day_text, month_text
from marketplace.documents.book import Book, Column, Sheet
from marketplace.documents.paper import (
    Block,
    Cell,
    Cover,
    Fields,
    Heading,
    Issue,
    PageBreak,
    Paper,
    Paragraph,
    Table,
    table,
)
from marketplace.programme.labels import SYSTEM_KIND_LABELS, TARGET_KIND_LABELS
from marketplace.programme.plan import CHAPTERS, Plan, number_text, plan_facts
from marketplace.programme.queries.applications import SUBJECT, Whole

APPLICATION_KIND, RECEIPT_KIND = "pilot_application", "pilot_receipt"
FORM_TITLE = "中小企业数字化改造试点县（市、区）创建申报表"
PLAN_TITLE = "中小企业数字化改造试点县（市、区）创建实施方案"
# Annex 3, 编制说明, in the words of the notice.
NOTES = (
    "一、实施方案由各县（市、区）人民政府组织编写。",
    "二、行业可参考全省中小企业数字化改造细分行业目录，根据产业基础聚焦一个重点细分行业。",
    "三、提交材料包括实施方案纸质材料和电子文档，申报单位必须确保纸质材料和电子文档的一致性。",
    "四、申报单位应按照填写要求和实际情况，准确填写相关内容，并对所填报的相关内容真实性负责。",
    "五、纸质材料请使用A4纸双面印刷，装订平整，采用普通纸质材料作为封面。",
)
DECLARATION = "本申报单位声明：所填内容真实、准确，纸质材料与电子文档一致，并对其真实性负责。"
SEAL = "\n\n\n单位（盖章）：\n　　　　年　　月　　日"


def application_facts(whole: Whole, *, applicant: str) -> dict[str, Any]:
    """Return what the digest of an application is over; the person to call is not part of it."""
    if whole.checked.plan is None:
        raise ValueError("an application with defects has no facts yet")
    return {
        "applicant": applicant,
        "county_code": whole.application.county_code,
        "declaration": DECLARATION,
        "output_year": whole.round.rules["output_year"],
        "plan": plan_facts(whole.checked.plan),
        "round_id": whole.application.round_id,
        "rules_digest": whole.round.rules_digest,
    }


def application_issue(whole: Whole, *, applicant: str) -> Issue:
    """Return the application as a document: DOCX and PDF, not public."""
    facts = application_facts(whole, applicant=applicant)
    plan = whole.checked.plan
    if plan is None:
        raise ValueError("an application with defects is not issued")
    return Issue(
        kind=APPLICATION_KIND,
        kind_label="创建实施方案",
        title=f"{whole.county_name}中小企业数字化改造试点创建实施方案",
        subject_kind=SUBJECT,
        subject_id=whole.application.id or 0,
        facts=facts,
        paper=_paper(whole, plan, applicant=applicant),
        organisation_id=whole.application.organisation_id,
    )


def _paper(whole: Whole, plan: Plan, *, applicant: str) -> Paper:
    government = f"{whole.county.name}人民政府"
    day = whole.round.opens_on
    cover = Cover(
        lines=("中小企业数字化改造试点县（市、区）", "创建实施方案"),
        fields=(
            ("申报单位", government),
            ("细分行业", plan.industry_name),
            ("推荐单位", f"{whole.county.city}经济和信息化局"),
        ),
        foot=("浙江省数字经济发展领导小组办公室编制", month_text(day)),
    )
    blocks: tuple[Block, ...] = (
        cover,
        Heading(text="编制说明"),
        *(Paragraph(text=text) for text in NOTES),
        PageBreak(),
        Paragraph(text=FORM_TITLE, bold=True, indent=False, align="center"),
        Fields(
            items=(
                ("申报主体", government),
                ("联系人", whole.application.contact_name),
                ("联系电话", whole.application.contact_phone),
            )
        ),
        _form_table(plan, year=whole.round.rules["output_year"]),
        PageBreak(),
        *_chapters(plan),
        PageBreak(),
        *_annexes(plan),
        Heading(text="真实性声明"),
        Paragraph(text=DECLARATION),
    )
    return Paper(title=PLAN_TITLE, blocks=blocks, signer=applicant)


def _form_table(plan: Plan, *, year: int) -> Table:
    """The form of annex 3: four columns, heads over the whole width, and places for two seals."""
    industry = f"{plan.industry_name}（细分行业目录第 {plan.catalog_no} 项）" if plan.catalog_no else plan.industry_name
    if not plan.catalog_no:
        industry += f"\n目录以外行业，理由：{plan.off_reason}"
    appeal = ((_wide(f"产值低于条件的申述：{plan.appeal}"),),) if plan.appeal else ()
    return Table(
        rows=(
            (_head("（一）试点基础"),),
            (Cell(text="试点行业名称"), Cell(text=industry, columns=3)),
            (
                Cell(text=f"试点行业{year}年工业总产值（亿元）"),
                Cell(text=number_text(plan.output), align="center"),
                Cell(text=f"试点行业{year}年规上工业产值（亿元）"),
                Cell(text=number_text(plan.large_output), align="center"),
            ),
            (
                Cell(text="试点行业中小企业数量（家）"),
                Cell(text=str(plan.sme_count), align="center"),
                Cell(text="试点行业中小企业数量占比（%）"),
                Cell(text=number_text(plan.sme_share), align="center"),
            ),
            *appeal,
            (_head("（二）绩效目标"),),
            (_wide(plan.goals),),
            (_head("（三）试点内容及任务"),),
            (_wide(plan.tasks),),
            (_head("（四）政策支持"),),
            (_wide(plan.policies),),
            (_head("县（市、区）人民政府意见"),),
            (_wide(SEAL),),
            (_head("设区市经济和信息化局意见"),),
            (_wide(SEAL),),
        ),
        widths=(3, 2, 3, 2),
        header_rows=0,
    )


def _head(text: str) -> Cell:
    return Cell(text=text, columns=4, bold=True)


def _wide(text: str) -> Cell:
    return Cell(text=text, columns=4)


def _chapters(plan: Plan) -> list[Block]:
    blocks: list[Block] = []
    for name, heading in CHAPTERS.items():
        blocks += [Heading(text=heading), Paragraph(text=plan.chapters[name])]
        if name == "aims":
            blocks.append(_targets(plan))
        if name == "work":
            blocks += [
                block
                for kind, text in plan.systems.items()
                for block in (Heading(text=SYSTEM_KIND_LABELS[kind], level=2), Paragraph(text=text))
            ]
    return blocks


def _targets(plan: Plan) -> Table:
    rows = [
        (TARGET_KIND_LABELS[item.kind], item.unit, number_text(item.first), number_text(item.total))
        for item in plan.targets
    ]
    header = ("可考核目标", "单位", "第一年", "两年合计")
    return table(header, rows, widths=(6, 1, 2, 2), caption="试点目标表")


def _annexes(plan: Plan) -> list[Block]:
    chart = [(i.task, i.owner, day_text(i.starts_on), day_text(i.ends_on)) for i in plan.chart]
    projects = [
        (str(number), item.enterprise, item.content, number_text(item.investment))
        for number, item in enumerate(plan.projects, start=1)
    ]
    return [
        Heading(text="五、附件材料"),
        table(("任务", "责任单位", "开始", "完成"), chart, widths=(5, 4, 3, 3), caption="附件1　作战图和时间表"),
        Paragraph(text=""),
        table(
            ("序号", "企业名称", "改造内容", "计划投资（万元）"),
            projects,
            widths=(1, 5, 5, 2),
            caption="附件2　中小企业数字化改造企业（项目）清单",
        ),
    ]


def receipt_issue(whole: Whole) -> Issue:
    """Return the receipt of an application that was handed in."""
    application = whole.application
    moment = application.submitted_at
    if moment is None:
        raise ValueError("an application that was not handed in has no receipt")
    facts = {
        "application_digest": application.digest,
        "county_code": application.county_code,
        "number": application.receipt_number,
        "round_id": application.round_id,
        "submitted_on": shanghai_day(moment).isoformat(),
    }
    fields = (
        ("回执编号", application.receipt_number),
        ("申报轮次", whole.round.title),
        ("申报单位", f"{whole.county.name}人民政府"),
        ("细分行业", application.industry_name),
        ("报送日期", day_text(shanghai_day(moment))),
        ("申报书摘要", f"sha256:{application.digest}"),
    )
    return Issue(
        kind=RECEIPT_KIND,
        kind_label="报送回执",
        title=f"{whole.county_name}试点创建申报回执",
        subject_kind=SUBJECT,
        subject_id=application.id or 0,
        facts=facts,
        paper=Paper(
            title="试点创建申报回执",
            blocks=(
                Fields(items=fields),
                Paragraph(text="电子材料已经收到。请按通知要求寄送纸质材料，纸质材料与电子材料的摘要应当一致。"),
            ),
        ),
        organisation_id=application.organisation_id,
    )


def list_issue(
    *,
    round_id: int,
    title: str,
    organisation_id: int,
    issuer: str,
    rows: Sequence[tuple[str, str, str]],
    facts: dict[str, Any],
    signed_on: Any,
) -> Issue:
    """Return the published pilot list; rows are (county, industry, period)."""
    numbered = [(str(number), *row) for number, row in enumerate(rows, start=1)]
    header = ("序号", "县（市、区）", "试点行业", "创建期")
    columns = tuple(Column(label=label, width=width) for label, width in zip(header, (6, 24, 30, 30), strict=True))
    return Issue(
        kind="pilot_list",
        kind_label="试点名单",
        title=f"{title}试点名单",
        subject_kind="pilot_round",
        subject_id=round_id,
        facts=facts,
        paper=Paper(
            title="全省中小企业数字化改造试点县（市、区）名单",
            blocks=(
                Paragraph(text=f"{title}经竞争性评审和公示，确定以下 {len(rows)} 个试点县（市、区），现予公布。"),
                table(header, numbered, widths=(1, 3, 4, 5)),
            ),
            signer=issuer,
            signed_on=signed_on,
        ),
        book=Book(title=title, sheets=(Sheet(name="试点名单", columns=columns, rows=tuple(numbered)),)),
        is_public=True,
        organisation_id=organisation_id,
    )
