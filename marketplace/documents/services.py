"""Writes of the register."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.core import journal
from marketplace.core.actor import Actor, System
from marketplace.core.clock import shanghai_day
from marketplace.core.digest import canonical_json, digest_bytes
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument, IssuedFile, PublishedHead
from marketplace.documents.paper import Issue, Stamp
from marketplace.documents.pdf_writing import can_write_pdf, write_pdf
from marketplace.documents.xlsx_writing import write_xlsx

VERIFY_PATH = "/verify/"


def issue_document(
    session: Session, *, actor: Actor | System, issue: Issue, base_url: str, now: datetime
) -> IssuedDocument:
    """Render a document, keep its bytes and enter it into the register.

    While a document with the same facts is current, it is returned instead. An older one of the same kind about the
    same thing is superseded by the new one.
    """
    facts = canonical_json(issue.facts)
    digest = digest_bytes(facts)
    known = _find_same(session, issue=issue, digest=digest)
    if known is not None:
        return known
    document = _enter(session, actor=actor, issue=issue, facts=facts.decode(), digest=digest, now=now)
    stamp = Stamp(digest=digest, url=f"{base_url.rstrip('/')}{VERIFY_PATH}{digest}", issued_at=now)
    for written, content in render(issue, stamp=stamp).items():
        session.add(
            IssuedFile(
                document_id=document.id or 0,
                format=written,
                file_digest=digest_bytes(content),
                size=len(content),
                content=content,
            )
        )
    _supersede(session, newer=document, now=now)
    details = {"digest": digest, "document_id": document.id, "kind": issue.kind}
    subject = f"{issue.subject_kind}:{issue.subject_id}"
    record(session, actor=actor, action="document.issued", subject=subject, now=now, details=details)
    return document


def render(issue: Issue, *, stamp: Stamp | None) -> dict[Format, bytes]:
    """Return a document in every format that it has and this machine can write."""
    made: dict[Format, bytes] = {}
    if issue.paper is not None:
        from marketplace.documents.docx_writing import write_docx  # With a library that few requests need.

        made[Format.DOCX] = write_docx(issue.paper, stamp=stamp)
        if can_write_pdf():
            made[Format.PDF] = write_pdf(issue.paper, stamp=stamp)
    if issue.book is not None:
        made[Format.XLSX] = write_xlsx(issue.book, stamp=stamp)
    return made


def withdraw_document(
    session: Session, *, actor: Actor | System, document_id: int, reason: str, now: datetime
) -> IssuedDocument:
    """Take a document back; it stays in the register with the reason, and verification says so."""
    document = find_locked(session, IssuedDocument, document_id)
    if document is None:
        raise NotFoundError
    if not reason.strip():
        raise InvalidError(fields={"reason": ["请写明撤回的理由，核验时会显示。"]})
    if document.withdrawn_at is None:
        document.withdrawn_at, document.withdrawn_reason = now, reason.strip()
        subject = f"{document.subject_kind}:{document.subject_id}"
        details = {"digest": document.digest, "document_id": document_id}
        record(session, actor=actor, action="document.withdrawn", subject=subject, now=now, details=details)
    return document


def publish_head(session: Session, *, now: datetime) -> PublishedHead | None:
    """Publish the journal's head for the last full day; a day that has one keeps it, an empty journal has none.

    Nothing is journalled: publishing a head must not move it.
    """
    day = shanghai_day(now) - timedelta(days=1)
    known = session.get(PublishedHead, day)
    if known is not None:
        return known
    head = journal.load_head(session)
    if head.seq == 0:
        return None
    published = PublishedHead(day=day, seq=head.seq, digest=head.digest, published_at=now)
    session.add(published)
    return published


def _find_same(session: Session, *, issue: Issue, digest: str) -> IssuedDocument | None:
    return session.exec(
        select(IssuedDocument).where(
            IssuedDocument.digest == digest,
            IssuedDocument.kind == issue.kind,
            IssuedDocument.subject_kind == issue.subject_kind,
            IssuedDocument.subject_id == issue.subject_id,
            col(IssuedDocument.superseded_at).is_(None),
            col(IssuedDocument.withdrawn_at).is_(None),
        )
    ).first()


def _enter(
    session: Session, *, actor: Actor | System, issue: Issue, facts: str, digest: str, now: datetime
) -> IssuedDocument:
    document = IssuedDocument(
        kind=issue.kind,
        kind_label=issue.kind_label,
        title=issue.title,
        subject_kind=issue.subject_kind,
        subject_id=issue.subject_id,
        digest=digest,
        facts=facts,
        is_public=issue.is_public,
        organisation_id=issue.organisation_id,
        issued_by_id=actor.user_id if isinstance(actor, Actor) else None,
        issued_at=now,
    )
    session.add(document)
    session.flush()  # Files and older documents name the new row by its id.
    return document


def _supersede(session: Session, *, newer: IssuedDocument, now: datetime) -> None:
    older = session.exec(
        select(IssuedDocument)
        .where(IssuedDocument.kind == newer.kind, IssuedDocument.subject_kind == newer.subject_kind)
        .where(IssuedDocument.subject_id == newer.subject_id, IssuedDocument.id != newer.id)
        .where(col(IssuedDocument.superseded_at).is_(None))
    )
    for document in older:
        document.superseded_by_id, document.superseded_at = newer.id, now
