"""The decision on acceptance as a paper."""

from sqlmodel import Session, col, select

from marketplace.accounts.queries import load_organisation
from marketplace.core.clock import shanghai_day
from marketplace.core.wording import day_text
from marketplace.documents.paper import Block, Fields, Heading, Issue, Paper, Paragraph, table
from marketplace.files.queries import load_files
from marketplace.projects.access import load_milestones
from marketplace.projects.checklist import checklist_from
from marketplace.projects.labels import DECISION_LABELS, Decision
from marketplace.projects.levels import Levels, load_kept_levels
from marketplace.projects.models import Acceptance, AcceptancePaper, Effect, Project
from marketplace.projects.papers.contract import SUBJECT
from marketplace.projects.papers.money import yuan
from marketplace.projects.queries.judging import expert_lines, find_expert_outcome
from marketplace.projects.settlement import thousandths

LEVELS = ("未达一级", "一级", "二级", "三级", "四级")


def acceptance_issue(session: Session, *, project: Project, acceptance: Acceptance, office_id: int) -> Issue:
    """Return the decision on an application for acceptance."""
    effects = load_effects(session, acceptance_id=acceptance.id or 0)
    decision = acceptance.decision or Decision.FAILED
    levels = load_kept_levels(session, project=project, acceptance=acceptance)
    outcome = find_expert_outcome(session, acceptance=acceptance)
    return Issue(
        kind="acceptance_decision",
        kind_label="验收意见书",
        title=f"{project.title}验收意见书",
        subject_kind=SUBJECT,
        subject_id=project.id or 0,
        facts={
            "project": project.id,
            "number": acceptance.number,
            "decision": decision.value,
            "opinion": acceptance.opinion,
            "levels": [acceptance.level_before, acceptance.level_after],
            "assessments": [one.digest for one in (levels.before, levels.after) if one is not None],
            "experts": outcome.digest if outcome else "",
            "effects": [[one.name, one.unit, one.before_milli, one.after_milli] for one in effects],
            "papers": _paper_digests(session, acceptance),
        },
        paper=_paper(session, project, acceptance, effects, decision=decision, office_id=office_id),
        organisation_id=office_id,
    )


def load_effects(session: Session, *, acceptance_id: int) -> list[Effect]:
    """Return the effects that an application states."""
    return list(session.exec(select(Effect).where(Effect.acceptance_id == acceptance_id).order_by(col(Effect.id))))


def _paper_digests(session: Session, acceptance: Acceptance) -> list[list[str]]:
    papers = session.exec(
        select(AcceptancePaper).where(AcceptancePaper.acceptance_id == acceptance.id).order_by(col(AcceptancePaper.key))
    ).all()
    files = load_files(session, subject_kind="acceptance_paper", subject_ids=[paper.id or 0 for paper in papers])
    return [[paper.key, *(file.digest for file in files[paper.id or 0])] for paper in papers]


def _paper(
    session: Session,
    project: Project,
    acceptance: Acceptance,
    effects: list[Effect],
    *,
    decision: Decision,
    office_id: int,
) -> Paper:
    def name(body_id: int) -> str:
        return load_organisation(session, organisation_id=body_id).name

    supervisor = name(project.supervisor_id) if project.supervisor_id else "未聘请"
    outcome = find_expert_outcome(session, acceptance=acceptance)
    blocks: tuple[Block, ...] = (
        Fields(
            items=(
                ("项目名称", project.title),
                ("应用企业", name(project.enterprise_id)),
                ("服务商", name(project.provider_id)),
                ("监理机构", supervisor),
                ("合同价款", yuan(project.price_fen)),
                ("申请次数", f"第 {acceptance.number} 次"),
            )
        ),
        *_work(session, project, acceptance, effects),
        Paragraph(text=levels_text(load_kept_levels(session, project=project, acceptance=acceptance))),
        *_papers(session, acceptance),
        Heading(text="四、监理意见"),
        Paragraph(text=acceptance.supervisor_opinion or "未聘请监理。"),
        Heading(text="五、专家意见"),
        *(Paragraph(text=line) for line in expert_lines(outcome) or ["没有组织专家评审。"]),
        Heading(text="六、验收结论"),
        Paragraph(text=f"{DECISION_LABELS[decision]}。{acceptance.opinion}", bold=True),
        *([Paragraph(text=f"整改期限：{day_text(acceptance.redo_by)}。")] if acceptance.redo_by else []),
    )
    decided_on = shanghai_day(acceptance.decided_at) if acceptance.decided_at else None
    return Paper(title="数字化改造项目验收意见书", blocks=blocks, signer=name(office_id), signed_on=decided_on)


def _work(session: Session, project: Project, acceptance: Acceptance, effects: list[Effect]) -> tuple[Block, ...]:
    milestones = [
        (one.title, day_text(one.planned_on), day_text(shanghai_day(one.done_at)) if one.done_at else "未完成")
        for one in load_milestones(session, project_id=project.id or 0)
    ]
    heads = ("指标", "单位", "改造前", "改造后", "佐证")
    return (
        Heading(text="一、完成情况"),
        Paragraph(text=acceptance.summary),
        table(("里程碑", "计划日期", "完成日期"), milestones, widths=(5, 3, 3)),
        Heading(text="二、改造效果"),
        table(heads, [effect_cells(one) for one in effects], widths=(4, 2, 2, 2, 5)),
    )


def levels_text(levels: Levels) -> str:
    """Return the levels with the days of their assessments, and what an officer should notice about them."""
    if levels.before is None or levels.after is None:
        return "数字化水平：没有评测结果。"
    (before, day), (after, later) = (
        (LEVELS[one.level], day_text(shanghai_day(one.concluded_at))) for one in (levels.before, levels.after)
    )
    notes = ["改造前的评测是开工以后补做的"] if levels.is_before_late else []
    notes += ["改造后的等级低于改造前，请核对"] if levels.has_fallen else []
    return f"数字化水平：改造前{before}（{day}评测），改造后{after}（{later}评测）。" + "".join(
        f"注意：{note}。" for note in notes
    )


def _papers(session: Session, acceptance: Acceptance) -> tuple[Block, ...]:
    checklist = checklist_from(acceptance.papers)
    files = {row[0]: len(row) - 1 for row in _paper_digests(session, acceptance)}
    rows = [(paper.label, f"{files.get(paper.key, 0)} 个") for paper in checklist.papers]
    return (
        Heading(text="三、验收材料"),
        table(("材料", "文件"), rows, widths=(6, 2)),
        Paragraph(text=f"材料清单：{checklist.source}。"),
    )


def effect_cells(effect: Effect) -> tuple[str, ...]:
    """Return an effect as the cells of a table."""
    before, after = thousandths(effect.before_milli), thousandths(effect.after_milli)
    return effect.name, effect.unit, before, after, effect.proof
