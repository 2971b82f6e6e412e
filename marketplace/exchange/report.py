"""Where findings are collected while a file is read."""

from collections.abc import Callable

from marketplace.exchange.defects import Defect, Location
from marketplace.exchange.field_names import name_field
from marketplace.exchange.labels import Severity

Locator = Callable[[str], Location]


class Report:
    """Collects defects of one file; `locate` turns a field's path into a place and is moved on from row to row.

    `label` turns a path into words; a reader of tables sets it to the header that stands over the cell.
    A reader takes the findings out with `drain` after each row, so that memory doesn't grow with the file.
    """

    def __init__(self, locate: Locator) -> None:
        self.locate = locate
        self.label: Callable[[str], str] = name_field
        self.errors = 0
        self._findings: list[Defect] = []
        self._unknown: set[str] = set()

    def error(self, path: str, reason: str, *, suggestion: str = "") -> None:
        """Note something that rejects the row."""
        self.errors += 1
        self._note(path, reason, severity=Severity.ERROR, suggestion=suggestion)

    def warn(self, path: str, reason: str) -> None:
        """Note something that is mended or ignored."""
        self._note(path, reason, severity=Severity.WARNING, suggestion="")

    def tell(self, reason: str) -> None:
        """Note something that the sender may want to know of the whole file."""
        self._note("", reason, severity=Severity.NOTE, suggestion="")

    def unknown(self, path: str, *, kind: str) -> None:
        """Note an unknown field, once a file however many rows have it."""
        if (kind + path) in self._unknown:
            return
        self._unknown.add(kind + path)
        self._note(
            "", f"不认识字段“{path[:40]}”，已忽略（同名字段只提示一次）。", severity=Severity.WARNING, suggestion=""
        )

    def drain(self) -> list[Defect]:
        """Hand over the findings since the last call."""
        findings, self._findings = self._findings, []
        return findings

    def _note(self, path: str, reason: str, *, severity: Severity, suggestion: str) -> None:
        place = self.locate(path)
        self._findings.append(
            Defect(
                file=place.file,
                line=place.line,
                sheet=place.sheet,
                cell=place.cell,
                field=path,
                field_zh=self.label(path) if path else "",
                reason_zh=reason,
                severity=severity,
                suggestion=suggestion,
            ),
        )
