"""Writes of acceptance: the application with papers and effects, the supervisor's opinion, the county's decision."""

from datetime import datetime

from sqlmodel import Session, select

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, LimitReachedError, NotReadyError, WrongStateError
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.documents.services import issue_document
from marketplace.files.queries import load_files
from marketplace.projects.access import (
    find_acceptance,
    load_milestones,
    load_seen_project,
    parties_of,
    state_of_project,
)
from marketplace.projects.checklist import as_data, checklist_from
from marketplace.projects.labels import (
    DECISION_LABELS,
    Better,
    Decision,
    EventKind,
    MilestoneState,
    ProjectState,
)
from marketplace.projects.levels import load_levels
from marketplace.projects.models import Acceptance, AcceptancePaper, Effect, Project
from marketplace.projects.papers.acceptance import acceptance_issue
from marketplace.projects.policies import AT_WORK, can_decide_acceptance
from marketplace.projects.queries.papers import PAPER_FILE
from marketplace.projects.queries.terms import checklist_of
from marketplace.projects.schemas import AcceptanceIn, DecisionIn, EffectIn, OpinionIn, PaperIn
from marketplace.projects.services.contracts import load_working
from marketplace.projects.services.events import note_outcome, note_step, project_url, tell
from marketplace.projects.services.judging import expert_fault

MOST_EFFECTS = 20


def prepare_acceptance(
    session: Session, *, actor: Actor, project_id: int, entered: AcceptanceIn, now: datetime
) -> Acceptance:
    """Begin or go on with an application once all milestones are done; the checklist is frozen with it."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.ENTERPRISE, states=AT_WORK)
    if any(one.state is not MilestoneState.DONE for one in load_milestones(session, project_id=project_id)):
        raise NotReadyError("还有里程碑没有完成，完成以后才能申请验收。")
    acceptance = find_open_acceptance(session, project_id=project_id)
    if acceptance is None:
        last = find_acceptance(session, project_id=project_id)
        acceptance = Acceptance(
            project_id=project_id,
            number=last.number + 1 if last else 1,
            papers=as_data(checklist_of(session, county_code=project.county_code)),
            level_before=0,
            level_after=0,
            summary="",
            created_at=now,
        )
    acceptance.summary = entered.summary
    acceptance.version += 1
    session.add(acceptance)
    text = f"填写了第 {acceptance.number} 次验收申请"
    note_step(session, actor=actor, project=project, action="acceptance.prepared", text=text, now=now)
    return acceptance


def add_paper(session: Session, *, actor: Actor, project_id: int, entered: PaperIn, now: datetime) -> AcceptancePaper:
    """Hand in a paper of the checklist, by plant or contractor; its files hang on the row."""
    acceptance = _load_open(session, actor=actor, project_id=project_id)
    if entered.key not in {paper.key for paper in checklist_from(acceptance.papers).papers}:
        raise InvalidError(fields={"key": ["请从清单里选择是哪一份材料。"]})
    paper = session.exec(
        select(AcceptancePaper).where(
            AcceptancePaper.acceptance_id == acceptance.id, AcceptancePaper.key == entered.key
        )
    ).first()
    if paper is None:
        paper = AcceptancePaper(acceptance_id=acceptance.id or 0, key=entered.key, added_at=now)
    paper.note, paper.added_at = entered.note, now
    session.add(paper)
    session.flush()  # Files hang on the paper by its id.
    return paper


def add_effect(session: Session, *, actor: Actor, project_id: int, entered: EffectIn, now: datetime) -> Effect:
    """State an effect with unit, figure before and after, and proof; the same name replaces what was stated."""
    acceptance = _load_open(session, actor=actor, project_id=project_id)
    if actor.role is not Role.ENTERPRISE:
        raise ForbiddenError("效果由企业填写。")
    got_better = entered.after < entered.before if entered.better is Better.LOWER else entered.after > entered.before
    if not got_better:
        way = "低" if entered.better is Better.LOWER else "高"
        raise InvalidError(
            fields={"after": [f"您选的是越{way}越好，但改造后的数没有变{way}。请核对数字，或改选另一项。"]}
        )
    effects = session.exec(select(Effect).where(Effect.acceptance_id == acceptance.id)).all()
    effect = next((one for one in effects if one.name == entered.name), None)
    if effect is None and len(effects) >= MOST_EFFECTS:
        raise LimitReachedError(f"最多填写 {MOST_EFFECTS} 项效果。")
    effect = effect or Effect(
        acceptance_id=acceptance.id or 0,
        name=entered.name,
        unit="",
        better=entered.better,
        before_milli=0,
        after_milli=0,
        proof="",
        added_at=now,
    )
    effect.unit, effect.better, effect.proof = entered.unit, entered.better, entered.proof
    effect.before_milli, effect.after_milli = entered.before, entered.after
    session.add(effect)
    return effect


def apply_for_acceptance(session: Session, *, actor: Actor, project_id: int, now: datetime) -> Acceptance:
    """Hand the application in: every paper of the checklist with a file, and at least one effect."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.ENTERPRISE, states=AT_WORK)
    acceptance = _load_open(session, actor=actor, project_id=project_id)
    _require_complete(session, acceptance)
    _take_levels(session, project=project, acceptance=acceptance)
    acceptance.applied_at, project.applied_at = now, now
    acceptance.version += 1
    text = f"提交了第 {acceptance.number} 次验收申请"
    note_step(session, actor=actor, project=project, action="acceptance.applied", text=text, now=now)
    for body in (project.provider_id, project.supervisor_id if project.supervisor_agreed_at else None):
        subject = f"已申请验收：{project.title}"
        url = f"{project_url(project)}/acceptance"
        tell(session, organisation_id=body, subject=subject, body=text, url=url, now=now)
    return acceptance


