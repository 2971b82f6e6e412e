"""Reads of uploads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.core.errors import NotFoundError
from marketplace.files.labels import FILE_TYPE_LABELS, FileType
from marketplace.files.models import StoredFile

KIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file as pages list it; ``size`` is in bytes, ``digest`` the SHA-256 of its content."""

    id: int
    subject_id: int
    name: str
    file_type: FileType
    size: int
    digest: str
    is_public: bool
    created_at: datetime

    @property
    def url(self) -> str:
        return f"/files/{self.id}"

    @property
    def type_label(self) -> str:
        return FILE_TYPE_LABELS[self.file_type]

    @property
    def size_text(self) -> str:
        return f"{self.size / KIB / KIB:.1f} MB" if self.size >= KIB * KIB else f"{max(1, self.size // KIB)} KB"


def load_files(session: Session, *, subject_kind: str, subject_ids: Sequence[int]) -> dict[int, list[FileRow]]:
    """Return the files of several things of one kind by their ids, in the order of upload: one statement."""
    found: dict[int, list[FileRow]] = {subject_id: [] for subject_id in subject_ids}
    rows = session.exec(
        select(StoredFile)
        .where(StoredFile.subject_kind == subject_kind, col(StoredFile.subject_id).in_(subject_ids))
        .where(col(StoredFile.removed_at).is_(None))
        .order_by(col(StoredFile.id))
    )
    for row in rows:
        found[row.subject_id].append(_row(row))
    return found


def load_file(session: Session, *, file_id: int) -> StoredFile:
    """Return a file that was not taken off."""
    file = session.get(StoredFile, file_id)
    if file is None or file.removed_at is not None:
        raise NotFoundError
    return file


def used_bytes(session: Session, *, organisation_id: int) -> int:
    """Return how many bytes a body's files have together."""
    total = select(func.coalesce(func.sum(StoredFile.size), 0)).where(
        StoredFile.organisation_id == organisation_id, col(StoredFile.removed_at).is_(None)
    )
    return int(session.exec(total).one())


def kept_digests(session: Session) -> set[str]:
    """Return the digests that some file names."""
    return set(session.exec(select(StoredFile.digest).where(col(StoredFile.removed_at).is_(None)).distinct()))


def _row(file: StoredFile) -> FileRow:
    return FileRow(
        id=file.id or 0,
        subject_id=file.subject_id,
        name=file.name,
        file_type=file.file_type,
        size=file.size,
        digest=file.digest,
        is_public=file.is_public,
        created_at=file.created_at,
    )
