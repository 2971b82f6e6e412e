"""Pages of acceptance: the application with papers and effects, the supervisor's opinion, the county's decision."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session

from marketplace.core.actor import Role
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.files.process import file_store, uploads
from marketplace.projects.access import find_acceptance, parties_of
from marketplace.projects.checklist import Checklist, checklist_from, months_later
from marketplace.projects.labels import BETTER_LABELS, DECISION_LABELS, ProjectState
from marketplace.projects.levels import load_kept_levels
from marketplace.projects.models import Acceptance, Project
from marketplace.projects.papers.acceptance import LEVELS, effect_cells, load_effects
from marketplace.projects.papers.contract import SUBJECT
from marketplace.projects.policies import AT_WORK, can_decide_acceptance, is_party
from marketplace.projects.queries.judging import expert_lines, find_expert_outcome, find_expert_review
from marketplace.projects.queries.papers import load_papers
from marketplace.projects.queries.projects import ProjectPage, load_project_page
from marketplace.projects.queries.terms import checklist_of
from marketplace.projects.schemas import AcceptanceIn, DecisionIn, EffectIn, OpinionIn, PaperIn
from marketplace.projects.services.acceptances import (
    add_effect,
    apply_for_acceptance,
    decide_acceptance,
    give_opinion,
    prepare_acceptance,
)
from marketplace.projects.services.evidence import hand_in_paper
from marketplace.projects.services.judging import open_expert_review
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import GRANTS, Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = Blueprint("acceptances", __name__, url_prefix="/projects", template_folder="../templates")
LABELS = {
    "summary": "完成情况",
    "key": "哪一份材料",
    "note": "说明",
    "files": "文件",
    "name": "指标",
    "unit": "单位",
    "before": "改造前",
    "after": "改造后",
    "better": "方向",
    "proof": "佐证",
    "opinion": "意见",
    "decision": "决定",
    "redo_by": "整改期限",
}


@bp.get("/<int:project_id>/acceptance")
@requires(Permission.SEE_ACCEPTANCES)
def show(project_id: int) -> str:
    """Show an application for acceptance and what the actor has to do with it."""
    return _page(project_id, None)


@bp.post("/<int:project_id>/acceptance")
@requires(Permission.RUN_PROJECTS)
def prepare(project_id: int) -> Answer:
    """Write down what was done."""
    form = BoundForm.bind(AcceptanceIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: prepare_acceptance(
            session, actor=actor(), project_id=project_id, entered=form.require(), now=now()
        ),
        said="已保存。请继续上传材料、填写效果，齐了再申请。",
    )


@bp.post("/<int:project_id>/acceptance/papers")
@requires(Permission.WORK_ON_PROJECTS)
def paper(project_id: int) -> Answer:
    """Hand in a paper of the checklist."""
    form = BoundForm.bind(PaperIn, request.form, labels=LABELS)

    def do(session: Session) -> None:
        hand_in_paper(
            session,
            actor=actor(),
            project_id=project_id,
            entered=form.require(),
            uploads=uploads("files"),
            store=file_store(),
            now=now(),
        )

    return _do(project_id, form, do, said="材料已上传。")


@bp.post("/<int:project_id>/acceptance/effects")
@requires(Permission.RUN_PROJECTS)
def effect(project_id: int) -> Answer:
    """State an effect."""
    form = BoundForm.bind(EffectIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: add_effect(session, actor=actor(), project_id=project_id, entered=form.require(), now=now()),
        said="效果已保存。",
    )


@bp.post("/<int:project_id>/acceptance/apply")
@requires(Permission.RUN_PROJECTS)
def apply(project_id: int) -> Answer:
    """Hand the application in."""
    return _do(
        project_id,
        blank(LABELS),
        lambda session: apply_for_acceptance(session, actor=actor(), project_id=project_id, now=now()),
        said="已申请验收。",
    )


@bp.post("/<int:project_id>/acceptance/opinion")
@requires(Permission.SUPERVISE)
def opinion(project_id: int) -> Answer:
    """Give the supervisor's opinion."""
    form = BoundForm.bind(OpinionIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: give_opinion(session, actor=actor(), project_id=project_id, entered=form.require(), now=now()),
        said="监理意见已提交。",
    )


@bp.post("/<int:project_id>/acceptance/review")
@requires(Permission.DECIDE_ACCEPTANCE)
def ask_experts(project_id: int) -> Answer:
    """Set up the experts' review and lead to its board, where the panel is put together."""

    def do(session: Session) -> int:
        made = open_expert_review(session, actor=actor(), project_id=project_id, now=now())
        session.flush()  # The board has its address from the row's id.
        return made.id or 0

    return perform(
        blank(LABELS),
        do,
        said="专家评审已建立。请选专家，有利益关系的会自动排除。",
        url=lambda review_id: f"/reviews/{review_id}",
        page=lambda shown: _page(project_id, shown),
    )


