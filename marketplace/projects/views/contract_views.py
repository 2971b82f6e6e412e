"""Pages of the contract: options and milestones, the issued text, an edited copy, the signed one."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session

from marketplace.core.actor import Role
from marketplace.core.errors import InvalidError
from marketplace.core.wording import fen_text
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.files.process import file_store, uploads
from marketplace.files.queries import load_files
from marketplace.files.services import Upload
from marketplace.projects.access import parties_of
from marketplace.projects.clauses import current_model
from marketplace.projects.drafting import DERIVED, draft_of
from marketplace.projects.labels import CLAUSE_DIFFERENCE_LABELS, ProjectState
from marketplace.projects.papers.contract import CONTRACT_KIND, SUBJECT
from marketplace.projects.policies import is_party
from marketplace.projects.queries.projects import ProjectPage, load_project_page
from marketplace.projects.schemas import ContractIn, PartnerIn, SignedIn
from marketplace.projects.services.contracts import (
    CONTRACT_FILE,
    DRAFTING,
    add_partner,
    compare_copy,
    confirm_contract,
    draft_contract,
    one_off_fen,
    sign_contract,
)
from marketplace.projects.typed import wan_text, wan_to_fen
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.providers.labels import PartnershipState
from marketplace.providers.queries import load_partner_rows
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = Blueprint("contracts", __name__, url_prefix="/projects", template_folder="../templates")
LABELS = {
    "milestones": "里程碑",
    "check_days": "确认期限",
    "pay_days": "付款期限",
    "daily_permyriad": "逾期违约金",
    "signed_on": "签订日期",
    "signed": "盖章合同",
    "file": "改过的合同",
    "partner_id": "合作伙伴",
    "needs": "负责的条目",
    "price": "金额",
    **{f"choice_{clause.key}": clause.title for clause in current_model().questions},
}
SPARE_ROWS = 2


@bp.get("/<int:project_id>/contract")
@requires(Permission.SEE_PROJECTS)
def show(project_id: int) -> str:
    """Show the contract: its options to the plant, its text and files to all parties."""
    return _page(project_id, None)


@bp.post("/<int:project_id>/contract")
@requires(Permission.RUN_PROJECTS)
def draft(project_id: int) -> Answer:
    """Write the contract from the model text and issue it."""
    form = BoundForm.bind(ContractIn, request.form, labels=LABELS)
    choices = {key.removeprefix("choice_"): str(text) for key, text in form.raw.items() if key.startswith("choice_")}
    return _do(
        project_id,
        form,
        lambda session: draft_contract(
            session,
            actor=actor(),
            project_id=project_id,
            entered=form.require(),
            choices=choices,
            base_url=base_url(),
            now=now(),
        ),
        said="合同已生成，可以下载。双方核对、盖章以后，请上传扫描件。",
    )


@bp.post("/<int:project_id>/contract/partners")
@requires(Permission.QUOTE)
def partner(project_id: int) -> Answer:
    """Name a partner that delivers a part."""
    form = BoundForm.bind(PartnerIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: add_partner(session, actor=actor(), project_id=project_id, entered=form.require(), now=now()),
        said="已登记。请企业重新生成合同，合作伙伴会写进附件四。",
    )


@bp.post("/<int:project_id>/contract/compare")
@requires(Permission.WORK_ON_PROJECTS)
def compare(project_id: int) -> str | tuple[str, int]:
    """Show how an edited copy differs, clause by clause; nothing is kept."""
    try:
        found = compare_copy(read_session(), actor=actor(), project_id=project_id, upload=_one_upload("file"))
    except InvalidError as error:
        form = blank(LABELS)
        form.add_error(error)
        return _page(project_id, form), 422
    return render_template(
        "projects/differences.html",
        page=_load(project_id),
        found=found,
        kinds=CLAUSE_DIFFERENCE_LABELS,
    )


@bp.post("/<int:project_id>/contract/signed")
@requires(Permission.RUN_PROJECTS)
def sign(project_id: int) -> Answer:
    """Keep the signed copy."""
    form = BoundForm.bind(SignedIn, request.form, labels=LABELS)
    return _do(
        project_id,
        form,
        lambda session: sign_contract(
            session,
            actor=actor(),
            project_id=project_id,
            entered=form.require(),
            upload=_one_upload("signed"),
            store=file_store(),
            now=now(),
        ),
        said="盖章合同已上传，等服务商确认。",
    )


@bp.post("/<int:project_id>/contract/confirm")
@requires(Permission.QUOTE)
def confirm(project_id: int) -> Answer:
    """Confirm the signed copy: the project starts."""
    form = blank(LABELS)
    seen = request.form.get("signed_digest", "")
    return _do(
        project_id,
        form,
        lambda session: confirm_contract(session, actor=actor(), project_id=project_id, seen_digest=seen, now=now()),
        said="已确认，项目开始。",
    )


def _one_upload(field: str) -> Upload:
    found = uploads(field)
    if not found:
        raise InvalidError(fields={field: ["请选择文件。"]})
    return found[0]


def _do(project_id: int, form: Form, do: Any, *, said: str) -> Answer:
    return perform(
        form,
        do,
        said=said,
        url=url_for("contracts.show", project_id=project_id),
        page=lambda shown: _page(project_id, shown),
    )


def _load(project_id: int) -> ProjectPage:
    return load_project_page(read_session(), actor=actor(), project_id=project_id, now=now())


def _stored(page: ProjectPage) -> Form:
    draft = draft_of(page, today=today())
    rows = [
        {"title": one.title, "due_on": one.due_on.isoformat(), "payment": wan_text(one.payment_fen)}
        for one in draft.milestones
    ]
    chosen = {f"choice_{key}": option for key, option in draft.choices.items()}
    return blank(LABELS, milestones=rows, **chosen, **draft.terms, version=draft.version)


def _reconciled(form: Form, *, one_off: int) -> str:
    """Return in one line how the milestones' payments add up against what is paid once, as far as they can be read."""
    rows = form.raw["milestones"] if isinstance(form.raw["milestones"], list) else []
    try:
        paid = [wan_to_fen(row["payment"]) for row in rows if row.get("payment")]
    except ValueError:
        return ""
    gap = sum(paid) - one_off
    ends = "正好相等" if not gap else f"{'多' if gap > 0 else '少'} {fen_text(abs(gap))}，请改成一样"
    return f"一次性付费 {fen_text(one_off)}；{len(paid)} 个里程碑付款合计 {fen_text(sum(paid))}，{ends}。"


