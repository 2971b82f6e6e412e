"""Workbooks as answers, under names that tell one from another in a folder of downloads."""

import re
from datetime import datetime
from io import BytesIO

from flask import Response, send_file

from marketplace.core.clock import shanghai_day

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ABOUT = 40
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # Signs that a file system refuses.


def workbook_answer(content: bytes, *, title: str, about: str, when: datetime) -> Response:
    """Send a workbook named by what it is, whom it is about and the day: 前三名_绍兴市柯桥区_2026-11-22.xlsx."""
    parts = (title, _UNFIT.sub(" ", about).strip()[:MOST_ABOUT], shanghai_day(when).isoformat())
    name = "_".join(part for part in parts if part)
    return send_file(BytesIO(content), mimetype=WORKBOOK, as_attachment=True, download_name=f"{name}.xlsx")
