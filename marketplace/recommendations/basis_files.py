"""What a ranking is computed with, as files: library, term statistics and weights, each whole in one JSON document."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from marketplace.core.command_files import refuse
from matching.digests import plain
from matching.errors import WeightsError
from matching.library import Library
from matching.ranking import FEATURES
from matching.statistics import Statistics
from matching.weights import WeightSet

_LIBRARY = TypeAdapter(Library)
_STATISTICS = TypeAdapter(Statistics)


def library_json(library: Library) -> bytes:
    """Return a library as JSON."""
    return _LIBRARY.dump_json(library)


def statistics_json(statistics: Statistics) -> bytes:
    """Return term statistics as JSON, number for number."""
    return _STATISTICS.dump_json(statistics)


def canonical_line(value: object) -> bytes:
    """Return a value of the engine as the one line of JSON over which its digest is made."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_library(path: Path) -> Library:
    """Read a library; ends with exit code 2 for anything else."""
    try:
        return _LIBRARY.validate_json(path.read_bytes())
    except ValidationError as error:
        raise refuse(f"“{path.name}”不是场景库的文件：请用核对包里的 library.json。") from error


def read_statistics(path: Path) -> Statistics:
    """Read term statistics; ends with exit code 2 for anything else."""
    try:
        return _STATISTICS.validate_json(path.read_bytes())
    except ValidationError as error:
        raise refuse(f"“{path.name}”不是词频统计的文件：请用核对包里的 statistics.json。") from error


def read_weights(path: Path) -> WeightSet:
    """Read a set of weights, of a check pack or of ``match fit``; ends with exit code 2 for one that can't be used."""
    try:
        found = json.loads(path.read_bytes())
        weights = dict(found["weights"])
        read = WeightSet(
            name=str(found["name"]),
            version=str(found["version"]),
            weights=tuple((str(name), float(value)) for name, value in weights.items()),
            data_digest=str(found.get("data_digest", "")),
            metrics=_metrics(found.get("metrics", [])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, WeightsError) as error:
        raise refuse(f"“{path.name}”不是权重文件：要有 name、version 和 weights，每项权重不小于 0。") from error
    if unknown := sorted(set(weights) - set(FEATURES)):
        raise refuse(f"“{path.name}”里有排序不认识的权重：{'、'.join(unknown)}。")
    return read


def _metrics(found: Any) -> tuple[tuple[str, float], ...]:
    return tuple((str(name), float(value)) for name, value in dict(found).items())
