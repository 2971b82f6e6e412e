"""The contract for programs: drafted by the plant, partners named by the contractor, signed and confirmed."""

from flask import Response
from sqlmodel import Session, col, select

from marketplace.core.errors import NotFoundError
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.files.process import file_store
from marketplace.files.queries import FileRow, load_files
from marketplace.files.services import Upload
from marketplace.projects.access import load_seen_project
from marketplace.projects.api_schemas import MilestoneOut, ProjectPath
from marketplace.projects.contract_schemas import (
    ASKED,
    ConfirmationBody,
    ContractBody,
    ContractDraftOut,
    ContractOut,
    ContractPartnerBody,
    ContractPartnerOut,
    ContractPartnersOut,
    ContractQuestionOut,
    DraftMilestoneOut,
    SignedCopyForm,
)
from marketplace.projects.drafting import draft_of
from marketplace.projects.models import PartnerAnnex
from marketplace.projects.papers.contract import SUBJECT
from marketplace.projects.queries.projects import ProjectPage, load_names, load_project_page
from marketplace.projects.services import contracts
from marketplace.projects.works_schemas import document_out, file_out
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = api_blueprint("contracts", tag="改造项目")


@bp.get("/projects/<int:project_id>/contract", summary="项目的合同", responses={200: ContractOut})
@requires(Permission.SEE_PROJECTS)
def get_contract(path: ProjectPath) -> Response:
    """Return the contract with its milestones and issued documents; before it is drafted there is none (404)."""
    return answer(_contract(read_session(), project_id=path.project_id))


@bp.get("/projects/<int:project_id>/contract/draft", summary="合同草案", responses={200: ContractDraftOut})
@requires(Permission.RUN_PROJECTS)
def get_draft(path: ProjectPath) -> Response:
    """Return what the contract is written from, with every clause that offers a choice."""
    return answer(_draft(read_session(), project_id=path.project_id))


@bp.put("/projects/<int:project_id>/contract/draft", summary="生成合同", responses={200: ContractDraftOut})
@requires(Permission.RUN_PROJECTS)
def put_draft(path: ProjectPath, body: ContractBody) -> Response:
    """Write the contract and issue it; until the contractor has confirmed a signed copy it may be written anew."""
    with transaction() as session:
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
            require_match(_draft(session, project_id=path.project_id))
        contracts.draft_contract(
            session,
            actor=actor(),
            project_id=path.project_id,
            entered=body,
            choices=body.choices.model_dump(),
            base_url=base_url(),
            now=now(),
        )
    return answer(_draft(read_session(), project_id=path.project_id))


@bp.get(
    "/projects/<int:project_id>/contract/partners", summary="合同里的合作伙伴", responses={200: ContractPartnersOut}
)
@requires(Permission.SEE_PROJECTS)
def get_partners(path: ProjectPath) -> Response:
    """Return who delivers which part under the contractor."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return answer(_partners(read_session(), project_id=path.project_id))


@bp.post("/projects/<int:project_id>/contract/partners", summary="登记合作伙伴", responses={201: ContractPartnersOut})
@requires(Permission.QUOTE)
def post_partner(path: ProjectPath, body: ContractPartnerBody) -> Response:
    """Name a partner, or state its part anew; the plant then has to write the contract again."""
    with transaction() as session:
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
            require_match(_partners(session, project_id=path.project_id))
        contracts.add_partner(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return answer(_partners(read_session(), project_id=path.project_id), status=201)


@bp.put("/projects/<int:project_id>/contract/signed-copy", summary="上传盖章合同", responses={200: ContractOut})
@requires(Permission.RUN_PROJECTS)
def put_signed_copy(path: ProjectPath, form: SignedCopyForm) -> Response:
    """Keep the signed contract; a DOCX whose list left the chosen offer is refused (422)."""
    [(name, content)] = contents([form.signed])
    with transaction() as session:
        _require_match(session, project_id=path.project_id)
        contracts.sign_contract(
            session,
            actor=actor(),
            project_id=path.project_id,
            entered=form,
            upload=Upload(name=name, content=content),
            store=file_store(),
            now=now(),
        )
    return answer(_contract(read_session(), project_id=path.project_id))


@bp.post("/projects/<int:project_id>/contract/confirmation", summary="确认盖章合同", responses={200: ContractOut})
@requires(Permission.QUOTE)
def post_confirmation(path: ProjectPath, body: ConfirmationBody) -> Response:
    """Confirm the signed copy that was read: the project begins; another one since is not confirmed (409)."""
    with transaction() as session:
        _require_match(session, project_id=path.project_id)
        contracts.confirm_contract(
            session, actor=actor(), project_id=path.project_id, seen_digest=body.signed_digest, now=now()
        )
    return answer(_contract(read_session(), project_id=path.project_id))


def _require_match(session: Session, *, project_id: int) -> None:
    """Hold the project and refuse when its contract is not as the request names it."""
    if is_conditional():
        load_seen_project(session, actor=actor(), project_id=project_id, lock=True)
        require_match(_contract(session, project_id=project_id))


def _page(session: Session, *, project_id: int) -> ProjectPage:
    return load_project_page(session, actor=actor(), project_id=project_id, now=now())


def _contract(session: Session, *, project_id: int) -> ContractOut:
    page = _page(session, project_id=project_id)
    if page.contract is None:
        raise NotFoundError("这个项目还没有生成合同。")
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[project_id])[project_id]
    signed = _signed_file(session, project_id=project_id, digest=page.contract.signed_digest)
    return ContractOut.model_validate(
        {
            **page.contract.model_dump(exclude={"choices", "terms"}),
            "signed_file": file_out(signed) if signed else None,
            "differences": len(page.contract.differences),
            "differing": page.contract.differences,
            "milestones": [MilestoneOut.model_validate(one, from_attributes=True) for one in page.milestones],
            "documents": [document_out(one) for one in documents],
        }
    )


def _signed_file(session: Session, *, project_id: int, digest: str) -> FileRow | None:
    files = load_files(session, subject_kind=contracts.CONTRACT_FILE, subject_ids=[project_id])[project_id]
    return next((one for one in reversed(files) if one.digest == digest), None)


def _draft(session: Session, *, project_id: int) -> ContractDraftOut:
    page = _page(session, project_id=project_id)
    draft = draft_of(page, today=today())
    return ContractDraftOut(
        milestones=[DraftMilestoneOut.model_validate(one, from_attributes=True) for one in draft.milestones],
        choices=dict(draft.choices),
        **draft.terms,
        one_off_fen=contracts.one_off_fen(page.project),
        questions=[ContractQuestionOut.model_validate(one, from_attributes=True) for one in ASKED],
        version=draft.version,
    )


def _partners(session: Session, *, project_id: int) -> ContractPartnersOut:
    found = select(PartnerAnnex).where(PartnerAnnex.project_id == project_id).order_by(col(PartnerAnnex.id))
    rows = session.exec(found).all()
    names = load_names(session, ids=[one.partner_id for one in rows])
    return ContractPartnersOut(
        items=[
            ContractPartnerOut(
                partner_id=one.partner_id,
                name=names[one.partner_id],
                needs=one.need_keys,
                price_fen=one.price_fen,
                added_at=one.added_at,
            )
            for one in rows
        ]
    )
