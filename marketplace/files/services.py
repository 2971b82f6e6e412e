"""Writes of uploads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, update

from marketplace.core.actor import Actor, System
from marketplace.core.errors import InvalidError, NotFoundError, TooLargeError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.files.models import StoredFile
from marketplace.files.policies import owns
from marketplace.files.queries import kept_digests, used_bytes
from marketplace.files.sniffing import safe_name, sniff
from marketplace.files.store import MIB, FileStore

VISITOR = System(name="visitor")
MAX_FILES = 20
SWEEP_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came: the name that the sender's machine gave it, and its bytes."""

    name: str
    content: bytes


def attach_file(
    session: Session,
    *,
    actor: Actor | None,
    store: FileStore,
    upload: Upload,
    subject_kind: str,
    subject_id: int,
    is_public: bool = False,
    now: datetime,
) -> StoredFile:
    """Check, scan and keep a file of something; ``actor`` is None for a visitor.

    Raises InvalidError with what is wrong and how to mend it, TooLargeError beyond the limit of a file or the quota
    of the body, UnavailableError when the scanner does not answer. Bytes are kept before the row is committed: bytes
    without a row are swept later, a row without bytes cannot come to be.
    """
    name = safe_name(upload.name)
    _refuse_too_large(session, actor=actor, store=store, name=name, size=len(upload.content))
    file_type = sniff(upload.content, name=name)
    store.scanner.check(upload.content)
    kept = StoredFile(
        digest=store.put(upload.content),
        name=name,
        file_type=file_type,
        size=len(upload.content),
        subject_kind=subject_kind,
        subject_id=subject_id,
        is_public=is_public,
        organisation_id=actor.organisation_id if actor else None,
        uploaded_by_id=actor.user_id if actor else None,
        scanned_by=store.scanner.name,
        created_at=now,
    )
    session.add(kept)
    session.flush()  # The journal names the new row by its id.
    details = {"digest": kept.digest, "file_id": kept.id, "size": kept.size}
    subject = f"{subject_kind}:{subject_id}"
    record(session, actor=actor or VISITOR, action="file.attached", subject=subject, now=now, details=details)
    return kept


def attach_files(
    session: Session,
    *,
    actor: Actor | None,
    store: FileStore,
    uploads: list[Upload],
    subject_kind: str,
    subject_id: int,
    field: str = "files",
    is_public: bool = False,
    now: datetime,
) -> list[StoredFile]:
    """Attach several files; what is wrong with them stands under the form's ``field``, each with the file's name."""
    if len(uploads) > MAX_FILES:
        raise InvalidError(fields={field: [f"一次最多上传 {MAX_FILES} 个文件。"]})
    kept, wrong = list[StoredFile](), list[str]()
    for upload in uploads:
        try:
            kept.append(
                attach_file(
                    session,
                    actor=actor,
                    store=store,
                    upload=upload,
                    subject_kind=subject_kind,
                    subject_id=subject_id,
                    is_public=is_public,
                    now=now,
                )
            )
        except (InvalidError, TooLargeError) as error:
            wrong.append(f"{safe_name(upload.name)}：{error.message}")
    if wrong:
        raise InvalidError(fields={field: wrong})
    return kept


def remove_file(session: Session, *, actor: Actor, file_id: int, now: datetime) -> StoredFile:
    """Take a file off its subject; only the body that brought it may. Areas refuse it where a file is evidence."""
    file = find_locked(session, StoredFile, file_id)
    if file is None or file.removed_at is not None or not owns(actor, file):
        raise NotFoundError
    file.removed_at = now
    subject = f"{file.subject_kind}:{file.subject_id}"
    details = {"digest": file.digest, "file_id": file_id}
    record(session, actor=actor, action="file.removed", subject=subject, now=now, details=details)
    return file


def follow_merge(session: Session, *, actor: Actor | System, kept_id: int, merged_id: int, now: datetime) -> None:  # noqa: ARG001 - every follower of a merge is called alike
    """Hand the files of a body that was merged away to the one that is kept; called in the merge's transaction."""
    files = update(StoredFile).where(col(StoredFile.organisation_id) == merged_id)
    session.exec(files.values(organisation_id=kept_id))


def sweep(session: Session, *, store: FileStore, dry_run: bool, now: datetime) -> list[str]:
    """Drop bytes that no file names any more; return their digests, which ``dry_run`` only counts.

    Bytes of the last day stay: their row may be about to be committed.
    """
    before = now - SWEEP_AFTER
    loose = sorted(set(store.digests(before=before)) - kept_digests(session))
    if not dry_run:
        for digest in loose:
            store.drop(digest)
    return loose


def _refuse_too_large(session: Session, *, actor: Actor | None, store: FileStore, name: str, size: int) -> None:
    if size > store.max_bytes:
        raise TooLargeError(f"“{name}”有 {size / MIB:.1f} MB，每个文件不能超过 {store.max_bytes // MIB} MB。")
    if actor is None:
        return
    used = used_bytes(session, organisation_id=actor.organisation_id)
    if used + size > store.quota_bytes:
        left = max(0, store.quota_bytes - used) / MIB
        raise TooLargeError(f"贵单位的文件空间还剩 {left:.1f} MB，放不下“{name}”。请先删除不用的文件。")
