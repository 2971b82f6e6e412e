"""Opening of files, and telling by their content what they are, never by their name."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.limits import MIB, Limits

File = Path | str | BinaryIO  # A path, or a stream of bytes; it is the caller's to close.
UTF8_BOM = b"\xef\xbb\xbf"
_HEAD = 4096
_SPOOL = 8 * MIB


class FileKind(StrEnum):
    """What a file is by its content."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    EMPTY = "empty"


FILE_KIND_LABELS: dict[FileKind, str] = {
    FileKind.JSONL: "JSON Lines",
    FileKind.CSV: "CSV",
    FileKind.XLSX: "XLSX工作簿",
    FileKind.XLS: "XLS工作簿",
    FileKind.EMPTY: "空文件",
}

_REFUSED_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf", "7z压缩包"),
    (b"\x1f\x8b", "GZIP压缩包"),
)
_WEB_HEADS = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<style")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An open file that can be read from its start: its name for messages, its bytes and its kind."""

    name: str
    stream: BinaryIO
    kind: FileKind


@contextmanager
def open_source(file: File, *, limits: Limits, name: str = "") -> Iterator[Source]:
    """Open a path or a binary stream and tell its kind; raises `FileRefusedError`.

    A stream that can't be rewound is copied to a temporary file first.
    """
    if isinstance(file, Path | str):
        path = Path(file)
        try:
            stream: BinaryIO = path.open("rb")
        except OSError as error:
            raise FileRefusedError("打不开这个文件，请检查路径和权限。") from error
        with stream:
            yield _inspect(stream, name=name or path.name, limits=limits)
    elif file.seekable():
        yield _inspect(file, name=name or _name_of(file), limits=limits)
    else:
        with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as copy:
            shutil.copyfileobj(file, copy)
            yield _inspect(copy, name=name or _name_of(file), limits=limits)  # type: ignore[arg-type]  # It has all methods.


def _inspect(stream: BinaryIO, *, name: str, limits: Limits) -> Source:
    size = stream.seek(0, 2)
    if size > limits.file_bytes:
        raise FileRefusedError(f"文件有{size / MIB:,.0f}MB，超过上限{limits.file_bytes / MIB:,.0f}MB，请拆成几个文件。")
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    return Source(name=name, stream=stream, kind=_kind(head, stream=stream))


def _kind(head: bytes, *, stream: BinaryIO) -> FileKind:
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(stream)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return FileKind.XLS
    for mark, words in _REFUSED_HEADS:
        if head.startswith(mark):
            raise FileRefusedError(f"这是{words}，不能导入；请上传XLSX、XLS、CSV或JSONL文件。")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefusedError("文件是UTF-16编码，请另存为“CSV UTF-8”或XLSX后再上传。")
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> FileKind:
    text = head.removeprefix(UTF8_BOM).lstrip()
    if b"\x00" in text:
        raise FileRefusedError("这不是表格或文字文件，不能导入；请上传XLSX、XLS、CSV或JSONL文件。")
    if text.lower().startswith(_WEB_HEADS):
        raise FileRefusedError("这是网页格式的表格，请用Excel或WPS打开，另存为XLSX后再上传。")
    if text.startswith(b"["):
        raise FileRefusedError("这是一整个JSON列表；请改成JSON Lines，一行一个对象，不要外层方括号。")
    if not text:
        return FileKind.EMPTY
    return FileKind.JSONL if text.startswith(b"{") else FileKind.CSV


def _kind_of_archive(stream: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefusedError("文件已损坏，打不开；请在Excel或WPS里重新保存后再上传。") from error
    finally:
        stream.seek(0)
    if not names & {"xl/workbook.xml", "xl/workbook.bin"}:
        raise FileRefusedError("这是压缩包或别的文档，不是XLSX工作簿；请上传XLSX、XLS、CSV或JSONL文件。")
    return FileKind.XLSX


def _name_of(stream: BinaryIO) -> str:
    name = getattr(stream, "name", "")
    return Path(name).name if isinstance(name, str) and name else "上传的文件"
