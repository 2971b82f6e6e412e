"""Writes that come with files: a milestone's move with its evidence, a report with pictures, a paper of acceptance."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidError
from marketplace.files.services import Upload, attach_files
from marketplace.files.store import FileStore
from marketplace.projects.labels import MilestoneState
from marketplace.projects.models import AcceptancePaper, ProjectEvent, SupervisionReport
from marketplace.projects.queries.papers import PAPER_FILE
from marketplace.projects.queries.projects import EVENT_FILE, REPORT_FILE
from marketplace.projects.schemas import MoveIn, PaperIn, ReportIn
from marketplace.projects.services.acceptances import add_paper
from marketplace.projects.services.delivery import file_report, move_milestone

NO_FILE = "请选择文件。可以是 PDF、图片、Word、Excel 或 OFD。"


def move_with_evidence(
    session: Session,
    *,
    actor: Actor,
    project_id: int,
    milestone_id: int,
    entered: MoveIn,
    uploads: Sequence[Upload],
    store: FileStore,
    now: datetime,
) -> ProjectEvent:
    """Move a milestone with its files; what is handed in needs one."""
    event = move_milestone(
        session, actor=actor, project_id=project_id, milestone_id=milestone_id, entered=entered, now=now
    )
    session.flush()  # Evidence hangs on the line of the timeline by its id.
    if entered.target is MilestoneState.HANDED_IN:
        _require(uploads)
    _attach(session, actor=actor, store=store, uploads=uploads, kind=EVENT_FILE, subject_id=event.id, now=now)
    return event


def report_with_pictures(
    session: Session,
    *,
    actor: Actor,
    project_id: int,
    entered: ReportIn,
    uploads: Sequence[Upload],
    store: FileStore,
    now: datetime,
) -> SupervisionReport:
    """File a supervisor's report with its files, if there are any."""
    report = file_report(session, actor=actor, project_id=project_id, entered=entered, now=now)
    session.flush()  # Files hang on the report by its id.
    _attach(session, actor=actor, store=store, uploads=uploads, kind=REPORT_FILE, subject_id=report.id, now=now)
    return report


def hand_in_paper(
    session: Session,
    *,
    actor: Actor,
    project_id: int,
    entered: PaperIn,
    uploads: Sequence[Upload],
    store: FileStore,
    now: datetime,
) -> AcceptancePaper:
    """Hand in a paper of the checklist with the files that it consists of."""
    paper = add_paper(session, actor=actor, project_id=project_id, entered=entered, now=now)
    _require(uploads)
    _attach(session, actor=actor, store=store, uploads=uploads, kind=PAPER_FILE, subject_id=paper.id, now=now)
    return paper


def _require(uploads: Sequence[Upload]) -> None:
    if not uploads:
        raise InvalidError(fields={"files": [NO_FILE]})


def _attach(
    session: Session,
    *,
    actor: Actor,
    store: FileStore,
    uploads: Sequence[Upload],
    kind: str,
    subject_id: int | None,
    now: datetime,
) -> None:
    attach_files(
        session,
        actor=actor,
        store=store,
        uploads=list(uploads),
        subject_kind=kind,
        subject_id=subject_id or 0,
        now=now,
    )
