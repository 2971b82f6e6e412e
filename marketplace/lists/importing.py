"""Old lists on paper, entered from a workbook: one sheet, a row a provider, read cell by cell."""

import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from python_calamine import CalamineError, CalamineWorkbook
from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import InvalidError
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.entries import Entry
from marketplace.lists.labels import Basis
from marketplace.providers.models import Provider

NAME, CODE, ADMITTED, UNTIL, NOTE = "服务商", "统一社会信用代码", "列入日期", "有效期至", "说明"
HEADS = (NAME, CODE, ADMITTED, UNTIL, NOTE)
MOST_ROWS = 500
ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True, kw_only=True)
class OldList:
    """What a workbook holds, and the heads of the columns that nobody reads."""

    entries: list[Entry]
    unread: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A confirmed provider with its kind, None when it stated none."""

    body: Organisation
    kind: ProviderKindName | None


def read_old_list(session: Session, *, content: bytes, provider_kind: ProviderKindName, now: datetime) -> OldList:
    """Return the entries of a workbook for a list of one kind of provider.

    Raises InvalidError with every defect by its cell, a provider of another kind among them; nothing is half read.
    """
    from openpyxl.utils import get_column_letter

    rows = _rows(content)
    places = {str(cell).strip(): place for place, cell in enumerate(rows[0])} if rows else {}
    if NAME not in places:
        raise InvalidError(fields={"file": [f"第一行要有“{NAME}”这一列，还可以有：{'、'.join(HEADS[1:])}。"]})
    if len(rows) > MOST_ROWS + 1:
        raise InvalidError(fields={"file": [f"一份名单最多 {MOST_ROWS} 家，这张表有 {len(rows) - 1} 行。"]})
    known = _known(session)
    entries, wrong = list[Entry](), list[str]()
    for number, cells in enumerate(rows[1:], start=2):
        row = {head: cells[places[head]] if head in places else "" for head in HEADS}
        if not any(str(value).strip() for value in row.values()):
            continue
        at = {head: f"{get_column_letter(place + 1)}{number}" for head, place in places.items()}
        read = _read_row(row, known=known, wanted=provider_kind, today=shanghai_day(now), at=at)
        if isinstance(read, Entry):
            entries.append(read)
        else:
            wrong += [f"第 {number} 行：{fault}" for fault in read]
    wrong += _twice(entries)
    if wrong or not entries:
        raise InvalidError(fields={"file": wrong[:50] or ["表里没有一家服务商。"]})
    return OldList(entries=entries, unread=[head for head in places if head and head not in HEADS])


def _rows(content: bytes) -> list[Sequence[object]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [*book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except (CalamineError, OSError, ValueError) as error:
        raise InvalidError(fields={"file": ["打不开这个文件，请另存为 .xlsx 再上传。"]}) from error


def _known(session: Session) -> dict[str, _Known]:
    """Return confirmed providers by credit code and by the key of their name; a name that two bear is left out."""
    rows = session.exec(
        select(Organisation, Provider.kind)
        .join(Provider, col(Provider.organisation_id) == Organisation.id)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
    ).all()
    known = [_Known(body=body, kind=ProviderKindName(kind) if kind else None) for body, kind in rows]
    keys = Counter(one.body.name_key for one in known)
    found = {one.body.name_key: one for one in known if keys[one.body.name_key] == 1}
    return found | {one.body.uscc: one for one in known if one.body.uscc}


def _read_row(
    row: dict[str, object],
    *,
    known: dict[str, _Known],
    wanted: ProviderKindName,
    today: date,
    at: dict[str, str],
) -> Entry | list[str]:
    """Return the entry of a row, or everything that is wrong with it."""
    faults: list[str] = []
    found = _tried(faults, lambda: _named(row, known=known, at=at))
    if found is not None and found.kind not in {None, wanted}:
        faults.append(
            f"“{found.body.name}”（{at[NAME]}）登记的是{found.kind}，不能列入{wanted}名单，请删掉这一行，或另录一份{found.kind}名单"
        )
    admitted = _tried(faults, lambda: _admitted(row, today=today))
    until = _tried(faults, lambda: _until(row, today=today))
    if found is None or faults:
        return faults
    return Entry(
        provider_id=found.body.id or 0,
        name=found.body.name,
        uscc=found.body.uscc or "",
        basis=Basis.IMPORT,
        note=str(row[NOTE]).strip().lstrip("=+-@")[:200],
        provenance={"first_admitted_on": admitted.isoformat() if admitted else ""},
        valid_until=until,
    )


def _tried(faults: list[str], read: Callable[[], ValueT]) -> ValueT | None:
    try:
        return read()
    except ValueError as error:
        faults.append(str(error))
        return None


def _named(row: dict[str, object], *, known: dict[str, _Known], at: dict[str, str]) -> _Known:
    name, code = str(row[NAME]).strip(), str(row[CODE]).strip().upper()
    named = known.get(name_key(name)) if name else None
    found = known.get(code) if code else named
    if found is None and named is not None:
        registered = f"登记的是 {named.body.uscc}" if named.body.uscc else "没有登记信用代码"
        raise ValueError(
            f"信用代码对不上：表里 {at[CODE]} 写的是 {code}，平台上“{named.body.name}”（表里 {at[NAME]}）{registered}，"
            "请核对，按正确的改一致"
        )
    if found is None:
        raise ValueError(f"平台上没有“{name or code}”这家已确认的服务商，请先导入或请它注册，或核对名称和信用代码")
    if code and name and found.body.name_key != name_key(name):
        raise ValueError(f"信用代码 {code} 是“{found.body.name}”的，不是“{name}”的，请核对 {at[NAME]} 和 {at[CODE]}")
    return found


def _admitted(row: dict[str, object], *, today: date) -> date | None:
    admitted = _day(row[ADMITTED], ADMITTED)
    if admitted is not None and admitted > today:
        raise ValueError("列入日期在今天以后")
    return admitted


def _until(row: dict[str, object], *, today: date) -> date | None:
    until = _day(row[UNTIL], UNTIL)
    if until is not None and until <= today:
        raise ValueError("有效期已过，不能列入现行名单，请删掉这一行")
    return until


def _day(value: object, head: str) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = (
        str(value).strip().replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    )
    if not text:
        return None
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"“{head}”写的是“{value}”，请写成年-月-日，例如 2026-11-22") from error


def _twice(entries: list[Entry]) -> list[str]:
    ids = [entry.provider_id for entry in entries]
    return [
        f"“{entry.name}”写了两次"
        for entry in {e.provider_id: e for e in entries}.values()
        if ids.count(entry.provider_id) > 1
    ]