def _require_complete(session: Session, acceptance: Acceptance) -> None:
    papers = session.exec(select(AcceptancePaper).where(AcceptancePaper.acceptance_id == acceptance.id)).all()
    files = load_files(session, subject_kind=PAPER_FILE, subject_ids=[paper.id or 0 for paper in papers])
    there = frozenset(paper.key for paper in papers if files[paper.id or 0])
    missing = checklist_from(acceptance.papers).missing(there)
    if missing:
        raise InvalidError(
            f"还缺 {len(missing)} 份材料：{'、'.join(paper.label for paper in missing)}。请上传后再申请。"
        )
    if session.exec(select(Effect.id).where(Effect.acceptance_id == acceptance.id)).first() is None:
        raise InvalidError("还没有填写改造效果。请至少填一项：指标、单位、改造前和改造后的数。")


def _take_levels(session: Session, *, project: Project, acceptance: Acceptance) -> None:
    """Freeze the levels that the plant's own assessments say."""
    levels = load_levels(session, project=project)
    if levels.before is None or levels.after is None:
        owed = "”和“".join(levels.missing)
        raise InvalidError(
            f"还没有“{owed}”的数字化水平评测。请在“数字化水平评测”里做一次，“这次评测是”选“{owed}”，做完再申请。"
        )
    acceptance.before_assessment_id, acceptance.after_assessment_id = levels.before.id, levels.after.id
    acceptance.level_before, acceptance.level_after = levels.before.level, levels.after.level


def give_opinion(session: Session, *, actor: Actor, project_id: int, entered: OpinionIn, now: datetime) -> Acceptance:
    """Give the supervisor's opinion; without it a supervised project isn't decided."""
    states = frozenset({ProjectState.APPLIED})
    project = load_working(session, actor=actor, project_id=project_id, role=Role.SUPERVISOR, states=states)
    acceptance = _load_applied(session, project_id=project_id)
    if acceptance.supervised_at is not None:
        raise AlreadyDoneError("监理意见已经提交，不能再改。")
    acceptance.supervisor_agrees, acceptance.supervisor_opinion = entered.agrees, entered.opinion
    acceptance.supervised_at = now
    acceptance.version += 1
    text = f"监理意见：{'同意验收' if entered.agrees else '不同意验收'}。{entered.opinion}"
    details = {"agrees": entered.agrees}
    note_step(session, actor=actor, project=project, action="acceptance.opinion", text=text, details=details, now=now)
    return acceptance


