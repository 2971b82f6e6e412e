"""The printed ranking as it was last computed, kept in the data folder with everything that it depends on.

A start that finds data and code unchanged prints it without loading the engine; any change makes it worthless.
"""

import hashlib
import json
from pathlib import Path

from sqlmodel import Session, func, select

from marketplace.core.changes import load_last_seq
from marketplace.recommendations.models import StatisticsEdition
from marketplace.taxonomy.models import LibraryEdition

ROOT = Path(__file__).resolve().parents[2]
# Where code and data stand that a ranking is made from, and that the load brings in.
SOURCES = ("matching", "marketplace/recommendations", "marketplace/enterprises", "marketplace/catalog", "seed")
SUFFIXES = frozenset({".py", ".yaml", ".csv", ".jsonl", ".xlsx"})


def find_text(folder: Path, session: Session) -> str | None:
    """Return the kept text when it is still what would be computed, else None."""
    try:
        kept = json.loads(_path(folder).read_text("utf-8"))
        return str(kept["text"]) if kept["key"] == _key(session) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_text(folder: Path, session: Session, *, text: str) -> None:
    """Keep a text for the database as the session sees it."""
    path = _path(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"key": _key(session), "text": text}, ensure_ascii=False), "utf-8")
    part.replace(path)


def _path(folder: Path) -> Path:
    return folder / "demo" / "first_ranking.json"


def _key(session: Session) -> str:
    """Return a digest of the database's state and of the code and data files."""
    whole = hashlib.sha256()
    newest = [session.exec(select(func.max(table.id))).one() for table in (LibraryEdition, StatisticsEdition)]
    whole.update(f"{load_last_seq(session)} {newest}".encode())
    for name in SOURCES:
        for path in sorted((ROOT / name).rglob("*")):
            if path.suffix in SUFFIXES:
                whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
