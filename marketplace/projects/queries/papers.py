"""Reads of the papers of an acceptance: the checklist with what was handed in for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.files.queries import FileRow, load_files
from marketplace.projects.checklist import Checklist
from marketplace.projects.models import AcceptancePaper

PAPER_FILE = "acceptance_paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper of the checklist with its files, none while it is missing."""

    key: str
    label: str
    hint: str
    note: str
    files: Sequence[FileRow]


def load_papers(session: Session, *, acceptance_id: int | None, checklist: Checklist) -> list[PaperRow]:
    """Return the papers in the order of a checklist; before there is an application none has a file."""
    rows = session.exec(select(AcceptancePaper).where(AcceptancePaper.acceptance_id == acceptance_id)).all()
    files = load_files(session, subject_kind=PAPER_FILE, subject_ids=[row.id or 0 for row in rows])
    by_key = {row.key: row for row in rows}
    return [
        PaperRow(
            key=paper.key,
            label=paper.label,
            hint=paper.hint,
            note=by_key[paper.key].note if paper.key in by_key else "",
            files=files[by_key[paper.key].id or 0] if paper.key in by_key else [],
        )
        for paper in checklist.papers
    ]
