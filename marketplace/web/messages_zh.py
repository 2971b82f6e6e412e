"""Pydantic's error types as Chinese sentences that say how to mend the input."""

from collections.abc import Iterable, Mapping
from typing import Any

MESSAGES: dict[str, str] = {
    "missing": "请填写这一项。",
    "string_too_short": "请至少填写 {min_length} 个字。",
    "string_too_long": "最多 {max_length} 个字，请缩短一些。",
    "too_short": "请至少填写 {min_length} 项。",
    "too_long": "最多 {max_length} 项，请减少一些。",
    "int_parsing": "请填写整数，例如 120。",
    "int_from_float": "请填写整数，例如 120。",
    "int_type": "请填写整数，例如 120。",
    "float_parsing": "请填写数字，例如 12.5。",
    "float_type": "请填写数字，例如 12.5。",
    "decimal_parsing": "请填写数字，例如 12.5。",
    "greater_than_equal": "不能小于 {ge}。",
    "greater_than": "必须大于 {gt}。",
    "less_than_equal": "不能大于 {le}。",
    "less_than": "必须小于 {lt}。",
    "enum": "请从列出的选项中选择。",
    "literal_error": "请从列出的选项中选择。",
    "bool_parsing": "请选择是或否。",
    "date_parsing": "日期的写法不对，请按 2026-11-22 的样子填写。",
    "date_from_datetime_parsing": "日期的写法不对，请按 2026-11-22 的样子填写。",
    "string_type": "请填写文字。",
    "list_type": "请填写一个列表。",
    "dict_type": "请填写一个对象。",
    "model_attributes_type": "请填写一个对象。",
    "extra_forbidden": "没有这一项，请检查字段名。",
    "json_invalid": "不是合法的 JSON，请检查格式。",
    "string_pattern_mismatch": "格式不对，请检查后重新填写。",
}
# What a text has to look like, by the pattern that it does not match.
PATTERNS = {
    r"^\d{6}$": "请写六位区划代码：设区市如 330600，县（市、区）如 330604。",
    r"^(\d{6})?$": "请写县（市、区）的六位区划代码，例如 330604，或留空。",
    r"^(\d{2}|\d{4}|\d{6})?$": "请写区划代码：省两位（33）、设区市四位（3306）、县（市、区）六位（330604），或留空。",
    r"^(C?\d{2,4})?$": "请写国民经济行业代码，例如 1751 或 C1751，或留空。",
    r"^(C\d{2,4})?$": "请写国民经济行业代码，例如 C1751，或留空。",
    r"^(https?://\S+)?$": "请写以 http:// 或 https:// 开头的网址，或留空。",
    r"^(|confirmed|waiting)$": "只能是 confirmed（已确认）或 waiting（等待确认），或留空。",
    r"^20\d{2}-[1-4]$": "请写年份和季度，例如 2026-4。",
    r"^[^\r\n]*$": "请写在一行里，不要换行。",
    r"^[a-z][a-z0-9_]*$": "只能用小写字母、数字和下划线，以字母开头。",
}
FALLBACK = "这一项的内容不对，请检查后重新填写。"


def message_for(error: Mapping[str, Any]) -> str:
    """Return the sentence for one pydantic error; our own validators bring their Chinese text along."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"]) if "ctx" in error else FALLBACK
    if error["type"] == "string_pattern_mismatch":
        return PATTERNS.get(error["ctx"]["pattern"], MESSAGES["string_pattern_mismatch"])
    template = MESSAGES.get(error["type"], FALLBACK)
    return template.format(**error.get("ctx", {}))


def field_messages(errors: Iterable[Mapping[str, Any]], *, whole: str = "form") -> dict[str, list[str]]:
    """Group messages by field; a path reads ``problems.0.text``, and ``whole`` stands for all that was sent."""
    grouped: dict[str, list[str]] = {}
    for error in errors:
        name = ".".join(str(part) for part in error["loc"]) or whole
        grouped.setdefault(name, []).append(message_for(error))
    return grouped
