"""What programs send with files while the work is done, and what they read of a milestone's evidence."""

from datetime import datetime

from pydantic import BaseModel, Field

from marketplace.files.services import MAX_FILES
from marketplace.projects.api_schemas import MilestoneOut
from marketplace.projects.schemas import MoveIn, ReportIn
from marketplace.projects.works_schemas import ProjectFileOut
from marketplace.web.api_files import SentFile, SentForm


class EvidenceForm(MoveIn, SentForm):
    """What becomes of a milestone, with the files that show it, all named ``files``."""

    files: list[SentFile] = Field(min_length=1, max_length=MAX_FILES)


class IllustratedReportForm(ReportIn, SentForm):
    """A supervisor's report of a visit with its pictures, all named ``files``."""

    files: list[SentFile] = Field(min_length=1, max_length=MAX_FILES)


class MilestoneStepOut(BaseModel):
    """What happened to a milestone, who did it, and the files that came with it."""

    happened_at: datetime
    who: str
    text: str
    files: list[ProjectFileOut]


class EvidenceOut(BaseModel):
    """A milestone with all that happened to it, newest first."""

    milestone: MilestoneOut
    steps: list[MilestoneStepOut]