def decide_acceptance(
    session: Session, *, actor: Actor, project_id: int, entered: DecisionIn, base_url: str, now: datetime
) -> Acceptance:
    """Decide on an application and issue the decision; against a supervisor's objection nothing passes."""
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    if not can_decide_acceptance(actor, parties_of(session, project=project)):
        raise ForbiddenError
    if state_of_project(project) is not ProjectState.APPLIED:
        raise WrongStateError("这个项目现在没有等待决定的验收申请。")
    acceptance = _load_applied(session, project_id=project_id)
    _check_decision(project, acceptance, entered, now=now)
    fault = expert_fault(session, acceptance=acceptance, passes=entered.decision is Decision.PASSED)
    if fault:
        raise ConflictError(fault)
    acceptance.decision, acceptance.opinion = entered.decision, entered.opinion
    acceptance.redo_by = entered.redo_by if entered.decision is Decision.FAILED else None
    acceptance.decided_at, acceptance.decided_by_id = now, actor.user_id
    acceptance.version += 1
    if entered.decision is Decision.PASSED:
        project.accepted_at = now
        _note_accepted(session, project=project, now=now)
    else:
        project.failed_at = now
    text = f"{DECISION_LABELS[entered.decision]}。{entered.opinion}"
    details = {"decision": entered.decision.value, "number": acceptance.number}
    note_step(session, actor=actor, project=project, action="acceptance.decided", text=text, details=details, now=now)
    session.flush()  # The paper is made from what was just written.
    issue = acceptance_issue(session, project=project, acceptance=acceptance, office_id=actor.organisation_id)
    issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)
    for body in (project.enterprise_id, project.provider_id, project.supervisor_id):
        subject = f"验收结果：{project.title}"
        url = f"{project_url(project)}/acceptance"
        tell(session, organisation_id=body, subject=subject, body=text, url=url, now=now)
    return acceptance


def _check_decision(project: Project, acceptance: Acceptance, entered: DecisionIn, *, now: datetime) -> None:
    if acceptance.version != entered.version:
        raise VersionMovedError
    passes = entered.decision is Decision.PASSED
    if project.supervisor_agreed_at is not None and acceptance.supervised_at is None:
        raise NotReadyError("监理还没有提交意见，请先等监理意见。")
    if passes and acceptance.supervisor_agrees is False:
        raise InvalidError(fields={"decision": ["监理不同意验收，不能直接通过。请退回整改，整改后监理再核验。"]})
    if not passes and (entered.redo_by is None or entered.redo_by <= shanghai_day(now)):
        raise InvalidError(fields={"redo_by": ["请写明整改期限，要晚于今天。"]})


def _note_accepted(session: Session, *, project: Project, now: datetime) -> None:
    note_outcome(
        session,
        kind=EventKind.ACCEPTED,
        enterprise_id=project.enterprise_id,
        provider_id=project.provider_id,
        subject=f"project:{project.id}",
        now=now,
    )


def find_open_acceptance(session: Session, *, project_id: int) -> Acceptance | None:
    """Return the application that is being filled in, None when there is none."""
    newest = find_acceptance(session, project_id=project_id)
    return newest if newest is not None and newest.applied_at is None else None


def _load_open(session: Session, *, actor: Actor, project_id: int) -> Acceptance:
    role = actor.role if actor.role is Role.PROVIDER else Role.ENTERPRISE
    load_working(session, actor=actor, project_id=project_id, role=role, states=AT_WORK)
    acceptance = find_open_acceptance(session, project_id=project_id)
    if acceptance is None:
        raise NotReadyError("请企业先填写验收申请，再上传材料。")
    return acceptance


def _load_applied(session: Session, *, project_id: int) -> Acceptance:
    newest = find_acceptance(session, project_id=project_id)
    if newest is None or newest.applied_at is None or newest.decided_at is not None:
        raise NotFoundError
    return newest