def _page(project_id: int, form: Form | None) -> str:
    page, session, who = _load(project_id), read_session(), actor()
    is_side = is_party(who, parties_of(session, project=page.project))
    plant, provider = is_side and who.role is Role.ENTERPRISE, is_side and who.role is Role.PROVIDER
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[project_id])[project_id]
    files = load_files(session, subject_kind=CONTRACT_FILE, subject_ids=[project_id])[project_id]
    stored = _stored(page)
    if form is not None:
        # A form of another part of the page brings its own values; the rest shows what is stored.
        for name, value in stored.raw.items():
            form.raw.setdefault(name, value)
    signed = page.contract.signed_digest if page.contract else ""
    contracting = page.state is ProjectState.CONTRACTING
    return render_template(
        "projects/contract.html",
        page=page,
        project=page.project,
        contract=page.contract,
        form=form or stored,
        rows=range(min(12, len(stored.raw["milestones"]) + SPARE_ROWS)),
        questions=[one for one in current_model().questions if one.key not in DERIVED],
        disclaimer=current_model().disclaimer,
        reconciled=_reconciled(form or stored, one_off=one_off_fen(page.project)),
        documents=[one for one in documents if one.kind == CONTRACT_KIND and one.is_current],
        signed=next((one for one in reversed(files) if one.digest == signed), None),
        can_draft=plant and page.state in DRAFTING,
        can_sign=plant and page.state in DRAFTING and page.contract is not None and bool(page.contract.digest),
        can_compare=(plant or provider) and page.contract is not None,
        can_confirm=provider and page.state is ProjectState.SIGNING,
        can_partner=provider and contracting,
        partner_options=_partner_options(session, page) if provider and contracting else [],
    )


def _partner_options(session: Session, page: ProjectPage) -> list[tuple[int, str]]:
    return [
        (row.other_id, row.other_name)
        for row in load_partner_rows(session, provider_id=page.project.provider_id)
        if row.state is PartnershipState.CONFIRMED and row.asked_by_me
    ]
