"""Workbooks: the table of first threes, and one enterprise's recommendation."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from marketplace.core.wording import moment_text
from marketplace.recommendations.county import FIRST, CountyRow
from marketplace.recommendations.labels import FIT_LABELS
from marketplace.recommendations.offers import Price
from marketplace.recommendations.page_values import Offer, Recommendation

HEAD = ("企业", "行业、规模、地点", "难题数", "没有对口模块的")
FIRST_PARTS = ("", "首年报价（万元）", "的理由")
WIDTHS = (30, 34, 8, 12)


def write_first_threes(rows: Sequence[CountyRow], *, when: datetime) -> bytes:
    """Return an XLSX: one row an enterprise, three columns (name, price, reason) a place; texts are never formulas."""
    import xlsxwriter  # Takes half a second, which pages that write none needn't spend.

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("前三名")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        heads = [*HEAD, *(f"第 {n} 名{part}" for n in range(1, FIRST + 1) for part in FIRST_PARTS)]
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, _cells(row), wrapped)
        _set_up(sheet, rows=len(rows), columns=len(heads))
        for column, width in enumerate((*WIDTHS, *[26, 12, 44] * FIRST)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        note = book.add_worksheet("说明")
        note.write_column(0, 0, _notes(len(rows), when=when))
        note.set_column(0, 0, 90)
    return buffer.getvalue()


def _wan(price: Price) -> float | str:
    """Return an amount that a sheet can add up, or that it is to be agreed."""
    return "面议" if price.wan is None else round(price.wan, 4)


def _cells(row: CountyRow) -> list[str | int | float]:
    cells: list[str | int | float] = [row.name, row.about, row.needs, row.unanswered]
    for first in row.firsts:
        reason = "；".join(text for text in (first.reason, first.over) if text)
        cells += [first.name + ("（并列）" if first.tied else ""), _wan(first.price), reason]
    return cells


def _set_up(sheet: Any, *, rows: int, columns: int) -> None:
    """Let a sheet be filtered, and be printed on A4 with its head on every page."""
    sheet.autofilter(0, 0, max(1, rows), columns - 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _notes(count: int, *, when: datetime) -> list[str]:
    return [
        f"导出时间：{moment_text(when)}（北京时间），共 {count} 家企业。",
        "名次由匹配引擎按企业写下的难题和场景清单排出，供参考，不是推荐名单。",
        "首年报价是对得上的模块加起来，没有标价的不在内；都没有标价的写“面议”。",
        "写着“超出首年预算”的，对得上的模块加起来比企业写的预算贵，可以少选几个或分步做。",
        "没有任何模块对得上的名次留空；“并列”指与相邻名次的分数相差不到 1%。",
    ]


OFFER_HEAD = (
    "名次",
    "服务商",
    "并列",
    "类型和地点",
    "首年报价（万元）",
    "三年费用（万元）",
    "上线（天）",
    "付款",
    "部署",
    "分数",
    "理由",
    "解决不了的",
)
OFFER_WIDTHS = (6, 30, 14, 20, 12, 12, 10, 18, 18, 8, 60, 44)


def write_recommendation(page: Recommendation, *, when: datetime) -> bytes:
    """Return an XLSX of one enterprise: the order with reasons, needs × providers, and how it came about."""
    import xlsxwriter  # Takes half a second, which pages that write none needn't spend.

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("推荐顺序")
        sheet.write_row(0, 0, OFFER_HEAD, bold)
        for number, offer in enumerate(page.offers, start=1):
            sheet.write_row(number, 0, _offer_cells(offer), wrapped)
        _set_up(sheet, rows=len(page.offers), columns=len(OFFER_HEAD))
        for column, width in enumerate(OFFER_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 2)
        _write_matrix(book.add_worksheet("逐条对照"), page, bold=bold, wrapped=wrapped)
        note = book.add_worksheet("说明")
        note.write_column(0, 0, _offer_notes(page, when=when))
        note.set_column(0, 0, 100)
    return buffer.getvalue()


def _offer_cells(offer: Offer) -> list[str | int | float]:
    reasons = [f"第 {one.number} 条：{one.source}" for one in offer.reasons]
    reasons += [f"场景清单第 {one.number} 条：{one.source}" for one in offer.wish_reasons]
    return [
        offer.place,
        offer.name,
        offer.tie,
        "、".join(offer.marks),
        _wan(offer.price),
        _wan(offer.three_years),
        offer.days_text if offer.days is None else offer.days,
        offer.payments,
        offer.deployments,
        offer.shown.total,
        "\n".join(reasons),
        "\n".join(offer.gaps),
    ]


def _write_matrix(sheet: Any, page: Recommendation, *, bold: Any, wrapped: Any) -> None:
    sheet.write_row(0, 0, [page.speaks_of, *(offer.name for offer in page.offers)], bold)
    for number, trouble in enumerate(page.troubles, start=1):
        states = [FIT_LABELS[offer.states[trouble.number - 1]] for offer in page.offers]
        sheet.write_row(number, 0, [f"{trouble.number} {trouble.text}", *states], wrapped)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, max(1, len(page.offers)), 18)


def _offer_notes(page: Recommendation, *, when: datetime) -> list[str]:
    return [
        f"{page.name}，{moment_text(when)}（北京时间）排出，和 {page.total} 家服务商比过。",
        "名次按公开的权重算，难题、场景、行业、文字和各项愿望都算在内。",
        "三年费用：一次性付的算一遍，按使用付的算三遍；按效果付的和没标价的不在内，全是这样的写“面议”。",
        "分数除以各项权重之和，满分是 1；“并列”指相差不到 1%，谁前谁后不说明好坏。",
        f"引擎 {page.engine_version}，权重 {page.weights}，场景库 {page.library_edition}，种子 {page.seed}。",
        f"词频统计 {page.statistics_edition}",
        f"摘要 {page.input_digest}",
    ]
