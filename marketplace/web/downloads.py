"""Files as answers, under names that tell one from another in a folder of downloads."""

import re
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

from flask import Response, send_file

from marketplace.core.clock import shanghai_day

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
MOST_ABOUT = 40
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # Signs that a file system refuses.


def file_answer(content: bytes, *, media_type: str, name: str, plain: str) -> Response:
    """Send a file to be kept under its name; ``plain`` is the same in ASCII, for programs that read no other."""
    answer = send_file(BytesIO(content), mimetype=media_type)
    names = {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer


def workbook_answer(content: bytes, *, title: str, about: str, plain: str, when: datetime) -> Response:
    """Send a workbook named by what it is, whom it is about and the day: 前三名_绍兴市柯桥区_2026-11-22.xlsx."""
    day = shanghai_day(when).isoformat()
    parts = (title, _UNFIT.sub(" ", about).strip()[:MOST_ABOUT], day)
    name = "_".join(part for part in parts if part)
    return file_answer(content, media_type=WORKBOOK, name=f"{name}.xlsx", plain=f"{plain}_{day}.xlsx")


def zip_answer(content: bytes, *, title: str, about: str, plain: str) -> Response:
    """Send a ZIP named by what it is and whom it is about, the latter in ASCII: 核对包_1615d853b59d.zip."""
    return file_answer(content, media_type=ZIP, name=f"{title}_{about}.zip", plain=f"{plain}_{about}.zip")
