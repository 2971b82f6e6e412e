"""Files of commands that other programs call: one clear line per defect, exit code 2, and no half-written output."""

from collections.abc import Sequence
from pathlib import Path

import click

BAD_INPUT = 2


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
    """Return the lines of a UTF-8 file, a byte order mark and line ends aside; ends with exit code 2 otherwise."""
    try:
        # Only line feeds end a line: other separators may stand inside a JSON text.
        return [line.removesuffix("\r") for line in path.read_bytes().decode("utf-8-sig").split("\n")]
    except UnicodeDecodeError as error:
        raise refuse(f"“{path.name}”从第 {error.start + 1} 个字节起不是 UTF-8 编码，请另存为 UTF-8。") from error


def write_whole(path: Path, text: str) -> None:
    """Write a file wholly or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise refuse(f"写不进“{path}”：{error.strerror}。请检查文件夹是否存在、磁盘是否已满。") from error
