"""Writes of imports: files are staged with what was found, mapped and corrected, then applied once or discarded."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlmodel import Session, col, delete, select

from marketplace.core.actor import Actor
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.digest import digest, digest_bytes
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find
from marketplace.exchange import (
    Defect,
    EnterpriseRow,
    FileRefusedError,
    IndustryRef,
    Located,
    Severity,
    inspect_headers,
    read_located,
)
from marketplace.imports.applying import Applier, Outcome
from marketplace.imports.checking import Checker, Entry
from marketplace.imports.corrections import CorrectedPlaces
from marketplace.imports.labels import BatchState, EntryAction
from marketplace.imports.models import HeaderMapping, ImportBatch, ImportFile
from marketplace.imports.schemas import ApplyForm, HeaderPair, PlaceChoice
from marketplace.imports.scope import scope_of
from marketplace.imports.staged import (
    KEPT_FINDINGS,
    MeantPlace,
    findings_of,
    headers_to_map,
    rows_from_json,
    rows_to_json,
)
from marketplace.taxonomy.queries import load_places

PIECE = 500
MOST_REFUSALS = 20
Upload = tuple[str, bytes]


def stage_files(session: Session, *, actor: Actor, files: Sequence[Upload], now: datetime) -> ImportBatch:
    """Keep uploaded files as a batch with what was read and found; nothing else changes.

    Raises ForbiddenError for an officer without an area, who could not apply it, and InvalidError for files in which
    nothing can be read: they would wait for ever.
    """
    scope_of(actor)
    if not files:
        raise InvalidError(fields={"files": ["请选择要导入的文件。"]})
    batch = ImportBatch(
        organisation_id=actor.organisation_id,
        created_by_id=actor.user_id,
        state=BatchState.STAGED,
        file_names=[name[:200] for name, _ in files],
        files_digest=digest([digest_bytes(content) for _, content in files]),
        staged={},
        report={},
        created_at=now,
    )
    session.add(batch)
    session.flush()  # The files point to the batch.
    for position, (name, content) in enumerate(files):
        session.add(ImportFile(batch_id=batch.id or 0, position=position, name=name[:200], content=content))
    session.flush()  # Reading takes the files from the database, as a later mapping will.
    _refuse_unreadable(batch, defects=_read(session, batch))
    details = {"files_digest": batch.files_digest}
    record(session, actor=actor, action="import.staged", subject=f"import:{batch.id}", now=now, details=details)
    return batch


def map_headers(session: Session, *, actor: Actor, batch_id: int, pairs: Sequence[HeaderPair]) -> ImportBatch:
    """Keep for the body what its headers mean, and read the batch's files anew."""
    batch = load_open_batch(session, actor=actor, batch_id=batch_id)
    known = {(row.sheet, row.header): row for row in _mappings(session, batch)}
    for pair in pairs:
        row = known.get((pair.sheet, pair.header))
        if row is None:
            row = HeaderMapping(
                organisation_id=batch.organisation_id, sheet=pair.sheet[:60], header=pair.header[:120], field=""
            )
        row.field = pair.field[:60]
        session.add(row)
    session.flush()  # Reading asks the database for the mapping.
    _read(session, batch)
    return batch


def correct_places(session: Session, *, actor: Actor, batch_id: int, places: Sequence[PlaceChoice]) -> ImportBatch:
    """Take a person's word for places that were written wrongly, and read the batch's files anew."""
    batch = load_open_batch(session, actor=actor, batch_id=batch_id)
    said = [[one.county, one.city, one.code] for one in places if one.code]
    batch.staged = {**batch.staged, "corrections": [*batch.staged.get("corrections", []), *said]}
    _read(session, batch)
    return batch


def apply_batch(session: Session, *, actor: Actor, batch_id: int, form: ApplyForm, now: datetime) -> Outcome:
    """Bring a batch's rows in, once; raises InvalidError when rows are bad and bad ones aren't to be skipped."""
    batch = load_open_batch(session, actor=actor, batch_id=batch_id)
    rows = [_as_confirmed(one, form=form) for one in rows_from_json(batch.staged)]
    entries = check_entries(session, rows, actor=actor)
    bad = sum(bool(entry.fault) for entry in entries) + int(batch.report["errors"])
    if bad and not form.skip_bad:
        message = f"还有{bad}处错误，没有导入。请改好文件重新上传，或选择跳过有问题的行。"
        raise InvalidError(message, fields={"skip_bad": [message]})
    if all(entry.fault for entry in entries):
        raise InvalidError("文件里没有可以导入的行，没有导入。请按提示改好，或换一个文件再上传。")
    choices = {choice.index: choice.action for choice in form.choices}
    applier = Applier(session, actor=actor, scope=scope_of(actor), now=now)
    decided = [_decide(entry, choices.get(index)) for index, entry in enumerate(entries)]
    for start in range(0, len(decided), PIECE):
        applier.write([entry for entry in decided[start : start + PIECE] if not entry.fault])
    outcome = applier.finish(subject=f"import:{batch.id}", files_digest=batch.files_digest)
    _close(session, batch, state=BatchState.APPLIED)
    batch.applied_at = now
    batch.report = {**batch.report, "outcome": {kind.value: count for kind, count in outcome.counts.items()}}
    return outcome


def discard_batch(session: Session, *, actor: Actor, batch_id: int, now: datetime) -> None:
    """Forget a batch's files and rows."""
    batch = load_open_batch(session, actor=actor, batch_id=batch_id)
    _close(session, batch, state=BatchState.DISCARDED)
    record(session, actor=actor, action="import.discarded", subject=f"import:{batch.id}", now=now)


