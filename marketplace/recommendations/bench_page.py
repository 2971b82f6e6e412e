"""The measurements as a table in Markdown and as a chart in SVG, for README and for reading."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from marketplace.recommendations.bench import Quality, Speed

WIDTH, ROW, LEFT, RIGHT = 760, 44, 250, 90
TOP, BOTTOM = 56, 40
INK, QUIET, OURS, PEER = "#1f2937", "#6b7280", "#0f6d66", "#b8c2cc"
FONT = "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


PEERS_NOTE = (
    "对照系统都拿企业的全部文字（名称、行业、简介、问题、场景）去比服务商的全部文字（名称、简介、模块、案例），同分按编号。"
    "词：结巴分词，两个字以上，没有本平台的行业词典；字对：相邻两个字；BM25：bm25s，k1=1.5，b=0.75；"
    "TF-IDF：余弦，次数取对数。p：与本平台按企业配对的随机化检验。"
)
BAR_MODULES = 50_000
SPEED_NOTE = (
    f"“排序不超过下限的 2 倍、前 20 名理由不超过 10 毫秒”是对 {BAR_MODULES:,} 个模块说的（用 make bench 量）；"
    "模块少时大半是固定开销，倍数说明不了什么。"
)


def quality_table(rows: Sequence[Quality]) -> str:
    """Return one row a system: measures, interval, and p of the paired randomisation test against the engine."""
    lines = ["| 系统 | nDCG@10（95% 区间） | nDCG@5 | P@3 | recall@10 | MRR | p |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        interval = f"{row.interval.mean:.3f}（{row.interval.low:.3f}–{row.interval.high:.3f}）"
        measures = " | ".join(f"{row.mean.get(name, 0.0):.3f}" for name in ("ndcg@5", "p@3", "recall@10", "mrr"))
        p_value = "" if row.p_value is None else f"{row.p_value:.5f}"
        lines.append(f"| {row.name} | {interval} | {measures} | {p_value} |")
    return "\n".join((*lines, "", PEERS_NOTE))


def speed_table(speed: Speed) -> str:
    """Return what one enterprise costs beside the floor."""
    return "\n".join(
        (
            f"| 一家企业，{speed.modules} 个模块 | CPU 毫秒（中位数） |",
            "|---|---|",
            f"| 下限：sparse_dot_topn 只乘文本，前 200 | {speed.floor:.1f} |",
            f"| 排序（不含语义关联） | {speed.ranking:.1f} |",
            f"| 前 20 名的理由 | {speed.explanation:.1f} |",
            *(("", SPEED_NOTE) if speed.modules < BAR_MODULES else ()),
        )
    )


def quality_chart(rows: Sequence[Quality]) -> str:
    """Return bars of nDCG@10 with their intervals; every bar carries its number, so that colour says nothing alone."""
    height = TOP + ROW * len(rows) + BOTTOM
    title = "nDCG@10：" + "；".join(f"{row.name} {row.interval.mean:.3f}" for row in rows)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": str(WIDTH),
            "height": str(height),
            "role": "img",
            "font-family": FONT,
        },
    )
    ET.SubElement(svg, "title").text = title
    ET.SubElement(svg, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    _text(svg, x=16, y=30, text="排序质量 nDCG@10，横线为 95% 区间", size=17, weight="600")
    for number, row in enumerate(rows):
        _bar(svg, row, y=TOP + ROW * number, fill=PEER if number else OURS)
    return ET.tostring(svg, encoding="unicode") + "\n"


def _bar(svg: ET.Element, row: Quality, *, y: int, fill: str) -> None:
    middle = y + ROW / 2
    _text(svg, x=LEFT - 12, y=middle + 5, text=row.name, size=13, anchor="end")
    place = {"x": str(LEFT), "y": str(y + 8), "height": str(ROW - 16), "rx": "3"}
    ET.SubElement(svg, "rect", {**place, "width": f"{_x(row.interval.mean) - LEFT:.1f}", "fill": fill})
    low, high = _x(row.interval.low), _x(row.interval.high)
    ends = f"M{low:.1f} {middle - 6}V{middle + 6}M{low:.1f} {middle}H{high:.1f}M{high:.1f} {middle - 6}V{middle + 6}"
    ET.SubElement(svg, "path", {"d": ends, "stroke": INK, "stroke-width": "1.5", "fill": "none"})
    _text(svg, x=high + 10, y=middle + 5, text=f"{row.interval.mean:.3f}", size=14, weight="600")


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def _text(
    svg: ET.Element, *, x: float, y: float, text: str, size: int, weight: str = "400", anchor: str = "start"
) -> None:
    style = {"font-size": str(size), "font-weight": weight, "text-anchor": anchor, "fill": INK}
    ET.SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", **style}).text = text
