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


class EntryAction(StrEnum):
    """What an import does with a row."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    SAME = "same"


ENTRY_ACTION_LABELS: dict[EntryAction, str] = {
    EntryAction.CREATE: "新增",
    EntryAction.UPDATE: "更新已登记的",
    EntryAction.SKIP: "不导入",
    EntryAction.SAME: "没有变化",
}
