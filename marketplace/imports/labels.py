"""States of an import with their Chinese labels."""

from enum import StrEnum


class BatchState(StrEnum):
    """Where an import stands."""

    STAGED = "staged"
    APPLIED = "applied"
    DISCARDED = "discarded"


BATCH_STATE_LABELS: dict[BatchState, str] = {
    BatchState.STAGED: "待确认",
    BatchState.APPLIED: "已导入",
    BatchState.DISCARDED: "已放弃",
}
