"""Pages while the work is done: one milestone, change orders."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session

from marketplace.core.actor import Role
from marketplace.core.errors import NotFoundError
from marketplace.files.process import file_store, uploads
from marketplace.projects.access import parties_of, state_of_project
from marketplace.projects.labels import CHANGE_KIND_LABELS, MILESTONE_STATE_LABELS, MilestoneState
from marketplace.projects.models import ChangeOrder, Milestone, Project
from marketplace.projects.policies import AT_WORK, is_party, possible_moves
from marketplace.projects.queries.projects import load_changes, load_project_page
from marketplace.projects.schemas import AnswerIn, ChangeIn, MoveIn
from marketplace.projects.services.changes import TWO_SIDES, answer_change, propose_change
from marketplace.projects.services.evidence import move_with_evidence
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("delivery", __name__, url_prefix="/projects", template_folder="../templates")
LABELS = {
    "note": "说明",
    "files": "佐证材料",
    "target": "处理",
    "kind": "变更什么",
    "milestone_id": "里程碑",
    "days": "推后天数",
    "amount": "金额",
    "reason": "理由",
    "answer": "答复",
}
MOVE_WORDS = {
    MilestoneState.HANDED_IN: "提交，说明已完成",
    MilestoneState.SUPERVISED: "核验通过",
    MilestoneState.RETURNED: "退回整改",
    MilestoneState.DONE: "确认完成",
}


@bp.get("/<int:project_id>/milestones/<int:milestone_id>")
@requires(Permission.SEE_PROJECTS)
def milestone(project_id: int, milestone_id: int) -> str:
    """Show a milestone, what happened to it, and what the actor can do."""
    return _milestone_page(project_id, milestone_id, blank(LABELS))


@bp.post("/<int:project_id>/milestones/<int:milestone_id>")
@requires(Permission.MOVE_MILESTONES)
def move(project_id: int, milestone_id: int) -> Answer:
    """Hand in, check, return or confirm a milestone, with its evidence."""
    form = BoundForm.bind(MoveIn, request.form, labels=LABELS)

    def do(session: Session) -> None:
        move_with_evidence(
            session,
            actor=actor(),
            project_id=project_id,
            milestone_id=milestone_id,
            entered=form.require(),
            uploads=uploads("files"),
            store=file_store(),
            now=now(),
        )

    return perform(
        form,
        do,
        said="已记录，对方会收到通知。",
        url=url_for("projects.show", project_id=project_id),
        page=lambda shown: _milestone_page(project_id, milestone_id, shown),
    )


def _milestone_page(project_id: int, milestone_id: int, form: Form) -> str:
    session, who = read_session(), actor()
    page = load_project_page(session, actor=who, project_id=project_id, now=now())
    row = next((one for one in page.milestones if one.id == milestone_id), None)
    if row is None:
        raise NotFoundError
    moves: list[MilestoneState] = []
    if is_party(who, parties_of(session, project=page.project)):
        moves = possible_moves(row.state, role=who.role, is_supervised=page.is_supervised, project=page.state)
    stored = session.get_one(Milestone, milestone_id)
    return render_template(
        "projects/milestone.html",
        page=page,
        row=row,
        stored=stored,
        form=form,
        moves=[(move.value, MOVE_WORDS[move]) for move in moves],
        labels=MILESTONE_STATE_LABELS,
        hands_in=who.role is Role.PROVIDER,
    )


@bp.get("/<int:project_id>/changes")
@requires(Permission.SEE_PROJECTS)
def changes(project_id: int) -> str:
    """Show the change orders of a project."""
    return _changes_page(project_id, blank(LABELS))


@bp.post("/<int:project_id>/changes")
@requires(Permission.WORK_ON_PROJECTS)
def propose(project_id: int) -> Answer:
    """Propose a change."""
    form = BoundForm.bind(ChangeIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: propose_change(
            session, actor=actor(), project_id=project_id, entered=form.require(), now=now()
        ),
        said="变更单已提交，等对方答复。",
    )


@bp.post("/<int:project_id>/changes/<int:change_id>")
@requires(Permission.WORK_ON_PROJECTS)
def answer(project_id: int, change_id: int) -> Answer:
    """Agree to a change or refuse it."""
    form = BoundForm.bind(AnswerIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: answer_change(
            session,
            actor=actor(),
            project_id=project_id,
            change_id=change_id,
            entered=form.require(),
            now=now(),
        ),
        said="已答复。",
    )


def _do(project_id: int, form: Form, do: Any, *, said: str) -> Answer:
    return perform(
        form,
        do,
        said=said,
        url=url_for("delivery.changes", project_id=project_id),
        page=lambda shown: _changes_page(project_id, shown),
    )


def _changes_page(project_id: int, form: Form) -> str:
    session, who = read_session(), actor()
    page = load_project_page(session, actor=who, project_id=project_id, now=now())
    orders = load_changes(session, project_id=project_id)
    names = page.names
    open_milestones = [(one.id, one.title) for one in page.milestones if one.state is not MilestoneState.DONE]
    return render_template(
        "projects/changes.html",
        page=page,
        form=form,
        orders=[(one, names.get(one.proposed_by_id, ""), _is_for_me(one)) for one in orders],
        titles={one.id: one.title for one in page.milestones},
        kinds=list(CHANGE_KIND_LABELS.items()),
        kind_labels=CHANGE_KIND_LABELS,
        milestones=open_milestones,
        can_propose=_works_on(session, page.project),
    )


def _works_on(session: Session, project: Project) -> bool:
    who = actor()
    is_side = who.role in TWO_SIDES and is_party(who, parties_of(session, project=project))
    return is_side and state_of_project(project) in AT_WORK


def _is_for_me(order: ChangeOrder) -> bool:
    who = actor()
    return order.answered_at is None and who.role in TWO_SIDES and order.proposed_by_id != who.organisation_id
