"""Writes of the contract: draft from the model text, partners' annexes, the signed copy, its confirmation."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import NotReadyError, WrongStateError
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.wording import day_text, fen_text
from marketplace.documents.services import issue_document
from marketplace.files.services import Upload, attach_file
from marketplace.files.store import FileStore
from marketplace.projects.access import (
    find_contract,
    load_seen_project,
    parties_of,
    state_of_project,
)
from marketplace.projects.clauses import Difference, current_model
from marketplace.projects.contract_reading import annex_fault, differences_to_issued
from marketplace.projects.labels import CLAUSE_DIFFERENCE_LABELS, EventKind, ProjectState
from marketplace.projects.models import Contract, Milestone, PartnerAnnex, Project
from marketplace.projects.papers.contract import contract_issue
from marketplace.projects.policies import is_party
from marketplace.projects.schemas import ContractIn, MilestoneIn, PartnerIn, SignedIn
from marketplace.projects.services.events import note_outcome, note_step, project_url, tell
from marketplace.providers.labels import PartnershipState
from marketplace.providers.queries import load_partner_rows

CONTRACT_FILE = "contract"
ZIP = b"PK"  # What DOCX begins with; an OFD does too, and is told to be sent as PDF.
DRAFTING = frozenset({ProjectState.CONTRACTING, ProjectState.SIGNING})


def draft_contract(
    session: Session,
    *,
    actor: Actor,
    project_id: int,
    entered: ContractIn,
    choices: Mapping[str, str],
    base_url: str,
    now: datetime,
) -> Contract:
    """Write the contract from the model text and issue it as DOCX; before both have signed it may be drafted anew."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.ENTERPRISE, states=DRAFTING)
    contract = find_contract(session, project_id=project_id, lock=True)
    if (contract.version if contract else 0) != entered.version:
        raise VersionMovedError
    milestones = [one for one in entered.milestones if one.title]
    _check_milestones(project, milestones, now=now)
    contract = _write_draft(session, project=project, contract=contract, entered=entered, choices=choices, now=now)
    session.exec(delete(Milestone).where(col(Milestone.project_id) == project_id))
    session.add_all(_milestone(one, project_id=project_id, position=i) for i, one in enumerate(milestones, start=1))
    session.flush()  # The paper is made from what was just written.
    issue = contract_issue(session, project=project)
    contract.digest = issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now).digest
    details = {"digest": contract.digest}
    text = "拟定了合同"
    note_step(session, actor=actor, project=project, action="contract.drafted", text=text, details=details, now=now)
    subject = f"合同已拟好：{project.title}"
    body = "请下载核对。双方盖章后由企业上传扫描件。"
    tell(session, organisation_id=project.provider_id, subject=subject, body=body, url=project_url(project), now=now)
    return contract


def _write_draft(
    session: Session,
    *,
    project: Project,
    contract: Contract | None,
    entered: ContractIn,
    choices: Mapping[str, str],
    now: datetime,
) -> Contract:
    if contract is None:
        contract = Contract(
            project_id=project.id or 0, model_edition="", choices={}, terms={}, drafted_at=now, version=0
        )
    contract.sqlmodel_update(
        {
            "model_edition": current_model().edition,
            "choices": complete_choices(session, project=project, typed=choices),
            "terms": entered.model_dump(include={"check_days", "pay_days", "daily_permyriad"}),
            "drafted_at": now,
            "version": contract.version + 1,
            "signed_digest": "",
            "signed_on": None,
            "differences": [],
        }
    )
    project.signed_at = None
    session.add(contract)
    return contract


