"""One raw object and its fields: reads them with a report of what is wrong, and goes on to the next."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from marketplace.exchange.limits import ITEM_LIMIT, ITEMS_LIMIT, RECORDS_LIMIT
from marketplace.exchange.report import Report
from marketplace.exchange.spoken import NoAmountError, read_back, spoken_count, spoken_wan
from marketplace.exchange.text import clean_line
from marketplace.exchange.values import (
    ValueFaultError,
    as_choice,
    as_date,
    as_integer,
    as_text,
    kind_of,
    show,
)

T = TypeVar("T")
EnumT = TypeVar("EnumT", bound=StrEnum)
FigureT = TypeVar("FigureT", bound=float)


class Record:
    """A raw object at a path of the row (``problems[0].``, empty for the row itself).

    Every reader method returns the value, or the value for unknown when the field is missing, empty or wrong; in the
    last case the report holds an error.
    """

    def __init__(self, raw: Mapping[str, object], *, path: str, report: Report) -> None:
        self._raw = raw
        self._path = path
        self._report = report

    def get(self, field: str) -> object:
        """Return the raw value; None when it is missing or empty."""
        value = self._raw.get(field)
        if isinstance(value, str) and (not value.strip() or not (value.isprintable() or clean_line(value))):
            return None
        return None if isinstance(value, list | Mapping) and not value else value

    def error(self, field: str, reason: str, *, suggestion: str = "") -> None:
        self._report.error(self._path + field, reason, suggestion=suggestion)

    def warn(self, field: str, reason: str) -> None:
        self._report.warn(self._path + field, reason)

    def text(self, field: str, *, limit: int, clean: Callable[[str], str] = clean_line) -> str:
        """Read a text of at most ``limit`` characters."""
        return self._read(field, self.get(field), lambda value: _limited(clean(as_text(value)), limit=limit)) or ""

    def wan(self, field: str, *, high: float) -> float | None:
        """Read an amount of 万元 from 0 to ``high``, also as people say it; how that was understood is a warning."""
        return self._told(field, "万元", lambda value: spoken_wan(value, low=0, high=high))

    def people(self, field: str, *, high: int) -> int | None:
        """Read a whole number of people, also as people say it; how that was understood is a warning."""
        return self._told(field, "人", lambda value: spoken_count(value, low=0, high=high))

    def integer(self, field: str, *, low: int = 0, high: int) -> int | None:
        """Read a whole number from ``low`` to ``high``."""
        return self._read(field, self.get(field), lambda value: as_integer(value, low=low, high=high))

    def date(self, field: str) -> date | None:
        """Read a day."""
        return self._read(field, self.get(field), as_date)

    def choice(self, field: str, members: type[EnumT]) -> EnumT | None:
        """Read one official term."""
        return self._read(field, self.get(field), lambda value: as_choice(value, members=members))

    def choices(self, field: str, members: type[EnumT]) -> tuple[EnumT, ...]:
        """Read a list of official terms."""
        return self._list(field, lambda value: as_choice(value, members=members), limit=ITEMS_LIMIT)

    def integers(self, field: str, *, low: int, high: int) -> tuple[int, ...]:
        """Read a list of whole numbers from ``low`` to ``high``."""
        return self._list(field, lambda value: as_integer(value, low=low, high=high), limit=ITEMS_LIMIT)

    def texts(
        self,
        field: str,
        *,
        limit: int = ITEM_LIMIT,
        items: int = ITEMS_LIMIT,
        clean: Callable[[str], str] = clean_line,
    ) -> tuple[str, ...]:
        """Read a list of at most ``items`` texts of at most ``limit`` characters; empty ones are left out."""
        return self._list(field, lambda value: _limited(clean(as_text(value)), limit=limit) or None, limit=items)

    def child(self, field: str) -> "Record":
        """Read an object; a missing one has no fields."""
        value = self.get(field)
        if value is not None and not isinstance(value, Mapping):
            self.error(field, f"应是一组字段，现在是{kind_of(value)}。")
        raw = value if isinstance(value, Mapping) else {}
        return Record(raw, path=f"{self._path}{field}.", report=self._report)

    def children(self, field: str) -> Iterator["Record"]:
        """Read a list of objects; empty objects are left out."""
        for index, value in enumerate(self._items(field, limit=RECORDS_LIMIT)):
            if isinstance(value, Mapping):
                if any(item not in (None, "", []) for item in value.values()):
                    yield Record(value, path=f"{self._path}{field}[{index}].", report=self._report)
            elif value is not None:
                self.error(f"{field}[{index}]", f"应是一组字段，现在是{kind_of(value)}。")

    def warn_unknown(self, known: frozenset[str], *, kind: str) -> None:
        """Report the fields that the format doesn't know."""
        if not known.issuperset(self._raw):
            for name in self._raw:
                if name not in known:
                    self._report.unknown(clean_line(str(name)), kind=kind)

    def _told(self, field: str, unit: str, take: Callable[[object], FigureT]) -> FigureT | None:
        value = self.get(field)
        figure = self._read(field, value, lambda given: _amount(given, take))
        if figure is not None and (words := read_back(value, figure, unit=unit)):
            self.warn(field, words)
        return figure

    def _read(self, field: str, value: object, take: Callable[[object], T]) -> T | None:
        if value is None:
            return None
        try:
            return take(value)
        except ValueFaultError as fault:
            self.error(field, fault.reason, suggestion=fault.suggestion)
            return None

    def _list(self, field: str, take: Callable[[object], T | None], *, limit: int) -> tuple[T, ...]:
        values = self._items(field, limit=limit)
        taken = (self._read(field, value, take) for value in values if value not in (None, ""))
        return tuple(dict.fromkeys(value for value in taken if value is not None))

    def _items(self, field: str, *, limit: int) -> list[object]:
        value = self.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            self.error(field, f"应是列表，现在是{kind_of(value)}{show(value)}；只有一个值时也请放在方括号里。")
            return []
        if len(value) > limit:
            self.error(field, f"有{len(value):,}项，最多{limit:,}项，请删减或拆开。")
            return []
        return value


def _amount(value: object, take: Callable[[object], FigureT]) -> FigureT:
    try:
        return take(value)
    except NoAmountError:
        raise ValueFaultError(f"{show(value)}不是数字，请只填阿拉伯数字，例如“12.5”。") from None


def _limited(text: str, *, limit: int) -> str:
    if len(text) > limit:
        raise ValueFaultError(f"有{len(text):,}字，最多{limit:,}字，请缩短，详细材料可以作为附件另行提交。")
    return text
