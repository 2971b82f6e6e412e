"""What programs send and read of a project at work: milestones, supervision."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from marketplace.documents.queries import DocumentRow
from marketplace.files.queries import FileRow
from marketplace.projects.api_schemas import ProjectPath
from marketplace.projects.labels import SupervisionVerdict
from marketplace.projects.schemas import MoveIn, ReportIn


class MilestonePath(ProjectPath):
    """A milestone of a project in the address."""

    milestone_id: int


class MoveBody(MoveIn, extra="forbid"):
    """What becomes of a milestone; ``version`` is its ``version``."""


class ReportBody(ReportIn, extra="forbid"):
    """A supervisor's report of a visit, without pictures."""


class ProjectFileOut(BaseModel):
    """A file of a project; ``url`` is its path, ``digest`` the SHA-256 of its content, ``size`` in bytes."""

    name: str
    size: int
    digest: str
    url: str


class ProjectDocumentOut(BaseModel):
    """An issued document; only the current one of a kind counts."""

    kind: str
    title: str
    digest: str
    issued_at: datetime
    is_current: bool
    urls: list[str] = Field(description="Paths of its formats")


def file_out(file: FileRow) -> ProjectFileOut:
    """Return a file as programs read it."""
    return ProjectFileOut.model_validate(file, from_attributes=True)


def document_out(row: DocumentRow) -> ProjectDocumentOut:
    """Return an issued document as programs read it."""
    return ProjectDocumentOut(
        kind=row.kind,
        title=row.title,
        digest=row.digest,
        issued_at=row.issued_at,
        is_current=row.is_current,
        urls=[url for _, url in row.files],
    )


class SupervisionReportOut(BaseModel):
    """A supervisor's report of a visit with its files."""

    id: int
    milestone_id: int | None
    visited_on: date
    verdict: SupervisionVerdict
    findings: str
    filed_at: datetime
    files: list[ProjectFileOut]


class SupervisionReportsOut(BaseModel):
    """The reports of a project, newest first."""

    items: list[SupervisionReportOut]
