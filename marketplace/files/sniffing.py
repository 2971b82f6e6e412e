"""What a file is, told by its content; names and declared types are not believed."""

import io
import re
import unicodedata
import zipfile

from marketplace.core.errors import InvalidError
from marketplace.exchange.archives import check_archive
from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.limits import MIB, Limits
from marketplace.files.labels import FILE_TYPE_LABELS, FileType
from marketplace.files.media import SUFFIXES

MAX_NAME = 120
ACCEPT = ",".join(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
ARCHIVE_LIMITS = Limits(unpacked_bytes=200 * MIB, sheet_cells=2_000_000)
_SIGNATURES = ((b"%PDF-", FileType.PDF), (b"\x89PNG\r\n\x1a\n", FileType.PNG), (b"\xff\xd8\xff", FileType.JPEG))
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CONTENTS = (("word/document.xml", FileType.DOCX), ("xl/workbook.xml", FileType.XLSX), ("OFD.xml", FileType.OFD))
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def safe_name(name: str) -> str:
    """Return the last part of a name without signs that hide or lead elsewhere, 120 characters at most.

    The suffix is kept when a long name is cut. A name of nothing but such signs becomes 附件.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = _UNSAFE.sub("", last).strip(" .")
    if len(cleaned) > MAX_NAME:
        stem, dot, suffix = cleaned.rpartition(".")
        keep = MAX_NAME - len(dot + suffix)
        cleaned = stem[:keep] + dot + suffix if stem and keep > 0 else cleaned[:MAX_NAME]
    return cleaned or "附件"


def sniff(content: bytes, *, name: str) -> FileType:
    """Return what a file is; raises InvalidError when it is none of the accepted kinds or its name says otherwise."""
    found = _type_of(content)
    if not name.lower().endswith(SUFFIXES[found]):
        label, wanted = FILE_TYPE_LABELS[found], "、".join(SUFFIXES[found])
        raise InvalidError(f"“{name}”的内容是{label}，文件名应以 {wanted} 结尾。请核对是不是选错了文件。")
    return found


def _type_of(content: bytes) -> FileType:
    if not content:
        raise InvalidError("文件是空的，请重新选择。")
    for signature, found in _SIGNATURES:
        if content.startswith(signature):
            return found
    if content.startswith(_ZIP):
        return _type_of_archive(content)
    if content.startswith(_OLE):
        raise InvalidError("这是旧版或加了密码的 Office 文件。请去掉密码，另存为 DOCX、XLSX 或 PDF 后再上传。")
    raise InvalidError("只能上传 PDF、图片（PNG、JPEG）、Word（DOCX）、Excel（XLSX）和 OFD 文件。")


def _type_of_archive(content: bytes) -> FileType:
    stream = io.BytesIO(content)
    try:
        check_archive(stream, limits=ARCHIVE_LIMITS)
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except FileRefusedError as error:
        raise InvalidError(error.reason) from error
    if any(part.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) for part in names):
        raise InvalidError("文件里带有宏或程序，不能上传。请另存为不带宏的 DOCX、XLSX 或 PDF。")
    for part, found in _CONTENTS:
        if part in names:
            return found
    raise InvalidError("不能上传压缩包。请把里面的文件分别上传，或合并成一个 PDF。")
