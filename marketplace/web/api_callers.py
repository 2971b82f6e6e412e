"""Who may call the operations of the API, told beside each of them."""

from collections.abc import Iterable
from typing import Any

from marketplace.core.actor import ROLE_LABELS, Role
from marketplace.web.permissions import GRANTS, Permission

ROLES = "x-roles"


def name_callers(operation: dict[str, Any], permission: Permission) -> None:
    """Say whether an operation takes a token, and of which roles; what is public takes none and lists none."""
    is_public = permission is Permission.PUBLIC
    operation["security"] = [] if is_public else [{"bearer": []}]
    operation[ROLES] = [] if is_public else [role.value for role in Role if role in GRANTS[permission]]
    operation["description"] = f"{operation.get('description', '')}\n\n{told_callers(operation[ROLES])}".strip()


def told_callers(roles: Iterable[str]) -> str:
    """Return in Chinese who may call an operation, by the roles that it lists."""
    named = [ROLE_LABELS[Role(role)] for role in roles]
    if not named:
        return "谁都可以调用，不用令牌。"
    if len(named) == len(Role):
        return "登录的人都可以调用，要带令牌。"
    return f"可以调用的身份：{'、'.join(named)}。要带令牌。"