def load_own_batch(session: Session, *, actor: Actor, batch_id: int, lock: bool = False) -> ImportBatch:
    """Return a batch of the actor's body; any other body's is not found."""
    batch = find(session, ImportBatch, batch_id, lock=lock)
    if batch is None or batch.organisation_id != actor.organisation_id:
        raise NotFoundError
    return batch


def load_open_batch(session: Session, *, actor: Actor, batch_id: int) -> ImportBatch:
    """Return a batch of the actor's body that still waits, locked."""
    batch = load_own_batch(session, actor=actor, batch_id=batch_id, lock=True)
    if batch.state is not BatchState.STAGED:
        raise AlreadyDoneError("这批文件已经导入或放弃，不能再操作；需要时请重新上传。")
    return batch


def check_entries(session: Session, rows: Sequence[Located], *, actor: Actor) -> list[Entry]:
    """Check rows against the database as it is now."""
    checker = Checker(session, scope=scope_of(actor), places=load_places(session))
    return [entry for start in range(0, len(rows), PIECE) for entry in checker.check(rows[start : start + PIECE])]


def _read(session: Session, batch: ImportBatch) -> list[Defect]:
    corrections = {(county, city): code for county, city, code in batch.staged.get("corrections", [])}
    places = CorrectedPlaces(load_places(session), corrections=corrections)
    mapping = {f"{row.sheet}!{row.header}" if row.sheet else row.header: row.field for row in _mappings(session, batch)}
    files = session.exec(
        select(ImportFile).where(ImportFile.batch_id == batch.id).order_by(col(ImportFile.position))
    ).all()
    rows: list[Located] = []
    defects: list[Defect] = []
    for item in read_located([(one.name, io.BytesIO(one.content)) for one in files], places=places, mapping=mapping):
        if isinstance(item, Located):
            rows.append(item)
        else:
            defects.append(item)
    findings = findings_of(defects, files=batch.file_names)
    batch.staged = {**batch.staged, "rows": rows_to_json(rows)}
    batch.report = {
        "errors": sum(finding.severity == Severity.ERROR for finding in findings),
        "warnings": sum(finding.severity == Severity.WARNING for finding in findings),
        "findings": [asdict(finding) for finding in findings[:KEPT_FINDINGS]],
        "headers": _headers(files, mapping=mapping),
        "places": [
            asdict(MeantPlace(county=county, city=city, code=place.code, label=f"{place.city}{place.county}"))
            for (county, city), place in places.meant.items()
        ],
    }
    return defects


def _refuse_unreadable(batch: ImportBatch, *, defects: Sequence[Defect]) -> None:
    has_rows = batch.staged["rows"] or any(defect.line is not None or defect.cell for defect in defects)
    if has_rows or batch.report["headers"] or batch.report["places"]:
        return
    said = [str(defect) for defect in defects if defect.severity is not Severity.NOTE] or ["文件里没有内容。"]
    raise InvalidError(fields={"files": [*said[:MOST_REFUSALS], "一行也读不出来，没有导入。请换一个文件再上传。"]})


def _headers(files: Sequence[ImportFile], *, mapping: Mapping[str, str]) -> list[dict[str, object]]:
    found = []
    for one in files:
        try:
            tables = inspect_headers(io.BytesIO(one.content), mapping=mapping, name=one.name)
        except FileRefusedError:
            continue  # Reading said so already.
        found += [asdict(header) for header in headers_to_map(tables)]
    return found


def _mappings(session: Session, batch: ImportBatch) -> Sequence[HeaderMapping]:
    return session.exec(select(HeaderMapping).where(HeaderMapping.organisation_id == batch.organisation_id)).all()


def _as_confirmed(located: Located, *, form: ApplyForm) -> Located:
    row = located.row
    if not isinstance(row, EnterpriseRow):
        return located
    codes = {one.text: one.code for one in form.industries if one.code}
    if row.industry.text in codes:
        row = replace(row, industry=IndustryRef(gbt_code=codes[row.industry.text]))
    links = {one.name: one.code for one in form.scenarios if one.code}
    needs = tuple(
        replace(need, links=(links[need.name],)) if need.name in links and not need.links else need
        for need in row.scenarios
    )
    return replace(located, row=replace(row, scenarios=needs))


def _decide(entry: Entry, choice: EntryAction | None) -> Entry:
    """Take a person's choice where there is one to make; a registered body that isn't the sender's is left alone."""
    if choice is None or entry.match is None or entry.fault or choice not in choices_of(entry):
        return entry
    return replace(entry, action=choice)


def choices_of(entry: Entry) -> tuple[EntryAction, ...]:
    """Return what may be done with a row that may be a registered body; the first is done without a word."""
    if entry.match is None or entry.fault:
        return ()
    is_enterprise = isinstance(entry.located.row, EnterpriseRow)
    others = [EntryAction.SKIP]
    if entry.match.has_role and (is_enterprise or entry.action is not EntryAction.SKIP or entry.needs_choice):
        others.append(EntryAction.UPDATE)
    if is_enterprise and not entry.match.is_certain:
        others.append(EntryAction.CREATE)
    return tuple(dict.fromkeys((entry.action, *others)))


def _close(session: Session, batch: ImportBatch, *, state: BatchState) -> None:
    """Keep of a batch what the journal speaks of; names and texts of firms live on in the areas only."""
    session.exec(delete(ImportFile).where(col(ImportFile.batch_id) == batch.id))
    batch.state = state
    batch.staged = {}
    batch.report = {**batch.report, "findings": [], "headers": [], "places": []}
