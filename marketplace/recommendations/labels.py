"""Why a ranking run was kept, with Chinese labels."""

from enum import StrEnum


class RunReason(StrEnum):
    """What somebody did that relies on a ranking."""

    SHORTLISTED = "shortlisted"
    SHARED = "shared"
    PRINTED = "printed"


RUN_REASON_LABELS: dict[RunReason, str] = {
    RunReason.SHORTLISTED: "加入备选",
    RunReason.SHARED: "分享链接",
    RunReason.PRINTED: "打印留存",
}
