"""Readers and writers of the exchange format: files ↔ typed rows."""

from marketplace.exchange.csv_writing import write_csv
from marketplace.exchange.defects import Collection, Defect, Location, ReadResult, has_errors
from marketplace.exchange.errors import CellTooLongError, ExchangeError, FileRefusedError
from marketplace.exchange.inspection import TableHeaders, inspect_headers
from marketplace.exchange.jsonl import write_jsonl
from marketplace.exchange.labels import Deployment, Must, NeedKind, Payment, ProviderKindName, Severity
from marketplace.exchange.limits import DEFAULT_LIMITS, Limits
from marketplace.exchange.places import Place, Places
from marketplace.exchange.reading import (
    Located,
    collect,
    read_enterprises,
    read_files,
    read_located,
    read_path,
    read_providers,
    read_workbook,
)
from marketplace.exchange.records import to_record
from marketplace.exchange.restoring import restore_enterprise, restore_provider
from marketplace.exchange.rows import (
    CaseRow,
    EnterpriseRow,
    IndustryRef,
    ModuleRow,
    PreferencesRow,
    ProblemRow,
    ProviderRow,
    ScenarioRow,
)
from marketplace.exchange.template import write_template
from marketplace.exchange.workbook_writing import write_workbook

__all__ = [
    "DEFAULT_LIMITS",
    "CaseRow",
    "CellTooLongError",
    "Collection",
    "Defect",
    "Deployment",
    "EnterpriseRow",
    "ExchangeError",
    "FileRefusedError",
    "IndustryRef",
    "Limits",
    "Located",
    "Location",
    "ModuleRow",
    "Must",
    "NeedKind",
    "Payment",
    "Place",
    "Places",
    "PreferencesRow",
    "ProblemRow",
    "ProviderKindName",
    "ProviderRow",
    "ReadResult",
    "ScenarioRow",
    "Severity",
    "TableHeaders",
    "collect",
    "has_errors",
    "inspect_headers",
    "read_enterprises",
    "read_files",
    "read_located",
    "read_path",
    "read_providers",
    "read_workbook",
    "restore_enterprise",
    "restore_provider",
    "to_record",
    "write_csv",
    "write_jsonl",
    "write_template",
    "write_workbook",
]
