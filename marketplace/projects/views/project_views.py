"""Pages of projects: the list, one project with its timeline, its supervisor, its end, its rating."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from marketplace.core.actor import Actor, Role
from marketplace.documents.queries import load_documents
from marketplace.files.process import file_store, uploads
from marketplace.projects.access import parties_of
from marketplace.projects.course import draw_course
from marketplace.projects.labels import SUPERVISION_VERDICT_LABELS, MilestoneState, ProjectState
from marketplace.projects.papers.contract import SUBJECT
from marketplace.projects.policies import AT_WORK, CAN_END, is_party
from marketplace.projects.queries.projects import ProjectPage, list_projects, load_project_page
from marketplace.projects.schemas import (
    AnswerIn,
    RatingAnswerIn,
    RatingIn,
    ReasonIn,
    ReportIn,
    SupervisorIn,
)
from marketplace.projects.services.delivery import (
    answer_invitation,
    end_project,
    invite_supervisor,
)
from marketplace.projects.services.evidence import report_with_pictures
from marketplace.projects.services.ratings import answer_rating, rate
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.supervisors.queries import load_confirmed
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = Blueprint("projects", __name__, url_prefix="/projects", template_folder="../templates")
LABELS = {
    "supervisor_id": "监理机构",
    "reason": "理由",
    "visited_on": "到场日期",
    "verdict": "结论",
    "findings": "看到的情况",
    "files": "文件",
    "stars": "总体评价",
    "on_time": "按时",
    "as_promised": "说到做到",
    "service": "服务",
    "text": "评价",
    "answer": "答复",
}
STARS = [
    ("5", "5 星，很满意"),
    ("4", "4 星，满意"),
    ("3", "3 星，一般"),
    ("2", "2 星，不满意"),
    ("1", "1 星，很不满意"),
]


@bp.get("")
@requires(Permission.SEE_PROJECTS)
def index() -> str:
    """List the projects that concern the actor."""
    page = list_projects(read_session(), actor=actor(), args=page_args(request.args), now=now())
    return render_template(
        "projects/projects.html",
        page=page,
        role=actor().role.value,
        own_id=actor().organisation_id,
        page_url=lambda number: url_for("projects.index", page=number),
    )


@bp.get("/<int:project_id>")
@requires(Permission.SEE_PROJECTS)
def show(project_id: int) -> str:
    """Show a project: where it stands, what comes next, what has happened."""
    return project_page(project_id, blank(LABELS))


def project_page(project_id: int, form: Form) -> str:
    """Render a project's page around a form."""
    session, who = read_session(), actor()
    page = load_project_page(session, actor=who, project_id=project_id, now=now())
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[project_id])[project_id]
    step = next_step(page, who.role)
    drawn = draw_course(page, today=today())
    may = what_actor_may(who, page, is_side=is_party(who, parties_of(session, project=page.project)))
    return render_template(
        "projects/project.html",
        page=page,
        project=page.project,
        form=form,
        bars=drawn.bars,
        today_at=drawn.today,
        milestone_url=lambda key: url_for("delivery.milestone", project_id=project_id, milestone_id=key),
        may=may,
        next_step=step,
        waits="" if step[0] else waits_for(page),
        supervisors=[(firm.id, firm.name) for firm in load_confirmed(session)] if may["invite"] else [],
        verdicts=list(SUPERVISION_VERDICT_LABELS.items()),
        verdict_labels=SUPERVISION_VERDICT_LABELS,
        milestone_options=[(one.id, one.title) for one in page.milestones],
        documents=[row for row in documents if row.is_current],
        stars=STARS,
    )


def what_actor_may(who: Actor, page: ProjectPage, *, is_side: bool) -> dict[str, bool]:
    """Return what the actor can do on a project's page now."""
    plant = is_side and who.role is Role.ENTERPRISE
    provider = is_side and who.role is Role.PROVIDER
    supervisor = is_side and who.role is Role.SUPERVISOR
    accepted = page.state is ProjectState.ACCEPTED
    return {
        "see_enquiry": plant,
        "mark_sample": who.role is Role.COUNTY and accepted,
        "invite": plant and not page.is_supervised and page.state in CAN_END,
        "answer_invitation": supervisor and not page.is_supervised and page.state in CAN_END,
        "report": supervisor and page.is_supervised and page.state in AT_WORK | {ProjectState.APPLIED},
        "end": plant and page.state in CAN_END,
        "rate": plant and accepted and page.rating is None,
        "answer_rating": provider and page.rating is not None and page.rating.answered_at is None,
    }


def next_step(page: ProjectPage, role: Role) -> tuple[str, str, str]:
    """Return what the actor has to do next as (title, address, kind), empty title for nothing."""
    base = f"/projects/{page.project.id}"
    steps: dict[tuple[Role, ProjectState], tuple[str, str]] = {
        (Role.ENTERPRISE, ProjectState.CONTRACTING): ("拟合同、盖章后上传", f"{base}/contract"),
        (Role.PROVIDER, ProjectState.CONTRACTING): ("看合同，登记合作伙伴", f"{base}/contract"),
        (Role.PROVIDER, ProjectState.SIGNING): ("确认盖章合同", f"{base}/contract"),
        (Role.ENTERPRISE, ProjectState.REWORK): ("整改后再次申请验收", f"{base}/acceptance"),
        (Role.SUPERVISOR, ProjectState.APPLIED): ("提交监理意见", f"{base}/acceptance"),
        (Role.COUNTY, ProjectState.APPLIED): ("审核并作出验收决定", f"{base}/acceptance"),
    }
    found = steps.get((role, page.state))
    if found is None and role is Role.ENTERPRISE:
        if page.state is ProjectState.RUNNING and page.all_done:
            found = ("申请验收", f"{base}/acceptance")
        if page.state is ProjectState.ACCEPTED and page.rating is None:
            found = ("评价服务商", f"{base}#rate")
    waiting = _waiting_milestone(page, role) if found is None else None
    if waiting is not None:
        found = (waiting[0], f"{base}/milestones/{waiting[1]}")
    return (*found, "act") if found else ("", "", "")