@bp.post("/<int:project_id>/acceptance/decision")
@requires(Permission.DECIDE_ACCEPTANCE)
def decide(project_id: int) -> Answer:
    """Decide on the application and issue the decision."""
    form = BoundForm.bind(DecisionIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: decide_acceptance(
            session,
            actor=actor(),
            project_id=project_id,
            entered=form.require(),
            base_url=base_url(),
            now=now(),
        ),
        said="决定已作出，验收意见书可以下载，各方会收到通知。",
    )


def _do(project_id: int, form: Form, do: Any, *, said: str) -> Answer:
    return perform(
        form,
        do,
        said=said,
        url=url_for("acceptances.show", project_id=project_id),
        page=lambda shown: _page(project_id, shown),
    )


def _page(project_id: int, form: Form | None) -> str:
    session, who = read_session(), actor()
    page = load_project_page(session, actor=who, project_id=project_id, now=now())
    acceptance = find_acceptance(session, project_id=project_id)
    parties = parties_of(session, project=page.project)
    is_side, is_open = is_party(who, parties), acceptance is not None and acceptance.applied_at is None
    at_work, applied = page.state in AT_WORK, page.state is ProjectState.APPLIED
    plant, provider = is_side and who.role is Role.ENTERPRISE, is_side and who.role is Role.PROVIDER
    opinion_due = page.is_supervised and acceptance is not None and acceptance.supervised_at is None
    checklist = _checklist(session, page.project, acceptance)
    papers = _papers(session, acceptance, checklist)
    judged = _judged(session, page, acceptance)
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[project_id])[project_id]
    return render_template(
        "projects/acceptance.html",
        page=page,
        project=page.project,
        acceptance=acceptance,
        form=_filled(form, acceptance, redo_days=checklist.redo_days),
        checklist=checklist,
        papers=papers,
        missing=[label for _, label, _, files in papers if not files],
        effects=[effect_cells(one) for one in load_effects(session, acceptance_id=acceptance.id or 0)]
        if acceptance
        else [],
        **judged,
        betters=list(BETTER_LABELS.items()),
        decisions=list(DECISION_LABELS.items()),
        decision_labels=DECISION_LABELS,
        due_on=_due_on(page, checklist),
        documents=[row for row in documents if row.kind == "acceptance_decision" and row.is_current],
        is_expert=who.role is Role.EXPERT,
        can_ask_experts=can_decide_acceptance(who, parties) and applied and not judged["review_url"],
        can_prepare=plant and at_work and page.all_done,
        can_add_papers=(plant or provider) and at_work and is_open,
        can_apply=plant and at_work and is_open,
        can_give_opinion=is_side and who.role is Role.SUPERVISOR and applied and opinion_due,
        can_decide=can_decide_acceptance(who, parties) and applied and not opinion_due,
        waits_for_opinion=applied and opinion_due,
    )


def _checklist(session: Session, project: Project, acceptance: Acceptance | None) -> Checklist:
    """Return the checklist that the application froze, before one the county's present one."""
    return checklist_from(acceptance.papers) if acceptance else checklist_of(session, county_code=project.county_code)


def _judged(session: Session, page: ProjectPage, acceptance: Acceptance | None) -> dict[str, Any]:
    """Return what the page tells of levels and experts."""
    role = actor().role
    review = find_expert_review(session, acceptance=acceptance) if acceptance else None
    return {
        "levels": load_kept_levels(session, project=page.project, acceptance=acceptance) if acceptance else None,
        "level_names": LEVELS,
        "assessments_url": f"/enterprises/{page.project.enterprise_id}/assessments",
        "sees_assessments": role in GRANTS[Permission.SEE_ENTERPRISES],
        "experts": expert_lines(find_expert_outcome(session, acceptance=acceptance)) if acceptance else [],
        "review_url": f"/reviews/{review.id}" if review else "",
        "sees_review": role in GRANTS[Permission.SEE_REVIEWS],
    }


def _filled(form: Form | None, acceptance: Acceptance | None, *, redo_days: int) -> Form:
    redo_by = (today() + timedelta(days=redo_days)).isoformat()
    stored: dict[str, Any] = {"better": "lower", "redo_by": redo_by}
    if acceptance is not None:
        stored |= {"summary": acceptance.summary, "version": acceptance.version}
    if form is None:
        return blank(LABELS, **stored)
    for name, value in stored.items():
        form.raw.setdefault(name, value)
    return form


def _papers(session: Session, acceptance: Acceptance | None, checklist: Checklist) -> list[tuple[Any, ...]]:
    rows = load_papers(session, acceptance_id=acceptance.id if acceptance else None, checklist=checklist)
    return [(one.key, one.label, one.hint, one.files) for one in rows]


def _due_on(page: ProjectPage, checklist: Checklist) -> Any:
    days = [one.done_on for one in page.milestones if one.done_on]
    return months_later(max(days), months=checklist.within_months) if page.all_done and days else None
