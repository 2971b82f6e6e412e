"""What waits in a batch, as values between its JSON columns and the page."""

from collections.abc import Iterable, Iterator, Mapping
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

KEPT_FINDINGS = 300  # Shown on the page; all are counted.


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A defect as the page shows it."""

    where: str
    field: str
    reason: str
    severity: str

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


def finding_of(defect: Defect) -> Finding:
    """Return a defect as the page shows it."""
    return Finding(
        where=str(defect.location), field=defect.field_zh, reason=defect.reason_zh, severity=defect.severity.value
    )


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
                choices=tuple(choice for choice in table.choices if choice not in table.known.values()),
            )


def headers_from_json(report: Mapping[str, Any]) -> list[UnknownHeader]:
    """Return the headers that a batch's page offers for mapping."""
    return [UnknownHeader(**{**one, "choices": tuple(one["choices"])}) for one in report.get("headers", ())]
