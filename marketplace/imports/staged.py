"""What waits in a batch, as values between its JSON columns and the page."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from marketplace.exchange import (
    Defect,
    EnterpriseRow,
    Located,
    Location,
    Severity,
    TableHeaders,
    restore_enterprise,
    restore_provider,
    to_record,
)
from marketplace.exchange.labels import SEVERITY_LABELS
from marketplace.exchange.sheets import SheetKind

_CELL = re.compile(r"([A-Z]+)(\d+)")
KEPT_FINDINGS = 300  # Shown on the page; all are counted.


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A defect as the page shows it; ``order`` sorts findings as an officer goes through the files."""

    where: str
    field: str
    reason: str
    severity: str
    order: list[Any] = dataclasses.field(default_factory=list)

    @property
    def severity_label(self) -> str:
        return SEVERITY_LABELS[Severity(self.severity)]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownHeader:
    """A header that a person may map: what it may mean, and the headers to choose from."""

    sheet: str
    header: str
    suggestion: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantPlace:
    """County and city as they were written, with the division that was probably meant."""

    county: str
    city: str
    code: str
    label: str


def findings_of(defects: Iterable[Defect], *, files: Sequence[str]) -> list[Finding]:
    """Return defects as the page shows them, each once: errors first, then by file, sheet and row."""
    found = {(one.location, one.field_zh, one.reason_zh): _finding(one, files=files) for one in defects}
    return sorted(found.values(), key=lambda one: one.order)


def _finding(defect: Defect, *, files: Sequence[str]) -> Finding:
    return Finding(
        where=str(defect.location),
        field=defect.field_zh,
        reason=defect.reason_zh,
        severity=defect.severity.value,
        order=[list(Severity).index(defect.severity), *place_order(defect.location, files=files)],
    )


def place_order(place: Location, *, files: Sequence[str]) -> list[Any]:
    """Return what sorts places as they stand: the file as it was sent, its sheets as the form has them, row, column."""
    kinds = [kind.value for kind in SheetKind]
    sheet = kinds.index(place.sheet) if place.sheet in kinds else len(kinds)
    cell = _CELL.match(place.cell)
    column = cell[1] if cell else ""
    file = files.index(place.file) if place.file in files else len(files)
    return [file, sheet, place.sheet, row_of(place), len(column), column]


def row_of(place: Location) -> int:
    """Return the row of a sheet or the line of a file, 0 where a place is a whole sheet."""
    cell = _CELL.match(place.cell)
    return int(cell[2]) if cell else place.line or 0


def rows_to_json(rows: Iterable[Located]) -> list[Any]:
    """Return rows with their places for a JSON column."""
    return [[isinstance(one.row, EnterpriseRow), to_record(one.row), asdict(one.location)] for one in rows]


def rows_from_json(staged: Mapping[str, Any]) -> list[Located]:
    """Return the rows that wait in a batch."""
    return [
        Located(
            row=restore_enterprise(record) if is_enterprise else restore_provider(record),
            location=Location(**location),
        )
        for is_enterprise, record, location in staged.get("rows", ())
    ]


def headers_to_map(tables: Iterable[TableHeaders]) -> Iterator[UnknownHeader]:
    """Give the headers that a person may map."""
    for table in tables:
        for header in table.unknown:
            yield UnknownHeader(
                sheet=table.sheet,
                header=header,
                suggestion=table.suggestions.get(header, ""),
                choices=tuple(
                    choice for choice in table.choices if choice in table.repeated or choice not in table.known.values()
                ),
            )


def headers_from_json(report: Mapping[str, Any]) -> list[UnknownHeader]:
    """Return the headers that a batch's page offers for mapping."""
    return [UnknownHeader(**{**one, "choices": tuple(one["choices"])}) for one in report.get("headers", ())]
