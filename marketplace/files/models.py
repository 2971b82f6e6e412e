"""The table of uploads; their bytes lie in the file store under their digest."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.files.labels import FileType


class StoredFile(SQLModel, table=True):
    """A file that somebody attached to a thing (``subject_kind``, ``subject_id``); ``size`` is in bytes.

    ``organisation_id`` is the body whose quota it counts against; both it and the person are empty for a visitor.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_subject", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64, index=True)
    name: str = Field(max_length=120)
    file_type: FileType = Field(sa_type=enum_column(FileType))
    size: int
    subject_kind: str = Field(max_length=40)
    subject_id: int
    is_public: bool = False
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    uploaded_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    scanned_by: str = Field(default="", max_length=60)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    removed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
