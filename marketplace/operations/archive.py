"""The form of a backup: a ZIP of one JSONL file a table, the uploaded files, and a manifest with a digest of each.

Values are written as JSON knows them: moments and days in ISO 8601, bytes in base64, JSON columns as their text. The
form is the same for SQLite and PostgreSQL, so a backup of the one can be restored into the other.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, Self

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, null

from marketplace.core.digest import digest

FORMAT = 1
MANIFEST = "manifest.json"


class BackupError(Exception):
    """A backup cannot be written, read or restored; the message says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One member of the archive: its name, how many rows (tables) or bytes (files) it holds, and its SHA-256."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the archive holds; ``revision`` is the schema's, ``journal_head`` the last link of the journal."""

    created_at: str
    revision: str
    journal_seq: int
    journal_head: str
    tables: tuple[Part, ...]
    files: tuple[Part, ...]

    @property
    def content_digest(self) -> str:
        """SHA-256 over schema, tables and files: equal for equal content, whenever and wherever it was written."""
        parts = [asdict(part) for part in (*self.tables, *self.files)]
        return digest({"parts": parts, "revision": self.revision})

    def to_json(self) -> str:
        """Return the text of ``manifest.json``."""
        return json.dumps(
            {"format": FORMAT, "content_digest": self.content_digest, **asdict(self)}, ensure_ascii=False, indent=1
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a manifest; raise BackupError when it is none, of another format, or was altered."""
        try:
            data = json.loads(text)
            number, content_digest = data.pop("format"), data.pop("content_digest")
            for name in ("tables", "files"):
                data[name] = tuple(Part(**part) for part in data[name])
            found = cls(**data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError("这个文件不是本平台的备份：清单读不懂。") from error
        if number != FORMAT:
            raise BackupError(f"备份格式是第 {number} 版，本程序只认第 {FORMAT} 版。请用写出它的那一版程序恢复。")
        if content_digest != found.content_digest:
            raise BackupError("备份的清单被改动过：摘要不符。请换一份备份。")
        return found


def encode(value: Any) -> Any:
    """Turn a database value into one that JSON holds."""
    if isinstance(value, datetime):
        return _in_utc(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def decode(value: Any, *, column: Column[Any]) -> Any:
    """Turn a value of the archive back into the one that the column takes."""
    if isinstance(column.type, JSON):
        return null() if value is None else _json(value)
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value


def line(values: Mapping[str, Any]) -> bytes:
    """Return one row as a line of JSONL."""
    row = {name: encode(value) for name, value in values.items()}
    return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _in_utc(value: datetime) -> datetime:
    # SQLite keeps no zone; every moment in the database is in UTC.
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _json(text: str) -> Any:
    parsed = json.loads(text)
    return JSON.NULL if parsed is None else parsed
