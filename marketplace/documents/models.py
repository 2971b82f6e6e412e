"""The register of issued documents with their bytes, and the published heads of the journal."""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.documents.labels import Format


class IssuedDocument(SQLModel, table=True):
    """An issued document; ``facts`` is the canonical JSON whose SHA-256 is ``digest``.

    Rows are never overwritten: a newer document of the kind about the same thing is noted in ``superseded_by_id``.
    """

    __tablename__ = "issued_document"
    __table_args__ = (Index("ix_issued_document_subject", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    kind_label: str = Field(max_length=40)
    title: str = Field(max_length=200)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    digest: str = Field(max_length=64, index=True)
    facts: str
    is_public: bool = False
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    issued_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    issued_at: datetime = Field(sa_type=UTC_DATETIME)
    superseded_by_id: int | None = Field(default=None, foreign_key="issued_document.id")
    superseded_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_reason: str = Field(default="", max_length=500)


class IssuedFile(SQLModel, table=True):
    """The very bytes of a document in one format; they are given out again and again, never written anew."""

    __tablename__ = "issued_file"
    __table_args__ = (UniqueConstraint("document_id", "format"),)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="issued_document.id")
    format: Format = Field(sa_type=enum_column(Format))
    file_digest: str = Field(max_length=64, index=True)
    size: int
    content: bytes = Field(sa_type=LargeBinary)


class PublishedHead(SQLModel, table=True):
    """The journal's head at the end of a day (Asia/Shanghai), as it was published."""

    __tablename__ = "published_head"

    day: date = Field(primary_key=True)
    seq: int
    digest: str = Field(max_length=64)
    published_at: datetime = Field(sa_type=UTC_DATETIME)
