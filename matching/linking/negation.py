"""Parts of a text that speak of what is already there, or of what is not offered."""

import re

from matching.linking.types import TextKind

# Up to eight characters after "we already run", "bought one in 2016": the named system is no need.
HAVE = re.compile(
    r"(?:已经?|早就|去年|前年|以前|之前|(?:19|20)\d\d年)(?:[^,，。;；、]{0,4})(?:上了|上过|上线|用了|用过|有了|买了|装了|做了)"
    r"[^,，。;；、]{0,8}"
)
# What a vendor says that it does not do.
NOT_OFFERED = re.compile(r"(?:不做|不含|不包括|不提供|不涉及|不支持|不替代|不碰)[^,，。;；]{1,12}")


def denied_spans(folded: str, *, kind: TextKind) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) spans whose words must not count as a need or as an offer."""
    pattern = NOT_OFFERED if kind is TextKind.MODULE else HAVE
    return tuple((found.start(), found.end()) for found in pattern.finditer(folded))


def is_denied(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Return whether the words at ``start`` to ``end`` lie inside a denied span."""
    return any(left <= start and end <= right for left, right in spans)
