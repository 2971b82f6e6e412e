"""A provider's own modules as a workbook: one row a module, one column a question."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from marketplace.catalog.labels import VERSION_STATE_LABELS
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.presentation import plain_values
from marketplace.catalog.questions import QUESTIONS, Kind
from marketplace.catalog.services.content import content_of_version


def write_modules(versions: Sequence[ModuleVersion], *, industries: Mapping[int, str]) -> bytes:
    """Return an XLSX of versions; texts are never formulas."""
    import xlsxwriter  # Takes half a second, which pages that write none needn't spend.

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("我的模块")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        units = {Kind.AMOUNT: "（万元）", Kind.DAYS: "（天）"}
        heads = [question.title + units.get(question.kind, "") for question in QUESTIONS]
        sheet.write_row(0, 0, ["版本", "状态", *heads], bold)
        for number, version in enumerate(versions, start=1):
            values = plain_values(content_of_version(version), industries=industries)
            row = [f"第 {version.number} 版", VERSION_STATE_LABELS[version.state], *values]
            sheet.write_row(number, 0, row, wrapped)
        sheet.set_column(0, len(heads) + 1, 18)
        sheet.freeze_panes(1, 3)
    return buffer.getvalue()
