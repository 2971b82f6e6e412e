"""The report of an assessment, as a paper."""

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.assessments.facts import facts_of
from marketplace.assessments.labels import PURPOSE_LABELS
from marketplace.assessments.lifting import Lift, lift
from marketplace.assessments.models import Assessment
from marketplace.assessments.queries import answers_of_row
from marketplace.assessments.scheme import Indicator, Scheme, load_scheme, points_text
from marketplace.assessments.scoring import Answers, Result, assess
from marketplace.assessments.suggesting import SceneAdvice, advise
from marketplace.core.clock import shanghai_day
from marketplace.documents.paper import Block, Fields, Heading, Issue, Paper, Paragraph, table
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.taxonomy.knowledge import KNOWLEDGE

SUBJECT = "assessment"
KIND = "assessment_report"
NOTHING = "没有"


def report_issue(session: Session, *, assessment: Assessment) -> Issue:
    """Return the report of a concluded assessment: level, parts, every answer, and what would lift it."""
    body = load_organisation(session, organisation_id=assessment.enterprise_id)
    return Issue(
        kind=KIND,
        kind_label="数字化水平评测报告",
        title=f"{body.name}数字化水平评测报告",
        subject_kind=SUBJECT,
        subject_id=assessment.id or 0,
        facts=facts_of(assessment),
        paper=_paper(assessment, name=body.name, advice=_advice(session, assessment)),
        organisation_id=assessment.enterprise_id,
    )


def _advice(session: Session, assessment: Assessment) -> tuple[SceneAdvice, ...]:
    """Return what the result page advises too: scenarios of the library under the scenes that would lift the level."""
    way = lift(load_scheme(assessment.edition), answers_of_row(assessment))
    rows = load_enterprise_rows(session, ids=[assessment.enterprise_id])
    return advise(way, library=KNOWLEDGE.library(session), row=rows[0]) if way and rows else ()


def _paper(assessment: Assessment, *, name: str, advice: tuple[SceneAdvice, ...]) -> Paper:
    scheme, answers = load_scheme(assessment.edition), answers_of_row(assessment)
    result = assess(scheme, answers)
    blocks: list[Block] = [
        Heading(text="一、结果"),
        _summary(assessment, scheme, result),
        _dimension_table(result),
        Heading(text="二、十六个场景"),
        _scene_table(scheme, answers),
        Heading(text="三、怎样再上一级"),
        *_lift_blocks(scheme, lift(scheme, answers), advice=advice),
        Heading(text="四、逐题作答"),
        _answer_table(scheme, answers, result),
        Heading(text="五、说明"),
        Paragraph(text=f"{scheme.source}。{scheme.caution}"),
        Paragraph(text="本报告由企业自己作答，平台只计算分数和级别；结果不影响服务商的推荐顺序。"),
    ]
    return Paper(
        title="数字化水平评测报告", blocks=tuple(blocks), signer=name, signed_on=shanghai_day(assessment.concluded_at)
    )


def _summary(assessment: Assessment, scheme: Scheme, result: Result) -> Fields:
    return Fields(
        items=(
            ("评测标准", scheme.title),
            ("这次评测是", PURPOSE_LABELS[assessment.purpose]),
            ("得分", f"{points_text(result.milli)} 分（满分 {points_text(scheme.most)} 分）"),
            ("级别", scheme.level_name(result.level)),
        )
    )


def _dimension_table(result: Result) -> Block:
    rows = [(part.name, points_text(part.milli), points_text(part.most)) for part in result.dimensions]
    return table(("方面", "得分", "满分"), rows, widths=(4, 2, 2))


def _scene_table(scheme: Scheme, answers: Answers) -> Block:
    names = {depth.depth: depth.name for depth in scheme.depths}
    rows = [
        (scene.name, "是" if scene.binding else "", scene.group, names[answers.depths.get(scene.code, 0)])
        for scene in scheme.scenes
    ]
    return table(("场景", "约束性", "环节", "做到哪一步"), rows, widths=(3, 2, 4, 3))


def _lift_blocks(scheme: Scheme, way: Lift | None, *, advice: tuple[SceneAdvice, ...]) -> list[Block]:
    if way is None:
        return [Paragraph(text="已经是最高一级。")]
    blocks: list[Block] = [Paragraph(text=shortage_text(way))]
    if way.needed:
        names = {depth.depth: depth.name for depth in scheme.depths}
        rows = [
            (step.scene.name, "是" if step.scene.binding else "", names[step.now], names[step.goal])
            for step in way.needed
        ]
        blocks.append(table(("先做的场景", "约束性", "现在", "做到"), rows, widths=(3, 2, 3, 3)))
    blocks += _scenario_blocks(advice)
    if way.rooms:
        rooms = "；".join(f"{room.indicator.name}（还有 {points_text(room.left)} 分）" for room in way.rooms)
        blocks.append(Paragraph(text=f"分数还能从这些题里拿：{rooms}。"))
    return blocks


def _scenario_blocks(advice: tuple[SceneAdvice, ...]) -> list[Block]:
    rows = [
        (one.step.scene.name, item.name + ("（已在清单里）" if item.is_wanted else ""), item.description)
        for one in advice
        for item in one.suggestions
    ]
    if not rows:
        return []
    intro = Paragraph(text="落到场景库，可以从下面这些具体场景做起，写进场景清单就能看到哪些服务商能做：")
    return [intro, table(("属于", "具体场景", "做什么"), rows, widths=(2, 3, 5))]


def shortage_text(way: Lift) -> str:
    """Return what the next level still needs, in one sentence."""
    stands, name = way.standing, way.standing.rule.name
    parts = [f"还差 {points_text(stands.milli_short)} 分"] if stands.milli_short else []
    if stands.scenes_short or stands.binding_short:
        count = max(stands.scenes_short, stands.binding_short)
        binding = f"，其中约束性场景 {stands.binding_short} 个" if stands.binding_short else ""
        parts.append(f"还要有 {count} 个场景做到第 {stands.rule.level} 步{binding}")
    return f"到{name}：{'；'.join(parts)}。"


def _answer_table(scheme: Scheme, answers: Answers, result: Result) -> Block:
    rows = [
        (indicator.name, _said(indicator, answers), f"{points_text(part.milli)} / {points_text(part.most)}")
        for indicator, part in zip(scheme.indicators, result.indicators, strict=True)
    ]
    return table(("题目", "作答", "得分"), rows, widths=(3, 6, 2))


def _said(indicator: Indicator, answers: Answers) -> str:
    ticked = answers.options.get(indicator.key, ())
    return "；".join(option.text for option in indicator.options if option.key in ticked) or NOTHING