def waits_for(page: ProjectPage) -> str:
    """Say whose turn it is while the reader has nothing to do, empty when nobody's is."""
    whose: dict[ProjectState, str] = {
        ProjectState.CONTRACTING: "现在等企业拟合同、盖章",
        ProjectState.SIGNING: "现在等服务商确认盖章合同",
        ProjectState.REWORK: "现在等整改完成，再次申请验收",
    }
    if page.state is ProjectState.APPLIED:
        return f"现在等{'监理意见和' if page.is_supervised else ''}县（市、区）经信部门的决定"
    if page.state is ProjectState.RUNNING:
        if page.all_done:
            return "现在等企业申请验收"
        for role, words in ((Role.SUPERVISOR, "监理"), (Role.ENTERPRISE, "企业"), (Role.PROVIDER, "服务商")):
            waiting = _waiting_milestone(page, role)
            if waiting is not None:
                return f"现在等{words}{waiting[0]}"
    return whose.get(page.state, "")


def _waiting_milestone(page: ProjectPage, role: Role) -> tuple[str, int] | None:
    """Return the first milestone that waits for a role, with the words for it."""
    wanted: dict[Role, set[MilestoneState]] = {
        Role.PROVIDER: {MilestoneState.PLANNED, MilestoneState.RETURNED},
        Role.SUPERVISOR: {MilestoneState.HANDED_IN} if page.is_supervised else set(),
        Role.ENTERPRISE: {MilestoneState.SUPERVISED} if page.is_supervised else {MilestoneState.HANDED_IN},
    }
    words = {Role.PROVIDER: "提交里程碑", Role.SUPERVISOR: "核验里程碑", Role.ENTERPRISE: "确认里程碑"}
    if page.state not in AT_WORK:
        return None
    for one in page.milestones:
        if one.state in wanted.get(role, set()):
            return f"{words[role]}“{one.title}”", one.id
    return None


def _do(project_id: int, form: Form, do: Any, *, said: str) -> Answer:
    return perform(
        form,
        do,
        said=said,
        url=url_for("projects.show", project_id=project_id),
        page=lambda shown: project_page(project_id, shown),
    )


@bp.post("/<int:project_id>/supervisor")
@requires(Permission.RUN_PROJECTS)
def invite(project_id: int) -> Answer:
    """Ask a firm to supervise."""
    form = BoundForm.bind(SupervisorIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: invite_supervisor(
            session,
            actor=actor(),
            project_id=project_id,
            supervisor_id=form.require().supervisor_id,
            now=now(),
        ),
        said="已邀请，等监理机构答复。",
    )


@bp.post("/<int:project_id>/supervisor/answer")
@requires(Permission.SUPERVISE)
def answer_invite(project_id: int) -> Answer:
    """Take on the supervision, or decline."""
    form = BoundForm.bind(AnswerIn, request.form, labels=LABELS)
    agrees = form.require().agrees
    url = url_for("projects.show", project_id=project_id) if agrees else url_for("projects.index")
    return perform(
        form,
        lambda session: answer_invitation(session, actor=actor(), project_id=project_id, agrees=agrees, now=now()),
        said="已接受，可以开始监理。" if agrees else "已告诉企业不接受。",
        url=url,
        page=lambda shown: project_page(project_id, shown),
    )


@bp.post("/<int:project_id>/reports")
@requires(Permission.SUPERVISE)
def report(project_id: int) -> Answer:
    """File a report with its pictures."""
    form = BoundForm.bind(ReportIn, request.form, labels=LABELS)

    def do(session: Any) -> None:
        report_with_pictures(
            session,
            actor=actor(),
            project_id=project_id,
            entered=form.require(),
            uploads=uploads("files"),
            store=file_store(),
            now=now(),
        )

    return _do(project_id, form, do, said="监理报告已提交，双方会收到通知。")


@bp.post("/<int:project_id>/end")
@requires(Permission.RUN_PROJECTS)
def end(project_id: int) -> Answer:
    """End a project before acceptance."""
    form = BoundForm.bind(ReasonIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: end_project(
            session, actor=actor(), project_id=project_id, reason=form.require().reason, now=now()
        ),
        said="项目已终止，双方会收到通知。",
    )


@bp.post("/<int:project_id>/rating")
@requires(Permission.RUN_PROJECTS)
def give_rating(project_id: int) -> Answer:
    """Rate an accepted project."""
    form = BoundForm.bind(RatingIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: rate(session, actor=actor(), project_id=project_id, entered=form.require(), now=now()),
        said="评价已公开，谢谢。",
    )


@bp.post("/<int:project_id>/rating/answer")
@requires(Permission.QUOTE)
def reply_to_rating(project_id: int) -> Answer:
    """Answer a rating in public."""
    form = BoundForm.bind(RatingAnswerIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: answer_rating(session, actor=actor(), project_id=project_id, entered=form.require(), now=now()),
        said="答复已公开。",
    )
