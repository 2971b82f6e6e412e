"""What stops a command before it does anything, as a sentence that says how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from marketplace.settings import Settings
from marketplace.web.messages_zh import message_for

REFUSED, WRONG_USE = 1, 2
NO_ADDRESS = (
    "DATABASE_URL 不是能用的数据库地址。写法如 postgresql+psycopg://用户:密码@主机/库名；"
    "留空则用 DATA_DIR 里的 SQLite 文件。"
)
NO_TABLES = "数据库里还没有建好的表，或者表还是旧的。请先运行 marketplace db upgrade。"
NO_DATABASE = (
    "打不开数据库。请检查 DATABASE_URL 和 DATA_DIR 是否写对、数据库是否在运行；新装的请先运行 marketplace db upgrade。"
)
MISSING_TABLE = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A sentence, or several lines of them, and the exit code that goes with it."""

    text: str
    exit_code: int


def trouble_of(error: Exception) -> Trouble | None:
    """Return what to say about an error of configuration or database; None for any other, which is ours."""
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        lines = [_of_setting(one) for one in error.errors()]
        return Trouble(text="\n".join(("配置有误，没有启动：", *lines)), exit_code=WRONG_USE)
    if isinstance(error, ArgumentError):
        return Trouble(text=NO_ADDRESS, exit_code=WRONG_USE)
    if isinstance(error, OperationalError | ProgrammingError):
        cause = f"{type(error.orig).__name__} {error.orig}"
        if any(sign in cause for sign in MISSING_TABLE):
            return Trouble(text=NO_TABLES, exit_code=REFUSED)
        # A statement that the database does not understand is our fault, not the operator's.
        return Trouble(text=NO_DATABASE, exit_code=REFUSED) if isinstance(error, OperationalError) else None
    return None


def _of_setting(error: Mapping[str, Any]) -> str:
    name = "".join(map(str, error["loc"])).upper()
    choice = error.get("ctx", {}).get("expected", "").replace(" or ", ", ") if error["type"] == "literal_error" else ""
    message = f"只能是 {choice} 之一。" if choice else message_for(error)
    return f"{name}：{message}" if name else message
