"""Words that stand on every document."""

from marketplace.core.wording import moment_text
from marketplace.documents.paper import Stamp


def clause(text: str) -> str:
    """Return what somebody wrote without the stops at its end, to stand inside another sentence."""
    return text.strip().rstrip("。；;，,.、 ")


def sentence(text: str) -> str:
    """Return what somebody wrote with one full stop at its end, so that another sentence may follow."""
    stripped = text.strip()
    return stripped if stripped.endswith(("。", "！", "？", "”")) else f"{clause(stripped)}。" if stripped else ""


def stamp_lines(stamp: Stamp) -> tuple[str, ...]:
    """Return the lines beside the QR code."""
    return (
        "扫码或打开下面的地址，可以核验这份文件是不是平台签发的、现在是否有效。",
        f"核验地址：{stamp.url}",
        f"内容摘要：sha256:{stamp.digest}",
        f"签发时间：{moment_text(stamp.issued_at)}（北京时间）",
    )
