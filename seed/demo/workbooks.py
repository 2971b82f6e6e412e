"""The county's two workbooks, and the readable files that they are made from."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from marketplace.exchange import (
    Defect,
    EnterpriseRow,
    ProviderRow,
    read_enterprises,
    read_providers,
    write_workbook,
)
from seed.demo.province import demo_places
from seed.reference import SeedDataError
from seed.reference.files import read_yaml

FOLDER = Path(__file__).resolve().parent
ENTERPRISES_XLSX = FOLDER / "enterprises.xlsx"
PROVIDERS_XLSX = FOLDER / "providers.xlsx"
Row = TypeVar("Row", EnterpriseRow, ProviderRow)


def written_enterprises() -> list[EnterpriseRow]:
    """Return the enterprises as they are written in ``enterprises/*.yaml``; raises SeedDataError."""
    lines = _as_lines(FOLDER / "enterprises")
    return _sound(read_enterprises(lines, places=demo_places(), name="enterprises.yaml"))


def written_providers() -> list[ProviderRow]:
    """Return the providers as they are written in ``providers/*.yaml``; raises SeedDataError."""
    lines = _as_lines(FOLDER / "providers")
    return _sound(read_providers(lines, places=demo_places(), name="providers.yaml"))


def build_workbooks(*, enterprises: Path = ENTERPRISES_XLSX, providers: Path = PROVIDERS_XLSX) -> None:
    """Write both workbooks anew; equal sources give equal bytes."""
    write_workbook(enterprises, enterprises=written_enterprises())
    write_workbook(providers, providers=written_providers())


def _as_lines(folder: Path) -> io.BytesIO:
    """Return the entries of a folder's files as JSON Lines, so that the reader of every other file checks them too."""
    entries: list[Any] = [entry for path in sorted(folder.glob("*.yaml")) for entry in read_yaml(path)]
    return io.BytesIO("\n".join(json.dumps(entry, ensure_ascii=False, default=str) for entry in entries).encode())


def _sound(items: Iterable[Row | Defect]) -> list[Row]:
    rows: list[Row] = []
    defects: list[str] = []
    for item in items:
        if isinstance(item, Defect):
            defects.append(str(item))
        else:
            rows.append(item)
    if defects:
        raise SeedDataError(defects)
    return rows
