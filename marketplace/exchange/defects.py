"""What a reader found fault with: where it stands, what is wrong and how to mend it, in Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from marketplace.exchange.labels import Severity
from marketplace.exchange.rows import EnterpriseRow, ProviderRow

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in a file: a line (from 1) of JSONL, a line or cell of CSV, a sheet and cell of a workbook."""

    file: str
    line: int | None = None
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        parts = [f"“{self.file}”"]
        if self.sheet:
            parts.append(f"工作表“{self.sheet}”")
        if self.cell:
            parts.append(f"单元格{self.cell}")
        elif self.line is not None:
            parts.append(f"第{self.line}行")
        return "".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One finding; ``field`` is the path of the format (``problems[1].priority``, counted from 0), or empty.

    ``reason_zh`` says what is wrong and how to mend it; ``suggestion`` is a value that would be right, or empty.
    """

    file: str
    reason_zh: str
    severity: Severity = Severity.ERROR
    line: int | None = None
    sheet: str = ""
    cell: str = ""
    field: str = ""
    field_zh: str = ""
    suggestion: str = ""

    @property
    def location(self) -> Location:
        return Location(file=self.file, line=self.line, sheet=self.sheet, cell=self.cell)

    def __str__(self) -> str:
        """Return the whole sentence: where, which field, what and how to mend it."""
        named = f"，{self.field_zh}" if self.field_zh else ""
        return f"{self.location}{named}：{self.reason_zh}"


def has_errors(defects: Iterable[Defect]) -> bool:
    """Say whether one of the defects rejects something."""
    return any(defect.severity is Severity.ERROR for defect in defects)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult(Generic[RowT]):
    """Good rows in the order of the file, and all findings."""

    rows: tuple[RowT, ...] = ()
    defects: tuple[Defect, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not has_errors(self.defects)

    def to_apply(self, *, skip_bad: bool = False) -> tuple[RowT, ...]:
        """Return the rows to apply: all or, when something was rejected and bad rows aren't to be skipped, none."""
        return self.rows if skip_bad or self.is_clean else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Enterprises and providers of one or several files, and all findings."""

    enterprises: tuple[EnterpriseRow, ...] = ()
    providers: tuple[ProviderRow, ...] = ()
    defects: tuple[Defect, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not has_errors(self.defects)

    def to_apply(self, *, skip_bad: bool = False) -> "Collection":
        """Return what to apply: everything that is good or, unless bad rows are to be skipped, all or nothing."""
        return self if skip_bad or self.is_clean else Collection(defects=self.defects)
