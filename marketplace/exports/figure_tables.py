"""The public tables of figures."""

from marketplace.exports.figures import concentration_rows, demand_rows, progress_rows
from marketplace.exports.public_table import PublicTable
from marketplace.insights.labels import MEASURE_LABELS
from marketplace.insights.progress.page import COUNTS

FIGURE_TABLES = (
    PublicTable(
        key="demand",
        label="需求统计",
        about="每个场景有多少家企业需要，分全省、各市和各行业；不足 3 家的不列",
        columns=(
            ("scenario", "场景代码"),
            ("name", "场景"),
            ("scope", "范围"),
            ("code", "地区代码或目录序号"),
            ("place", "地区或行业"),
            ("firms", "企业（家）"),
            ("gap", "供给情况"),
            ("modules", "模块（个）"),
            ("providers", "服务商（家）"),
            ("counted_on", "统计日期"),
        ),
        rows=demand_rows,
    ),
    PublicTable(
        key="concentration",
        label="集中度统计",
        about="推荐靠前的位置在服务商之间怎样分布，分地区和行业；不足 3 家企业的不列",
        columns=(
            ("scope", "范围"),
            ("code", "地区代码或目录序号"),
            ("place", "地区或行业"),
            ("providers", "服务商（家）"),
            ("first_three_ratio", "前三家占比"),
            ("gini", "基尼系数"),
            ("counted_on", "统计日期"),
        ),
        rows=concentration_rows,
    ),
    PublicTable(
        key="progress",
        label="推进情况",
        about="登记、评测、签约、完成改造的企业，分全省、各市、各县和各行业；不足 3 家和能推算出来的不列",
        columns=(
            ("scope", "范围"),
            ("code", "地区代码或目录序号"),
            ("place", "地区或行业"),
            *((measure.value, f"{MEASURE_LABELS[measure]}（家）") for measure in COUNTS),
            ("counted_on", "统计日期"),
        ),
        rows=progress_rows,
    ),
)
