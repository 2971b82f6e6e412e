"""JSON Lines: one object a line, UTF-8; reading and writing need the memory of one line."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO, cast

from marketplace.exchange.limits import MIB, Limits
from marketplace.exchange.records import to_record
from marketplace.exchange.rows import EnterpriseRow, ProviderRow
from marketplace.exchange.sources import UTF8_BOM

HOW_TO_CONVERT = "在记事本或WPS里打开，另存时编码选“UTF-8”"
_SKIP = 1024 * 1024


class LineFaultError(ValueError):
    """A line that holds no object that can be read; the text says why."""


def read_objects(stream: BinaryIO, *, limits: Limits) -> Iterator[tuple[int, object | LineFaultError]]:
    """Give each line that isn't blank with its number from 1: the JSON value, or why there is none."""
    number = 0
    while line := stream.readline(limits.line_bytes + 1):
        number += 1
        if len(line) > limits.line_bytes:
            _skip_line(stream, line)
            yield number, LineFaultError(f"这一行超过{limits.line_bytes / MIB:,.0f}MB，请缩短其中的长文字。")
            continue
        if number == 1:
            line = line.removeprefix(UTF8_BOM)
        if line.strip():
            yield number, _parse(line)


def write_jsonl(rows: Iterable[EnterpriseRow | ProviderRow], stream: TextIO | BinaryIO) -> int:
    """Write one line a row in UTF-8 and return how many; the stream may take text or bytes."""
    count = 0
    for row in rows:
        line = json.dumps(to_record(row), ensure_ascii=False, allow_nan=False) + "\n"
        if isinstance(stream, io.TextIOBase):
            stream.write(line)
        else:
            cast("BinaryIO", stream).write(line.encode())
        count += 1
    return count


def _parse(line: bytes) -> object | LineFaultError:
    try:
        value: object = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return LineFaultError(f"从第{error.start + 1}个字节起不是UTF-8编码，请把文件另存为UTF-8：{HOW_TO_CONVERT}。")
    except json.JSONDecodeError as error:
        return LineFaultError(f"不是完整的JSON对象（第{error.pos + 1}个字符附近），请检查引号、逗号和括号。")
    except (ValueError, RecursionError):
        return LineFaultError("含有不能读取的数字或层层嵌套的括号，请改正。")
    return value


def _refuse(name: str) -> object:
    raise ValueError(name)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_SKIP)
