"""Read the files of ``seed/data`` into checked rows; every defect names its file and row."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from seed.reference.errors import SeedDataError

DATA_DIR = Path(__file__).resolve().parent.parent / "data"

Row = TypeVar("Row", bound=BaseModel)

# The C loader reads 200 scenarios in a tenth of the time; it is missing where libyaml is.
_YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return the document in the YAML file; raises SeedDataError with file and line."""
    try:
        # Both loaders are the safe ones: they build no Python objects.
        return yaml.load(path.read_text("utf-8"), Loader=_YAML_LOADER)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        raise SeedDataError([f"{path.name}: {error}"]) from error


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of the CSV file as dicts keyed by its header; raises SeedDataError."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except OSError as error:
        raise SeedDataError([f"{path.name}: {error}"]) from error


def read_jsonl(path: Path) -> list[Any]:
    """Return one value a line, blank lines skipped; raises SeedDataError with file and line."""
    rows: list[Any] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise SeedDataError([f"{path.name} row {number}: {error.msg}"]) from error
    return rows


def check_rows(model: type[Row], raw: Iterable[Any], *, file: str, start: int = 1) -> list[Row]:
    """Return each raw row as ``model``; raises SeedDataError naming file, row and field.

    ``start`` is the number of the first row as a person counts it in the file.
    """
    rows: list[Row] = []
    defects: list[str] = []
    for number, item in enumerate(raw, start=start):
        try:
            rows.append(model.model_validate(item))
        except ValidationError as error:
            defects += [f"{file} row {number}{_where(item, one)}" for one in error.errors()]
    if defects:
        raise SeedDataError(defects)
    return rows


def _where(item: Any, error: Any) -> str:
    code = item.get("code", "") if isinstance(item, dict) else ""
    field = ".".join(str(part) for part in error["loc"])
    named = f" ({code})" if code else ""
    return f"{named}, field {field or '-'}: {error['msg']}"
