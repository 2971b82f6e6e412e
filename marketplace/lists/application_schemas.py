"""What a provider's program sends and reads of its own application to a call."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from marketplace.files.services import MAX_FILES
from marketplace.lists.call_office_schemas import AttachedOut
from marketplace.lists.labels import ApplicationState, YesNo
from marketplace.lists.schemas import ApplicationIn, EvidenceIn
from marketplace.web.api_files import SentFile
from marketplace.web.whole_bodies import WholeBody


class ApplicationBody(ApplicationIn, WholeBody):
    """What a provider has so far: answers by the key of the question, statements by that of the criterion."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(default=0, ge=0, description="`version` of the last answer, 0 for a new application")


class HandInBody(BaseModel, extra="forbid"):
    """The state of the application that is handed in."""

    version: int = Field(ge=1)


class DeclarationReuseBody(BaseModel, extra="forbid"):
    """The consent to fill in the answers of one's last declaration; each is still one's own to check."""

    consents: bool


class ApplicationFilesForm(BaseModel, extra="forbid"):
    """Files that prove an application, as parts of a multipart request, all named ``files``."""

    files: list[SentFile] = Field(min_length=1, max_length=MAX_FILES)


class ApplicationOut(BaseModel):
    """One's own application; ``digest`` is that of what was handed in, empty before."""

    id: int
    number: str
    call_id: int
    state: ApplicationState
    answers: dict[str, YesNo]
    statements: dict[str, str]
    evidence: list[EvidenceIn]
    files: list[AttachedOut]
    submitted_at: datetime | None
    digest: str
    version: int
