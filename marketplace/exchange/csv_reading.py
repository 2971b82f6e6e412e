"""CSV files as tables: UTF-8 with or without BOM, else GB18030; comma, tab or semicolon; read as a stream."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.labels import Severity
from marketplace.exchange.sources import UTF8_BOM, Source
from marketplace.exchange.tables import Table

LINE_LIMIT = 1_000_000  # Characters; all cells of a row at their limits stay below.
_CHUNK = 1024 * 1024
_PROBE = 64 * 1024
_DELIMITERS = ",\t;"


def read_csv(source: Source) -> Iterator[Table]:
    """Give the one table of a CSV file; the remark says which encoding it was read with."""
    encoding, words = _detect(source.stream)
    text = io.TextIOWrapper(source.stream, encoding=encoding, errors="replace", newline="")
    try:
        probe = text.read(_PROBE)
        text.seek(0)
        delimiter = max(_DELIMITERS, key=probe.count)
        yield Table(
            file=source.name,
            title="",
            rows=_rows(text, delimiter=delimiter),
            is_sheet=False,
            remarks=((Severity.NOTE, f"按{words}编码读取。"),),
        )
    finally:
        text.detach()


def _detect(stream: BinaryIO) -> tuple[str, str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    has_mark = stream.read(len(UTF8_BOM)) == UTF8_BOM
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030", "GB18030"
    finally:
        stream.seek(0)
    return "utf-8-sig", "UTF-8（带BOM）" if has_mark else "UTF-8"


def _rows(text: io.TextIOWrapper, *, delimiter: str) -> Iterator[tuple[int, list[object]]]:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefusedError(
                f"从第{line}行起读不下去：单元格太长，或引号没有成对；请在Excel或WPS里检查后另存再上传。",
            ) from error
        yield line, list(cells)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT:
            raise FileRefusedError(f"第{number}行超过{LINE_LIMIT:,}字，请缩短其中的长文字。")
        yield line
