"""Closed sets of notices and objections with their Chinese labels."""

from enum import StrEnum


class NoticeState(StrEnum):
    """Where a notice stands; told by its times, its objections and the clock."""

    OPEN = "open"
    ANSWERING = "answering"
    CHANGE_DUE = "change_due"
    CLEAR = "clear"
    SETTLED = "settled"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


NOTICE_STATE_LABELS: dict[NoticeState, str] = {
    NoticeState.OPEN: "公示中",
    NoticeState.ANSWERING: "公示期满，正在答复异议",
    NoticeState.CHANGE_DUE: "异议成立，等待更改",
    NoticeState.CLEAR: "公示期满，没有未决异议",
    NoticeState.SETTLED: "公示结束，已作决定",
    NoticeState.REPLACED: "内容有更改，已重新公示",
    NoticeState.WITHDRAWN: "已撤回",
}


class Ground(StrEnum):
    """Why somebody objects."""

    FACTS = "facts"
    CONDITIONS = "conditions"
    CONFLICT = "conflict"
    PROCEDURE = "procedure"
    SCORING = "scoring"
    OMITTED = "omitted"
    OTHER = "other"


GROUND_LABELS: dict[Ground, str] = {
    Ground.FACTS: "材料或案例不属实",
    Ground.CONDITIONS: "不符合规定的条件",
    Ground.CONFLICT: "评审人员应当回避",
    Ground.PROCEDURE: "程序不合规定",
    Ground.SCORING: "评分有错误",
    Ground.OMITTED: "应当列入而没有列入",
    Ground.OTHER: "其他",
}


class Remedy(StrEnum):
    """What the objector asks for."""

    REMOVE = "remove"
    ADD = "add"
    CORRECT = "correct"
    REVIEW_AGAIN = "review_again"
    EXPLAIN = "explain"


REMEDY_LABELS: dict[Remedy, str] = {
    Remedy.REMOVE: "移出公示的内容",
    Remedy.ADD: "补充列入",
    Remedy.CORRECT: "更正有误的内容",
    Remedy.REVIEW_AGAIN: "重新评审",
    Remedy.EXPLAIN: "说明情况",
}


class Outcome(StrEnum):
    """How an objection was answered."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"
    REPEATED = "repeated"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.UPHELD: "异议成立",
    Outcome.PARTLY: "部分成立",
    Outcome.REJECTED: "异议不成立",
    Outcome.REPEATED: "重复异议，没有新的理由，不再受理",
}


class ObjectionState(StrEnum):
    """Where an objection stands, told by its times."""

    OPEN = "open"
    ANSWERED = "answered"
    CHANGE_DUE = "change_due"
    WITHDRAWN = "withdrawn"


OBJECTION_STATE_LABELS: dict[ObjectionState, str] = {
    ObjectionState.OPEN: "正在核实",
    ObjectionState.ANSWERED: "已答复",
    ObjectionState.CHANGE_DUE: "成立，等待更改",
    ObjectionState.WITHDRAWN: "已由提出人撤回",
}


class ChangeReason(StrEnum):
    """Why what is noticed changes."""

    OBJECTION = "objection"
    OWN_CORRECTION = "own_correction"
    WITHDRAWAL = "withdrawal"


CHANGE_REASON_LABELS: dict[ChangeReason, str] = {
    ChangeReason.OBJECTION: "异议成立",
    ChangeReason.OWN_CORRECTION: "自行发现错误",
    ChangeReason.WITHDRAWAL: "当事单位自愿退出",
}
