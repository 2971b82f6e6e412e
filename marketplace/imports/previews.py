"""What is to become of each row, before anything is brought in: kind by kind, the first lines at one glance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.exchange import EnterpriseRow, Location, ProviderRow
from marketplace.imports.checking import Entry
from marketplace.imports.labels import ENTRY_ACTION_LABELS, EntryAction
from marketplace.imports.models import ImportBatch
from marketplace.imports.services import check_entries, load_own_batch
from marketplace.imports.staged import row_of, rows_from_json
from marketplace.web.pages import Page, PageArgs, make_page

FIRST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A row of the files: which body, where it stands, what it says or what it changes."""

    name: str
    place: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """Rows of which the same is to become; ``lines`` are the first of ``total``."""

    action: EntryAction
    label: str
    total: int
    lines: tuple[RowLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPage:
    """All rows of one kind, page by page, with the counts of every kind."""

    batch: ImportBatch
    action: EntryAction
    label: str
    counts: tuple[tuple[EntryAction, str, int], ...]
    rows: Page[RowLine]


def groups_of(entries: Sequence[Entry], *, files: Sequence[str]) -> tuple[RowGroup, ...]:
    """Return the kinds that occur, in the order of their labels, each with its first rows."""
    return tuple(
        RowGroup(
            action=action,
            label=ENTRY_ACTION_LABELS[action],
            total=len(found),
            lines=tuple(_line(one, files=files) for one in found[:FIRST]),
        )
        for action in EntryAction
        if (found := _of_kind(entries, action=action))
    )


def load_rows(session: Session, *, actor: Actor, batch_id: int, action: EntryAction, args: PageArgs) -> RowsPage:
    """Return the rows of one kind of a batch that waits."""
    batch = load_own_batch(session, actor=actor, batch_id=batch_id)
    entries = check_entries(session, rows_from_json(batch.staged), actor=actor)
    found = _of_kind(entries, action=action)
    shown = found[args.offset : args.offset + args.per_page]
    lines = [_line(one, files=batch.file_names) for one in shown]
    return RowsPage(
        batch=batch,
        action=action,
        label=ENTRY_ACTION_LABELS[action],
        counts=tuple((kind, ENTRY_ACTION_LABELS[kind], len(_of_kind(entries, action=kind))) for kind in EntryAction),
        rows=make_page(lines, total=len(found), args=args),
    )


def _of_kind(entries: Iterable[Entry], *, action: EntryAction) -> list[Entry]:
    return [entry for entry in entries if entry.action is action]


def _line(entry: Entry, *, files: Sequence[str]) -> RowLine:
    row = entry.located.row
    return RowLine(
        name=row.name,
        place=_place(entry.located.location, files=files),
        kind="企业" if isinstance(row, EnterpriseRow) else "服务商",
        says=_says(entry),
    )


def _place(place: Location, *, files: Sequence[str]) -> str:
    sheet = f"{place.sheet}第 {row_of(place)} 行" if place.sheet else f"第 {row_of(place)} 行"
    return sheet if len(files) == 1 else f"{place.file}，{sheet}"


def _says(entry: Entry) -> str:
    row = entry.located.row
    if entry.fault:
        return entry.fault
    if entry.action is EntryAction.UPDATE:
        return "、".join(entry.changes) or "按文件更新"
    if entry.action is EntryAction.SAME:
        return "和已登记的一样"
    if entry.action is EntryAction.SKIP:
        return _why_skipped(entry)
    if isinstance(row, ProviderRow):
        return f"{len(row.modules)} 个模块，{len(row.cases)} 个案例"
    return f"{len(row.problems)} 个难题，{len(row.scenarios)} 条场景"


def _why_skipped(entry: Entry) -> str:
    if entry.needs_choice and entry.match:
        return f"可能就是已登记的“{entry.match.name}”，请在下面选"
    return "已经登记过，由服务商自己修改"
