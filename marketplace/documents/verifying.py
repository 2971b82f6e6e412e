"""Verification: what a digest or a file is, whether it stands, and what changed since."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from marketplace.core.digest import digest, digest_bytes
from marketplace.core.errors import InvalidError
from marketplace.core.journal import JournalEntry
from marketplace.documents.findings import Finding, Standing, Thing, Witnesses
from marketplace.documents.labels import Format, Match
from marketplace.documents.models import IssuedDocument, IssuedFile
from marketplace.documents.queries import DocumentRow, find_current, find_documents, rows_of
from marketplace.documents.reading import Claim, read_claim, read_json

MOST_DIFFERENCES = 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
COMPARED = (Format.DOCX, Format.XLSX)


def normal_digest(text: str) -> str:
    """Return 64 hex digits from what somebody typed or scanned; raises InvalidError when it is no digest."""
    cleaned = re.sub(r"[\s\u200b]+", "", text).lower().rsplit("/", 1)[-1].removeprefix("sha256:")
    if not _DIGEST.fullmatch(cleaned):
        raise InvalidError(fields={"digest": ["摘要是 64 位的数字和字母（0–9、a–f），请核对有没有漏抄。"]})
    return cleaned


def verify_digest(session: Session, *, value: str, witnesses: Witnesses) -> Finding:
    """Return what carries a digest: documents, files, rows of the journal, and what other areas know."""
    documents = find_documents(session, digest=value)
    things = [*_documents(session, documents, witnesses), *_journal_rows(session, value)]
    things += _described(session, {value, *(document.digest for document in documents)}, witnesses)
    return Finding(match=Match.DIGEST if things else Match.UNKNOWN, digest=value, things=tuple(things))


def _described(session: Session, digests: set[str], witnesses: Witnesses) -> Iterator[Thing]:
    for describe in witnesses.describers:
        for value in sorted(digests):
            yield from describe(session, value, witnesses.now)


def verify_file(session: Session, *, content: bytes, witnesses: Witnesses) -> Finding:
    """Return what a file is: issued byte by byte, saved anew with the same text, altered, or unknown.

    The file is read, never kept.
    """
    own = digest_bytes(content)
    if session.exec(select(IssuedFile.id).where(IssuedFile.file_digest == own)).first() is not None:
        found = verify_digest(session, value=own, witnesses=witnesses)
        return replace(found, match=Match.SAME_FILE)
    value = read_json(content)
    if value is not None:
        return _verify_json(session, value, own=own, witnesses=witnesses)
    claim = read_claim(content)
    if not claim.digest:
        return verify_digest(session, value=own, witnesses=witnesses)
    return _verify_claim(session, claim, own=own, witnesses=witnesses)


def _verify_json(session: Session, value: Any, *, own: str, witnesses: Witnesses) -> Finding:
    if isinstance(value, dict) and set(value) >= {"seq", "digest"}:
        return _verify_head(session, seq=value["seq"], claimed=value["digest"], own=own)
    try:
        computed = digest(value)
    except (TypeError, ValueError):
        computed = own
    return verify_digest(session, value=computed, witnesses=witnesses)


def _verify_head(session: Session, *, seq: object, claimed: object, own: str) -> Finding:
    row = session.get(JournalEntry, seq) if isinstance(seq, int) and 0 < seq < 2**31 else None
    fits = row is not None and row.digest == claimed
    value = claimed if isinstance(claimed, str) and _DIGEST.fullmatch(claimed) else own
    return Finding(match=Match.CHAIN_HEAD if fits else Match.BROKEN_HEAD, digest=value)


def _verify_claim(session: Session, claim: Claim, *, own: str, witnesses: Witnesses) -> Finding:
    finding = verify_digest(session, value=claim.digest, witnesses=witnesses)
    documents = find_documents(session, digest=claim.digest)
    if not documents:
        # What another area describes was printed on this file, yet no file of that content was issued.
        match = Match.UNREADABLE if finding.things else Match.UNKNOWN
        return Finding(match=match, digest=claim.digest if finding.things else own, things=finding.things)
    originals = list(_originals(session, documents, claim.format))
    if claim.lines is None or not originals:
        return Finding(match=Match.UNREADABLE, digest=claim.digest, things=finding.things)
    if claim.lines in [lines for _, lines in originals]:
        return Finding(match=Match.SAME_TEXT, digest=claim.digest, things=finding.things)
    # The original's text is shown only where anybody may read it.
    shown = next((lines for document, lines in originals if document.is_public), None)
    differences = tuple(differences_between(shown, claim.lines)) if shown is not None else ()
    return Finding(match=Match.OTHER_TEXT, digest=claim.digest, things=finding.things, differences=differences)


def differences_between(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield what was taken out and what was put in, line by line, twenty at most."""
    lines = [line for line in difflib.ndiff(before, after) if line[:1] in {"-", "+"}]
    for line in lines[:MOST_DIFFERENCES]:
        yield f"{'少了' if line.startswith('-') else '多了'}：{line[2:]}"
    if len(lines) > MOST_DIFFERENCES:
        yield f"另有 {len(lines) - MOST_DIFFERENCES} 处不同。"


