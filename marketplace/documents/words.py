"""Words that stand on every document."""

from datetime import date, tzinfo

from marketplace.documents.paper import Stamp


def day_text(day: date) -> str:
    """Return 2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def clause(text: str) -> str:
    """Return what somebody wrote without the stops at its end, to stand inside another sentence."""
    return text.strip().rstrip("。；;，,.、 ")


def sentence(text: str) -> str:
    """Return what somebody wrote with one full stop at its end, so that another sentence may follow."""
    stripped = text.strip()
    return stripped if stripped.endswith(("。", "！", "？", "”")) else f"{clause(stripped)}。" if stripped else ""


def stamp_lines(stamp: Stamp, *, zone: tzinfo) -> tuple[str, ...]:
    """Return the lines beside the QR code."""
    local = stamp.issued_at.astimezone(zone)
    return (
        "扫码或打开下面的地址，可以核验这份文件是不是平台签发的、现在是否有效。",
        f"核验地址：{stamp.url}",
        f"内容摘要：sha256:{stamp.digest}",
        f"签发时间：{day_text(local.date())} {local:%H:%M}（北京时间）",
    )
