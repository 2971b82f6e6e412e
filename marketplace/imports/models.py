"""Tables of imports: staged files and a county's kept mapping of headers."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.imports.labels import BatchState


class ImportBatch(SQLModel, table=True):
    """Files that were read and checked, waiting for confirmation; applied in one short transaction."""

    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    created_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    state: BatchState = Field(sa_type=enum_column(BatchState))
    file_names: list[str] = Field(sa_type=JSON)
    files_digest: str = Field(max_length=64)
    staged: dict[str, Any] = Field(sa_type=JSON)
    report: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    applied_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class ImportFile(SQLModel, table=True):
    """A file as it was uploaded, kept while its batch waits, so that a new mapping can be tried on it."""

    __tablename__ = "import_file"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", ondelete="CASCADE")
    position: int
    name: str = Field(max_length=200)
    content: bytes = Field(sa_type=LargeBinary)


class HeaderMapping(SQLModel, table=True):
    """A header of other people's sheets, mapped once to a field and kept for that body."""

    __tablename__ = "header_mapping"
    __table_args__ = (UniqueConstraint("organisation_id", "sheet", "header"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    sheet: str = Field(max_length=60)
    header: str = Field(max_length=120)
    field: str = Field(max_length=60)
