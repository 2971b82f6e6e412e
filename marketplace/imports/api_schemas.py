"""What programs send and read of imports: files, what was found in them, and what is to become of the rows."""

from datetime import datetime

from pydantic import BaseModel, Field

from marketplace.imports.labels import BatchState, EntryAction
from marketplace.imports.schemas import ApplyForm, HeadersForm, PlacesForm
from marketplace.web.api_files import SentFile

MOST_FILES = 20


class ImportPath(BaseModel):
    """An import of one's own body."""

    batch_id: int = Field(ge=1)


class ImportFilesForm(BaseModel, extra="forbid"):
    """Workbooks (XLSX, XLS), CSV or JSON Lines as parts of a multipart request, all named ``files``."""

    files: list[SentFile] = Field(min_length=1, max_length=MOST_FILES)


class HeadersBody(HeadersForm, extra="forbid"):
    """What headers of other people's mean; an empty ``field`` leaves the column out."""


class PlacesBody(PlacesForm, extra="forbid"):
    """What places that were written wrongly mean, as codes of the counties."""


class ApplyBody(ApplyForm, extra="forbid"):
    """One's word on the rows; what is not named is done as offered first."""


class ImportLineOut(BaseModel):
    """An import in the list; ``outcome`` counts rows by what was done with them, empty before."""

    id: int
    files: list[str]
    state: BatchState
    created_at: datetime
    applied_at: datetime | None
    outcome: dict[EntryAction, int]


class ImportFindingOut(BaseModel):
    """A defect: ``where`` names file, sheet and cell, or the line."""

    where: str
    field: str
    reason: str
    severity: str


class HeaderToMapOut(BaseModel):
    """A header that is not known, with the field that it may mean."""

    sheet: str
    header: str
    suggestion: str
    choices: list[str]


class PlaceMeantOut(BaseModel):
    """A place as it was written, with the county that was probably meant."""

    county: str
    city: str
    code: str
    label: str


class RowMatchOut(BaseModel):
    """A row that may be a registered body; ``actions`` are possible, the first is done without a word."""

    index: int
    name: str
    registered: str
    is_certain: bool
    actions: list[EntryAction]


class WordChoiceOut(BaseModel):
    """Words of the files with the codes that they may mean; ``chosen`` is offered first, empty for none."""

    words: str
    codes: list[str]
    chosen: str


class ImportOut(ImportLineOut):
    """An import with all that was found; amounts are of rows, defects are the first of ``errors`` and ``warnings``."""

    enterprises: int
    providers: int
    errors: int
    warnings: int
    ready: int
    planned: dict[EntryAction, int] = Field(description="Rows by what is to become of them")
    findings: list[ImportFindingOut]
    headers: list[HeaderToMapOut]
    places: list[PlaceMeantOut]
    matches: list[RowMatchOut]
    industries: list[WordChoiceOut]
    scenarios: list[WordChoiceOut]