def _originals(
    session: Session, documents: Sequence[IssuedDocument], written: Format | None
) -> Iterator[tuple[IssuedDocument, tuple[str, ...]]]:
    for document in documents:
        lines = _lines(session, document, written)
        if lines is not None:
            yield document, lines


def _lines(session: Session, document: IssuedDocument, written: Format | None) -> tuple[str, ...] | None:
    content = session.exec(
        select(IssuedFile.content).where(IssuedFile.document_id == document.id, IssuedFile.format == written)
    ).first()
    return read_claim(content).lines if content is not None else None


def _documents(session: Session, documents: Sequence[IssuedDocument], witnesses: Witnesses) -> Iterator[Thing]:
    for document, row in zip(documents, rows_of(session, documents=documents), strict=True):
        thing = _thing(session, document, row)
        standing_of = witnesses.standings.get(document.subject_kind)
        # A paper that was superseded or taken back is so, however what it was about may stand.
        asked = standing_of if row.is_current else None
        standing = asked(session, document.subject_id, witnesses.now) if asked is not None else None
        yield _stands(thing, standing) if standing is not None else thing


def _stands(thing: Thing, standing: Standing) -> Thing:
    return replace(thing, is_current=standing.is_current, standing=standing.words, url=standing.url, mark=standing.mark)


def _thing(session: Session, document: IssuedDocument, row: DocumentRow) -> Thing:
    current = find_current(session, document=document) if document.superseded_at is not None else None
    return Thing(
        what=document.kind_label,
        title=document.title if document.is_public else "（没有公开的文件）",
        issued_at=document.issued_at,
        is_current=row.is_current,
        standing=_standing(document),
        url=f"/verify/{current.digest}" if current is not None else "",
        changes=_changes(session, document, current) if document.is_public and current is not None else (),
        files=row.files if document.is_public else (),
    )


def _standing(document: IssuedDocument) -> str:
    if document.withdrawn_at is not None:
        return f"已撤回：{document.withdrawn_reason}" if document.is_public else "已撤回"
    return "已被新的一份取代" if document.superseded_at is not None else "现行有效"


def _changes(session: Session, document: IssuedDocument, current: IssuedDocument) -> tuple[str, ...]:
    for written in COMPARED:
        before, after = _lines(session, document, written), _lines(session, current, written)
        if before is not None and after is not None:
            return tuple(differences_between(before, after))
    return ()


def _journal_rows(session: Session, value: str) -> Iterator[Thing]:
    row = session.exec(select(JournalEntry).where(JournalEntry.digest == value)).first()
    if row is None:
        return
    from marketplace.core.journal import parse_event

    yield Thing(
        what="操作日志",
        title=f"操作日志第 {row.seq} 条的摘要",
        issued_at=datetime.fromisoformat(parse_event(row)["at"]),
        is_current=True,
        standing="在日志链里",
        url="/verify/heads",
    )
