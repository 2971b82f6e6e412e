"""The picture as a workbook: what the page shows, whole."""

from collections.abc import Iterator
from datetime import datetime

from marketplace.core.wording import day_text, moment_text
from marketplace.insights.labels import MEASURE_LABELS, Measure
from marketplace.insights.progress.page import (
    COUNTS,
    HIDDEN,
    about,
    concentration_lines,
    counts_of,
    entry_rows,
    level_bars,
    shown,
    wan_of,
)
from marketplace.insights.progress.queries import Picture
from marketplace.insights.workbook import Sheet, write_book

COUNT_HEADS = tuple(f"{MEASURE_LABELS[measure]}（家）" for measure in COUNTS)


def write_picture(picture: Picture, *, now: datetime) -> bytes:
    """Return an XLSX: totals and goals, counties, industries, applications, concentration, works."""
    return write_book(list(_sheets(picture)), notes=_notes(picture, now=now))


def _sheets(picture: Picture) -> Iterator[Sheet]:
    goals = [[goal.label, goal.value, goal.unit, HIDDEN if goal.goal is None else goal.goal] for goal in picture.goals]
    totals = [[MEASURE_LABELS[measure], shown(picture.totals[measure]), "家", HIDDEN] for measure in COUNTS]
    yield "总览", ("项目", "数值", "单位", "目标"), [*goals, *totals]
    names, parents = picture.regions.names, picture.regions.parents
    yield (
        "按县（市、区）",
        ("县（市、区）", "设区市", *COUNT_HEADS),
        [[line.name, names[parents[line.code]], *counts_of(line.values)] for line in picture.places],
    )
    yield (
        "按行业",
        ("细分行业", "试点县（个）", *COUNT_HEADS, "覆盖率", "可用模块（个，全省）"),
        [[line.name, *cells] for line, cells in entry_rows(picture)],
    )
    if picture.funnel:
        yield "申报", ("步骤", "县（市、区）（个）"), [list(step) for step in picture.funnel.steps]
    yield (
        "机会集中度",
        ("地区", "排得上的服务商（家）", "前三家占露面次数", "基尼系数"),
        [
            [line.name, line.providers, round(line.first_three_ratio, 4), round(line.gini, 4)]
            for line in concentration_lines(picture)
        ],
    )
    yield from _works(picture)


def _works(picture: Picture) -> Iterator[Sheet]:
    inner = picture.inner
    if inner is None:
        return
    lines = inner.contractors.lines
    yield (
        "承接项目",
        ("服务商", "合同（个）", "合同额（万元）"),
        [[line.name, line.projects, wan_of(line.price_fen)] for line in lines],
    )
    yield "改造前后", ("数字化水平", "改造后（家）", "改造前（家）"), [list(bar) for bar in level_bars(picture)]
    yield (
        "成效",
        ("指标", "项目（个）", "变好的（个）", "变化中位数（%）"),
        [[line.name, line.works, line.better, line.change] for line in inner.effects.lines],
    )
    yield (
        "变化",
        ("日期", f"{MEASURE_LABELS[picture.wanted.measure]}（家）"),
        [[day_text(point.day), point.value] for point in inner.trend],
    )


def _notes(picture: Picture, *, now: datetime) -> list[str]:
    sheet = picture.sheet
    day = "还没有统计" if sheet.day is None else day_text(sheet.day)
    told = "当天实时统计" if sheet.is_exact else f"“{HIDDEN}”：不到 3 家，或者会让人算出不到 3 家的数，不显示"
    return [
        f"推进情况：{about(picture)}",
        f"数据日期：{day}。{told}。",
        "覆盖率：完成改造的企业占登记企业的比例。目录以外一行包括没有写明行业代码的企业。",
        f"{MEASURE_LABELS[Measure.RENOVATED]}：项目验收通过，或试点县登记完成；同一家企业只算一次。",
        f"生成时间：{moment_text(now)}（北京时间）。",
    ]
