"""What programs send and read of settlement: meters, their readings, and the sheet that follows from them."""

from datetime import date, datetime

from pydantic import BaseModel

from marketplace.projects.api_schemas import ProjectPath
from marketplace.projects.labels import Better, MeterKind
from marketplace.projects.schemas import MeterIn, ReadingIn
from marketplace.projects.works_schemas import ProjectDocumentOut


class MeterPath(ProjectPath):
    """A meter of a project in the address."""

    meter_id: int


class MeterBody(MeterIn, extra="forbid"):
    """What is measured: by use ``price`` in yuan; by effect ``value`` in yuan and ``share`` in %; ``cap`` in 万元."""


class ReadingBody(ReadingIn, extra="forbid"):
    """A reading as a counter sends it; a field that is not known is refused."""


class MeterOut(BaseModel):
    """A meter after its last reading, with how it turns into money; ``total_fen`` is what has fallen due in all.

    Amounts are in fen, the baseline in thousandths of ``unit``, the share per mille.
    """

    id: int
    kind: MeterKind
    name: str
    unit: str
    price_fen: int
    output_unit: str
    baseline_milli: int
    value_fen: int
    share_permille: int
    better: Better
    cap_fen: int | None
    source: str
    created_at: datetime
    readings: int
    last_on: date | None
    total_fen: int


class MetersOut(BaseModel):
    """The meters of a project, in the order in which they were added."""

    items: list[MeterOut]


class MeterReadingOut(BaseModel):
    """A reading of counters that only rise, in thousandths of their units."""

    read_on: date
    value_milli: int
    output_milli: int
    note: str
    entered_by_id: int
    entered_at: datetime


class MeterReadingsOut(BaseModel):
    """The readings of a meter, by day."""

    items: list[MeterReadingOut]


class SheetLineOut(BaseModel):
    """What falls due for the days between two readings; figures in thousandths, money in fen."""

    first_on: date
    last_on: date
    used_milli: int
    output_milli: int
    effect_milli: int
    amount_fen: int
    total_fen: int


class SettlementSheetOut(BaseModel):
    """What has fallen due by the readings so far, and the sheet as it was issued last, if it was."""

    lines: list[SheetLineOut]
    total_fen: int
    document: ProjectDocumentOut | None
