"""Who a row is about: the sender's number, the registered name, the 统一社会信用代码."""

from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from marketplace.exchange.limits import NAME_LIMIT, REF_LIMIT
from marketplace.exchange.record import Record
from marketplace.exchange.text import clean_code, clean_ref
from marketplace.exchange.values import show

EXAMPLE_REF = "示例"


class Seen:
    """Numbers and codes that stood in the file already, with the row of each."""

    def __init__(self) -> None:
        self._refs: dict[str, int] = {}
        self._codes: dict[str, int] = {}

    def check(self, record: Record, *, ref: str, uscc: str, row: int) -> None:
        """Report a number or 统一社会信用代码 that came before in this file."""
        if ref in self._refs:
            record.error("ref", f"编号{show(ref)}与第{self._refs[ref]}行重复，同一个文件里每个编号只能用一次。")
        elif ref:
            self._refs[ref] = row
        if uscc in self._codes:
            record.error("uscc", f"统一社会信用代码“{uscc}”与第{self._codes[uscc]}行重复，请合并或改正。")
        elif uscc:
            self._codes[uscc] = row


def read_identity(record: Record, *, seen: Seen, row: int) -> tuple[str, str, str]:
    """Read number, name and code of an organisation; the first two are required."""
    ref = record.text("ref", limit=REF_LIMIT, clean=clean_ref)
    name = record.text("name", limit=NAME_LIMIT)
    if record.get("ref") is None:
        record.error("ref", "没有填写，请为每一行写一个不重复的编号。")
    if record.get("name") is None:
        record.error("name", "没有填写，请写登记的全称。")
    if ref == EXAMPLE_REF:
        record.error("ref", f"“{EXAMPLE_REF}”留给模板里的示例行，请换一个编号。")
    uscc = read_uscc(record)
    seen.check(record, ref=ref, uscc=uscc, row=row)
    return ref, name, uscc


def read_uscc(record: Record) -> str:
    """Read a 统一社会信用代码: 18 characters of which the last is a check character (GB 32100-2015)."""
    if isinstance(record.get("uscc"), float):
        record.error("uscc", "被表格当成了数字，末几位已丢失，请把单元格设为文本后重新填写。")
        return ""
    code = record.text("uscc", limit=REF_LIMIT, clean=clean_code).upper()
    if not code:
        return ""
    try:
        return str(stdnum_uscc.validate(code))
    except InvalidLength:
        record.error("uscc", f"{show(code)}有{len(code)}位，应是18位。")
    except InvalidChecksum:
        record.error("uscc", f"{show(code)}的校验位不对，请对照营业执照检查是否输错。")
    except ValidationError:
        record.error(
            "uscc", f"{show(code)}含有不该出现的字符：前8位是数字，其余是数字和大写字母（没有I、O、S、V、Z）。"
        )
    return ""
