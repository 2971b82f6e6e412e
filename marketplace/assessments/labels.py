"""Words for why an assessment was made."""

from enum import StrEnum


class Purpose(StrEnum):
    """When an enterprise assessed itself; acceptance of a project compares before and after."""

    SELF = "self"
    BEFORE = "before"
    AFTER = "after"


PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.SELF: "自己看看",
    Purpose.BEFORE: "改造前",
    Purpose.AFTER: "改造后",
}
