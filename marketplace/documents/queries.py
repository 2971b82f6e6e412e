"""Reads of the register and of the published heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from marketplace.core.errors import NotFoundError
from marketplace.core.journal import JournalEntry
from marketplace.documents.labels import FORMAT_LABELS, Format
from marketplace.documents.models import IssuedDocument, IssuedFile, PublishedHead
from marketplace.documents.policies import is_current


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """An issued document as pages list it; ``files`` are (format label, address) in the order of formats."""

    id: int
    kind: str
    kind_label: str
    title: str
    digest: str
    issued_at: datetime
    is_current: bool
    is_public: bool
    files: tuple[tuple[str, str], ...]

    @property
    def verify_url(self) -> str:
        return f"/verify/{self.digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRow:
    """A published head; ``fits`` says whether the journal still has that row with that digest."""

    day: date
    seq: int
    digest: str
    published_at: datetime
    fits: bool


def file_url(document_id: int, written: Format) -> str:
    """Return the address of a document in one format."""
    return f"/documents/{document_id}/{written.value}"


def load_documents(session: Session, *, subject_kind: str, subject_ids: Sequence[int]) -> dict[int, list[DocumentRow]]:
    """Return the documents about several things of one kind by their ids, newest first: two statements."""
    found: dict[int, list[DocumentRow]] = {subject_id: [] for subject_id in subject_ids}
    documents = session.exec(
        select(IssuedDocument)
        .where(IssuedDocument.subject_kind == subject_kind, col(IssuedDocument.subject_id).in_(subject_ids))
        .order_by(col(IssuedDocument.id).desc())
    ).all()
    for row in rows_of(session, documents=documents):
        subject_id = next(document.subject_id for document in documents if document.id == row.id)
        found[subject_id].append(row)
    return found


def rows_of(session: Session, *, documents: Sequence[IssuedDocument]) -> list[DocumentRow]:
    """Return documents as pages list them: one statement."""
    formats: dict[int, list[Format]] = {}
    written = select(IssuedFile.document_id, IssuedFile.format).where(
        col(IssuedFile.document_id).in_([document.id for document in documents])
    )
    for document_id, kind in session.exec(written):
        formats.setdefault(document_id, []).append(Format(kind))
    return [_row(document, formats.get(document.id or 0, [])) for document in documents]


def load_document(session: Session, *, document_id: int) -> IssuedDocument:
    """Return a document of the register."""
    document = session.get(IssuedDocument, document_id)
    if document is None:
        raise NotFoundError
    return document


def load_document_file(session: Session, *, document_id: int, written: Format) -> IssuedFile:
    """Return a document's bytes in one format."""
    file = session.exec(
        select(IssuedFile).where(IssuedFile.document_id == document_id, IssuedFile.format == written)
    ).first()
    if file is None:
        raise NotFoundError
    return file


def find_documents(session: Session, *, digest: str) -> list[IssuedDocument]:
    """Return documents whose facts, or one of whose files, have a digest, newest first."""
    files = select(IssuedFile.document_id).where(IssuedFile.file_digest == digest)
    return list(
        session.exec(
            select(IssuedDocument)
            .where((col(IssuedDocument.digest) == digest) | col(IssuedDocument.id).in_(files))
            .order_by(col(IssuedDocument.id).desc())
        )
    )


def find_current(session: Session, *, document: IssuedDocument) -> IssuedDocument | None:
    """Return the document that stands now in the place of one that was superseded."""
    return session.exec(
        select(IssuedDocument)
        .where(IssuedDocument.kind == document.kind, IssuedDocument.subject_kind == document.subject_kind)
        .where(IssuedDocument.subject_id == document.subject_id, col(IssuedDocument.superseded_at).is_(None))
        .order_by(col(IssuedDocument.id).desc())
        .limit(1)
    ).first()


def load_heads(session: Session, *, limit: int = 400) -> list[HeadRow]:
    """Return published heads, newest first, each held against the journal: one statement."""
    rows = session.exec(
        select(PublishedHead, JournalEntry.digest)
        .join(JournalEntry, col(JournalEntry.seq) == PublishedHead.seq, isouter=True)
        .order_by(col(PublishedHead.day).desc())
        .limit(limit)
    )
    return [
        HeadRow(
            day=head.day,
            seq=head.seq,
            digest=head.digest,
            published_at=head.published_at,
            fits=found == head.digest,
        )
        for head, found in rows
    ]


def load_head_of(session: Session, *, day: date) -> PublishedHead:
    """Return the head that was published for a day."""
    head = session.get(PublishedHead, day)
    if head is None:
        raise NotFoundError
    return head


def _row(document: IssuedDocument, formats: Sequence[Format]) -> DocumentRow:
    return DocumentRow(
        id=document.id or 0,
        kind=document.kind,
        kind_label=document.kind_label,
        title=document.title,
        digest=document.digest,
        issued_at=document.issued_at,
        is_current=is_current(document),
        is_public=document.is_public,
        files=tuple((FORMAT_LABELS[one], file_url(document.id or 0, one)) for one in Format if one in formats),
    )
