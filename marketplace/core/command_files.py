"""Files of commands that other programs call: one clear line per defect, exit code 2, and no half-written output."""

import errno
from collections.abc import Sequence
from pathlib import Path

import click

BAD_INPUT = 2
REASONS = {
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出了磁盘配额",
    errno.ENAMETOOLONG: "文件名太长",
}
BROKEN_SHARE = 4  # GB18030 read as UTF-8 is nearly all broken.


def why(error: OSError) -> str:
    """Return in words what an error of the operating system means, its own words for a rare one."""
    return REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


def refuse(message: str) -> SystemExit:
    """Print one line and return the exit to raise."""
    click.echo(message, err=True)
    return SystemExit(BAD_INPUT)


def refuse_all(defects: Sequence[str]) -> None:
    """Print one line per defect and end with exit code 2; do nothing when there is none."""
    for defect in defects:
        click.echo(defect, err=True)
    if defects:
        raise refuse(f"共 {len(defects)} 处错误，没有写出任何文件。请改好后重试。")


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text in UTF-8 or GB18030, a byte order mark and line ends aside; else ends with code 2."""
    # Only line feeds end a line: other separators may stand inside a JSON text.
    return [line.removesuffix("\r") for line in _decoded(path).split("\n")]


def _decoded(path: Path) -> str:
    payload = path.read_bytes()
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = "" if _is_broken_utf8(payload) else payload.decode("gb18030")
        except UnicodeDecodeError:
            text = ""
        if not text:
            place = f"“{path.name}”从第 {error.start + 1} 个字节起不是 UTF-8 编码，也不是完整的 GB18030"
            raise refuse(f"{place}；请在记事本或 WPS 里打开，另存时编码选“UTF-8”。") from error
    click.echo(f"“{path.name}”：按 GB18030 编码读取。", err=True)
    return text


def _is_broken_utf8(payload: bytes) -> bool:
    """Return whether most Chinese characters are read as UTF-8, so that a few bytes are damaged only."""
    read = payload.decode("utf-8", errors="replace")
    broken = read.count("\N{REPLACEMENT CHARACTER}")
    return sum(not sign.isascii() for sign in read) > BROKEN_SHARE * broken


def write_whole(path: Path, text: str) -> None:
    """Write a file wholly or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise refuse(f"写不进“{path}”：{why(error)}。请检查文件夹、权限和磁盘空间。") from error
