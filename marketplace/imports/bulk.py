"""Files of any size into the database: read and checked once without writing, then applied in one transaction.

Between the two the rows wait in a temporary file, so that memory doesn't grow with the files.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from marketplace.core.actor import Actor, System
from marketplace.core.db import Database
from marketplace.core.digest import digest, digest_bytes
from marketplace.exchange import (
    Defect,
    EnterpriseRow,
    Located,
    Location,
    Places,
    Severity,
    read_located,
    restore_enterprise,
    restore_provider,
    to_record,
)
from marketplace.imports.applying import Applier, Outcome
from marketplace.imports.checking import Checker, Entry
from marketplace.imports.labels import EntryAction
from marketplace.imports.scope import Scope, scope_of

PIECE = 500  # Rows of one round of statements; SQLite takes at most 32,766 parameters in one.
Tick = Callable[[int], object]


@dataclass(slots=True, kw_only=True)
class Checked:
    """What a first reading found: rows that may be brought in, and errors, which hold everything back."""

    rows: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How an import ended; ``outcome`` is None when nothing was written."""

    checked: Checked
    outcome: Outcome | None = None


def import_files(
    database: Database,
    paths: Iterable[Path],
    *,
    actor: Actor | System,
    places: Places,
    skip_bad: bool = False,
    dry_run: bool = False,
    now: datetime,
    tick: Tick = lambda _: None,
    say: Callable[[Defect], object] = lambda _: None,
) -> Result:
    """Bring files in: all rows or none, unless bad ones are to be skipped; ``say`` gets each finding as it comes.

    ``tick`` is told of rows as they are read and as they are written.
    """
    paths = list(paths)
    scope = scope_of(actor)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        with database.session() as session:
            located = read_located([(path.name, path) for path in paths], places=places)
            checked = _check(session, located, scope=scope, places=places, spool=spool.write, tick=tick, say=say)
        if dry_run or (checked.errors and not skip_bad):
            return Result(checked=checked)
        spool.seek(0)
        with database.transaction() as session:
            applier = Applier(session, actor=actor, scope=scope, now=now)
            checker = Checker(session, scope=scope, places=places)
            for piece in _pieces(_despool(spool)):
                entries = checker.check(piece)
                applier.write([entry for entry in entries if not entry.fault])
                tick(len(piece))
            key = digest([digest_bytes(path.read_bytes()) for path in paths])
            outcome = applier.finish(subject=f"files:{key[:16]}", files_digest=key)
    return Result(checked=checked, outcome=outcome)


def _check(
    session: Session,
    items: Iterable[Located | Defect],
    *,
    scope: Scope,
    places: Places,
    spool: Callable[[str], object],
    tick: Tick,
    say: Callable[[Defect], object],
) -> Checked:
    checked = Checked()

    def note(defect: Defect) -> None:
        checked.errors += defect.severity is Severity.ERROR
        say(defect)

    def rows() -> Iterator[Located]:
        for item in items:
            if isinstance(item, Defect):
                note(item)
            else:
                yield item

    checker = Checker(session, scope=scope, places=places)
    for piece in _pieces(rows()):
        for entry in checker.check(piece):
            for defect in (*entry.defects(), *_unsure(entry)):
                note(defect)
            if not entry.fault and not entry.needs_choice:
                checked.rows += 1
                spool(_spooled(entry.located))
        tick(len(piece))
    return checked


def _unsure(entry: Entry) -> Iterator[Defect]:
    if entry.needs_choice and entry.match is not None and entry.action is EntryAction.SKIP:
        place = entry.located.location
        yield Defect(
            file=place.file,
            line=place.line,
            sheet=place.sheet,
            cell=place.cell,
            field_zh=f"编号{entry.located.row.ref}",
            reason_zh=f"与已登记的“{entry.match.name}”可能是同一家；是同一家请把名称改成一致，不是请填统一社会信用代码。",
            suggestion=entry.match.name,
        )


def _spooled(located: Located) -> str:
    return json.dumps([isinstance(located.row, EnterpriseRow), to_record(located.row)], ensure_ascii=False) + "\n"


def _despool(lines: Iterable[str]) -> Iterator[Located]:
    for number, line in enumerate(lines, start=1):
        is_enterprise, record = json.loads(line)
        row = restore_enterprise(record) if is_enterprise else restore_provider(record)
        yield Located(row=row, location=Location(file="", line=number))


def _pieces(rows: Iterable[Located]) -> Iterator[list[Located]]:
    rows = iter(rows)
    while piece := list(islice(rows, PIECE)):
        yield piece