def complete_choices(session: Session, *, project: Project, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the chosen options by clause; supervision and partners follow from the project and are not asked."""
    has_partners = bool(parties_of(session, project=project).partner_ids)
    known = {clause.key for clause in current_model().questions}
    return {
        **{key: option for key, option in typed.items() if key in known},
        "supervision": "with" if project.supervisor_id is not None else "without",
        "partners": "back_to_back" if has_partners else "none",
    }


def outdate_contract(session: Session, *, project: Project) -> None:
    """Make an issued contract wait to be drafted anew, because who takes part has changed before it was signed."""
    contract = find_contract(session, project_id=project.id or 0, lock=True)
    if contract is not None and state_of_project(project) is ProjectState.CONTRACTING:
        contract.digest = ""


def _milestone(entered: MilestoneIn, *, project_id: int, position: int) -> Milestone:
    if entered.due_on is None:
        raise InvalidError  # The schema has refused such a row already.
    return Milestone(
        project_id=project_id,
        position=position,
        title=entered.title,
        planned_on=entered.due_on,
        due_on=entered.due_on,
        payment_fen=entered.payment or 0,
    )


def _check_milestones(project: Project, milestones: Sequence[MilestoneIn], *, now: datetime) -> None:
    fields: dict[str, list[str]] = {}
    if not milestones:
        fields["milestones"] = ["请至少写一个里程碑。"]
    days = [one.due_on for one in milestones if one.due_on]
    for index in range(1, len(days)):
        if days[index] < days[index - 1]:
            fields[f"milestones.{index}.due_on"] = [f"不能早于前一个里程碑（{days[index - 1]}）。"]
    if days and days[0] < shanghai_day(now):
        fields["milestones.0.due_on"] = ["不能早于今天。"]
    total, one_off = sum(one.payment or 0 for one in milestones), one_off_fen(project)
    if milestones and total != one_off:
        fields["milestones"] = [
            f"各里程碑付款合计 {fen_text(total)}，和报价里一次性付费的 {fen_text(one_off)} 不一致，请改成一样。"
        ]
    if fields:
        raise InvalidError(fields=fields)


def one_off_fen(project: Project) -> int:
    """Return the part of the price that is paid once, by milestones."""
    return sum(line["price_fen"] for line in project.lines if line["payment"] == "一次性付费")


def add_partner(session: Session, *, actor: Actor, project_id: int, entered: PartnerIn, now: datetime) -> PartnerAnnex:
    """Let a confirmed partner deliver part of the list on the same terms; before the contract is signed."""
    states = frozenset({ProjectState.CONTRACTING})
    project = load_working(session, actor=actor, project_id=project_id, role=Role.PROVIDER, states=states)
    partners = {
        row.other_id
        for row in load_partner_rows(session, provider_id=project.provider_id)
        if row.state is PartnershipState.CONFIRMED and row.asked_by_me
    }
    fields: dict[str, list[str]] = {}
    if entered.partner_id not in partners:
        fields["partner_id"] = ["请从双方都确认过的合作伙伴里选择。"]
    offered = {line["need_key"] for line in project.lines}
    if beyond := [key for key in entered.needs if key not in offered]:
        fields["needs"] = [f"只能选报价里提供的条目，报价里没有 {'、'.join(beyond)}。"]
    if entered.price > project.price_fen:
        fields["price"] = ["分给合作伙伴的金额不能超过合同总价。"]
    if fields:
        raise InvalidError(fields=fields)
    annex = PartnerAnnex(
        project_id=project_id,
        partner_id=entered.partner_id,
        need_keys=entered.needs,
        price_fen=entered.price,
        added_at=now,
    )
    session.exec(
        delete(PartnerAnnex).where(
            col(PartnerAnnex.project_id) == project_id, col(PartnerAnnex.partner_id) == entered.partner_id
        )
    )
    session.add(annex)
    outdate_contract(session, project=project)
    details = {"partner": entered.partner_id}
    text = "登记了一家合作伙伴，合同需要重新生成"
    note_step(
        session, actor=actor, project=project, action="contract.partner_added", text=text, details=details, now=now
    )
    return annex


def compare_copy(session: Session, *, actor: Actor, project_id: int, upload: Upload) -> list[Difference]:
    """Return how an edited DOCX differs from the contract that was issued; nothing is kept."""
    project = load_seen_project(session, actor=actor, project_id=project_id)
    return differences_to_issued(session, project=project, content=upload.content)


def sign_contract(
    session: Session,
    *,
    actor: Actor,
    project_id: int,
    entered: SignedIn,
    upload: Upload,
    store: FileStore,
    now: datetime,
) -> Contract:
    """Keep the signed copy with its digest; a DOCX is compared, and refused when its annex left the chosen offer."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.ENTERPRISE, states=DRAFTING)
    contract = find_contract(session, project_id=project_id, lock=True)
    if contract is None or not contract.digest:
        raise NotReadyError("请先生成（或重新生成）合同，再上传盖章的扫描件。")
    _check_day(project, entered, now=now)
    found = _differences_of_signed(session, project=project, upload=upload)
    file = attach_file(
        session,
        actor=actor,
        store=store,
        upload=upload,
        subject_kind=CONTRACT_FILE,
        subject_id=project_id,
        now=now,
    )
    contract.signed_digest, contract.signed_on, project.signed_at = file.digest, entered.signed_on, now
    contract.differences = [
        {"part": one.part, "kind": CLAUSE_DIFFERENCE_LABELS[one.kind], "before": one.before, "after": one.after}
        for one in found
    ]
    details = {"digest": file.digest, "differences": len(found)}
    text = "上传了盖章的合同" + (f"，和生成的文本相比有 {len(found)} 处不同" if found else "")
    note_step(session, actor=actor, project=project, action="contract.signed", text=text, details=details, now=now)
    subject = f"请确认盖章合同：{project.title}"
    body = "请核对上传的文件是不是双方盖章的那一份。确认后项目开始。"
    tell(session, organisation_id=project.provider_id, subject=subject, body=body, url=project_url(project), now=now)
    return contract


def _check_day(project: Project, entered: SignedIn, *, now: datetime) -> None:
    if entered.signed_on > shanghai_day(now):
        raise InvalidError(fields={"signed_on": ["签订日期不能晚于今天。"]})
    chosen_on = shanghai_day(project.created_at)
    if entered.signed_on < chosen_on:
        raise InvalidError(fields={"signed_on": [f"签订日期早于选定服务商的日期（{day_text(chosen_on)}），请核对。"]})


def _differences_of_signed(session: Session, *, project: Project, upload: Upload) -> list[Difference]:
    if not upload.content.startswith(ZIP):
        return []
    found = differences_to_issued(session, project=project, content=upload.content, field="signed")
    fault = annex_fault(found)
    if fault:
        raise InvalidError(fields={"signed": [fault]})
    return found


def confirm_contract(session: Session, *, actor: Actor, project_id: int, seen_digest: str, now: datetime) -> Contract:
    """Confirm that the signed copy is the right one: the project starts."""
    states = frozenset({ProjectState.SIGNING})
    project = load_working(session, actor=actor, project_id=project_id, role=Role.PROVIDER, states=states)
    contract = find_contract(session, project_id=project_id, lock=True)
    if contract is None:
        raise NotFoundError
    if contract.signed_digest != seen_digest:
        raise VersionMovedError("企业刚刚换了一份文件，请重新下载核对后再确认。")
    contract.confirmed_at, project.running_at = now, now
    details = {"digest": contract.signed_digest}
    text = "确认了盖章合同，项目开始"
    note_step(session, actor=actor, project=project, action="contract.confirmed", text=text, details=details, now=now)
    note_outcome(
        session,
        kind=EventKind.SIGNED,
        enterprise_id=project.enterprise_id,
        provider_id=project.provider_id,
        subject=f"project:{project_id}",
        now=now,
    )
    for body in (project.enterprise_id, project.supervisor_id):
        subject = f"合同生效，项目开始：{project.title}"
        text = "请按里程碑推进。"
        tell(session, organisation_id=body, subject=subject, body=text, url=project_url(project), now=now)
    return contract


def load_working(
    session: Session, *, actor: Actor, project_id: int, role: Role, states: frozenset[ProjectState]
) -> Project:
    """Return a project, locked, on which the actor acts in a role while it is in one of the states.

    Raises NotFoundError for a stranger, ForbiddenError for the wrong side, ConflictError for the wrong time.
    """
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    if actor.role is not role or not is_party(actor, parties_of(session, project=project)):
        raise ForbiddenError
    if state_of_project(project) not in states:
        raise WrongStateError
    return project
