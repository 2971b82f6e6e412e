"""Which rows are a person's own, which of them go with the person, and which secrets nobody is ever told.

Source: 个人信息保护法 (in force since 2021-11-01), articles 45 (a copy on request) and 47 (erasure). What an authority
decided must stay provable, so rows that bear somebody's act keep the number of the person, without any name.
"""

from collections.abc import Iterator

from sqlalchemy import Column, Table
from sqlmodel import SQLModel

PERSON = "user_account"
# Rows that are a person's own, by the column that names the person.
GOES = (
    ("auth_session", "user_id"),
    ("second_factor", "user_id"),
    ("recovery_code", "user_id"),
    ("organisation_manager", "user_id"),
    ("user_identity", "user_id"),
    ("password_reset", "user_id"),
    ("kept_request", "user_id"),
    ("message", "user_id"),
    ("saved_search", "user_id"),
    ("list_subscription", "user_id"),
)
STAYS = (
    ("membership", "user_id"),
    ("expert_profile", "user_id"),
    ("panel_member", "user_id"),
    ("objection", "user_id"),
    ("list_appeal", "user_id"),
)
OWN = frozenset(GOES + STAYS)
SECRET = frozenset({"password_hash", "salt", "token_digest", "code_digest", "sealed_secret", "last_step"})
LABELS = {
    "user_account": "账号",
    "auth_session": "登录记录",
    "second_factor": "第二步验证",
    "recovery_code": "恢复码",
    "organisation_manager": "管理的单位",
    "user_identity": "统一身份",
    "password_reset": "重设密码的链接",
    "kept_request": "程序请求的回执",
    "message": "收到的消息",
    "saved_search": "保存的搜索",
    "list_subscription": "订阅的名单",
    "membership": "代表过的单位",
    "expert_profile": "专家资料",
    "panel_member": "参加的评审",
    "objection": "提出的异议",
    "list_appeal": "提出的名单申诉",
    "api_token": "程序接口令牌",
}


def naming_columns() -> Iterator[tuple[Table, Column[int]]]:
    """Yield every column of every table that names a person."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == PERSON for key in column.foreign_keys):
                yield table, column


def told_columns(table: Table) -> list[Column[object]]:
    """Return the columns of a table that a person is told of their own rows: all but secrets."""
    return [column for column in table.columns if column.name not in SECRET]
