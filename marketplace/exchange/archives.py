"""A look into an XLSX before it is opened: archives and sheets that would fill the memory are refused.

The sizes that an archive states of itself may be lies, so every member is inflated and counted here, and what comes
out is thrown away.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.limits import MIB, Limits
from marketplace.exchange.sheet_extent import find_unsolved, is_plain, may_hold_formula, measure

_CHUNK = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


def check_archive(stream: BinaryIO, *, limits: Limits) -> None:
    """Inflate and measure every member of an XLSX; raises `FileRefusedError`, leaves the stream at its start."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
        left = limits.unpacked_bytes
        for member in members:
            left -= _check_size(stream, member, left=left, limits=limits)
        for member in members:
            if member.filename.lower().startswith("xl/worksheets/") and member.filename.lower().endswith(".xml"):
                _check_extent(stream, member, limits=limits)
                _check_formulas(stream, member)
    except (zipfile.BadZipFile, zlib.error, struct.error, ExpatError, OSError, ValueError) as error:
        raise FileRefusedError("文件已损坏，打不开；请在Excel或WPS里重新保存后再上传。") from error
    finally:
        stream.seek(0)


def _check_size(stream: BinaryIO, member: zipfile.ZipInfo, *, left: int, limits: Limits) -> int:
    size = 0
    for piece in _inflate(stream, member):
        size += len(piece)
        if size > left:
            raise FileRefusedError(
                f"文件解开后超过{limits.unpacked_bytes / MIB:,.0f}MB，像是压缩炸弹或带了大量图片；"
                "请把数据复制到新的工作簿里保存后再上传。",
            )
    return size


def _check_extent(stream: BinaryIO, member: zipfile.ZipInfo, *, limits: Limits) -> None:
    if not is_plain(_inflate(stream, member)) and measure(_inflate(stream, member)) > limits.sheet_cells:
        raise FileRefusedError(
            "有工作表用到了很远的行或列（例如最右或最下面有内容），读取会占满内存；"
            "请删掉多余的行和列，或把数据复制到新的工作簿里保存后再上传。",
        )


def _check_formulas(stream: BinaryIO, member: zipfile.ZipInfo) -> None:
    if not any(map(may_hold_formula, _inflate(stream, member))):
        return
    cell = find_unsolved(_inflate(stream, member))
    if cell is not None:
        raise FileRefusedError(
            f"单元格{cell}写的是公式，文件里没有存它的结果；请用Excel或WPS打开这个文件，保存一次再上传，或把公式换成数值。",
        )


def _inflate(stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(member.header_offset)
    header = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    stream.seek(header[-2] + header[-1], 1)  # The lengths of name and extra field, which stand before the data.
    left = member.compress_size
    if member.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (data := stream.read(min(_CHUNK, left))):
            left -= len(data)
            yield data
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise FileRefusedError("工作簿用了少见的压缩方式，请在Excel或WPS里另存为XLSX后再上传。")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and not inflater.eof and (data := stream.read(min(_CHUNK, left))):
        left -= len(data)
        while data and not inflater.eof:
            yield inflater.decompress(data, _CHUNK)
            data = inflater.unconsumed_tail
