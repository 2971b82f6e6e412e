"""A paper as PDF through typst, where it is installed and a Chinese font is present.

The paper goes in as JSON data, so nothing that a user wrote is ever read as typst's own language.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.core.wording import day_text
from marketplace.documents.paper import DIGEST_PREFIX, Paper, Stamp
from marketplace.documents.qr import qr_svg
from marketplace.documents.titles import upper_line
from marketplace.documents.words import stamp_lines

TEMPLATE = Path(__file__).with_name("paper.typ")
# In this order; the first that the machine has is used.
TITLE_FONTS = ("FZXiaoBiaoSong-B05S", "STZhongsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
BODY_FONTS = ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
BOLD_FONTS = ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC")
LAST_RESORT = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")


@cache
def _families() -> frozenset[str]:
    try:
        import typst
    except ImportError:
        return frozenset()
    return frozenset(typst.Fonts().families())


def can_write_pdf() -> bool:
    """Say whether this machine has typst and a Chinese font."""
    wanted = {*TITLE_FONTS, *BODY_FONTS, *BOLD_FONTS, *LAST_RESORT}
    return bool(wanted & _families())


def write_pdf(paper: Paper, *, stamp: Stamp | None) -> bytes:
    """Return a paper as PDF; without a stamp it is marked as a draft. Only where ``can_write_pdf()``."""
    import typst

    timestamp = int(stamp.issued_at.timestamp()) if stamp else 0
    made: Any = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"paper": _data(paper, stamp)}, timestamp=timestamp)
    return bytes(made)


def _data(paper: Paper, stamp: Stamp | None) -> str:
    upper = upper_line(paper.title)
    value = {
        "title": paper.title,
        "title_lines": [upper, *([paper.title.removeprefix(upper)] if upper != paper.title else [])],
        "number": paper.number,
        "attachments": paper.attachments,
        "signer": paper.signer,
        "signed_on": day_text(paper.signed_on) if paper.signed_on else "",
        "blocks": [{"kind": type(block).__name__, **asdict(block)} for block in paper.blocks],
        "stamp": stamp_lines(stamp) if stamp else [],
        "qr": qr_svg(stamp.url) if stamp else "",
        "keyword": f"{DIGEST_PREFIX}{stamp.digest}" if stamp else "",
        "fonts": {
            "title": _present(TITLE_FONTS),
            "body": _present(BODY_FONTS),
            "bold": _present(BOLD_FONTS),
        },
    }
    return json.dumps(value, ensure_ascii=False)


def _present(names: tuple[str, ...]) -> list[str]:
    """Return the fonts that the machine has: a missing name would only cause a warning."""
    found = [name for name in (*names, *LAST_RESORT) if name in _families()]
    return found[:2]
