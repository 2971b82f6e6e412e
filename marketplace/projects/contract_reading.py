"""An edited contract that comes back: read, and held against the text that was issued."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.core.conflicts import NotReadyError
from marketplace.core.errors import InvalidError
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.queries import load_document_file
from marketplace.documents.reading import read_claim
from marketplace.projects.clauses import Difference, compare_contracts
from marketplace.projects.models import Project
from marketplace.projects.papers.contract import CONTRACT_KIND, SUBJECT

FIRST_ANNEX = "附件一"
SIGNING = "签署"


def differences_to_issued(
    session: Session, *, project: Project, content: bytes, field: str = "file"
) -> list[Difference]:
    """Return the differences of an edited DOCX to the contract as issued.

    Raises ConflictError before a contract was issued, InvalidError for a file that is no DOCX.
    """
    document = session.exec(
        select(IssuedDocument)
        .where(IssuedDocument.kind == CONTRACT_KIND, IssuedDocument.subject_kind == SUBJECT)
        .where(IssuedDocument.subject_id == project.id, col(IssuedDocument.superseded_at).is_(None))
    ).first()
    if document is None:
        raise NotReadyError("还没有生成合同，没有可以比对的文本。")
    claim = read_claim(content)
    if claim.format is not Format.DOCX or claim.lines is None:
        message = "只能比对 Word（.docx）文件，请另存为 .docx 再上传。盖章的扫描件请存成 PDF 或图片。"
        raise InvalidError(fields={field: [message]})
    issued = load_document_file(session, document_id=document.id or 0, written=Format.DOCX)
    original = read_claim(issued.content).lines or ()
    return compare_contracts(_without_signatures(original), _without_signatures(claim.lines))


def annex_fault(found: Sequence[Difference]) -> str:
    """Return the sentence that refuses a copy whose list of scenarios left the chosen offer, empty for none."""
    annex = next((one for one in found if one.part == FIRST_ANNEX), None)
    if annex is None:
        return ""
    shown = annex.after.split("\n")[0][:80] or "整个附件被删去"
    return f"附件一和选定的报价不一致（{shown}）。请改回和报价一致；确实要变，请先按原文签订，再提变更单。"


def _without_signatures(lines: Sequence[str]) -> list[str]:
    """Drop what people fill in by hand: seals and dates below 签署 are no change of the contract."""
    kept = list(lines)
    return kept[: kept.index(SIGNING)] if SIGNING in kept else kept
