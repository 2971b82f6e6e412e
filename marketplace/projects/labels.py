"""Closed sets of enquiries and projects with their Chinese labels."""

from enum import StrEnum


class EnquiryState(StrEnum):
    """Where an enquiry stands; told by its times, its answers and the clock."""

    OPEN = "open"
    COMPARING = "comparing"
    CHOSEN = "chosen"
    CANCELLED = "cancelled"


ENQUIRY_STATE_LABELS: dict[EnquiryState, str] = {
    EnquiryState.OPEN: "等服务商报价",
    EnquiryState.COMPARING: "报价已打开，等企业选定",
    EnquiryState.CHOSEN: "已选定",
    EnquiryState.CANCELLED: "已取消",
}


class ProjectState(StrEnum):
    """Where a project stands; told by its times."""

    CONTRACTING = "contracting"
    SIGNING = "signing"
    RUNNING = "running"
    APPLIED = "applied"
    REWORK = "rework"
    ACCEPTED = "accepted"
    ENDED = "ended"


PROJECT_STATE_LABELS: dict[ProjectState, str] = {
    ProjectState.CONTRACTING: "正在拟合同",
    ProjectState.SIGNING: "合同已上传，等服务商确认",
    ProjectState.RUNNING: "正在实施",
    ProjectState.APPLIED: "已申请验收",
    ProjectState.REWORK: "验收未通过，正在整改",
    ProjectState.ACCEPTED: "已验收",
    ProjectState.ENDED: "已终止",
}


class MilestoneState(StrEnum):
    """Where a milestone stands."""

    PLANNED = "planned"
    HANDED_IN = "handed_in"
    SUPERVISED = "supervised"
    RETURNED = "returned"
    DONE = "done"


MILESTONE_STATE_LABELS: dict[MilestoneState, str] = {
    MilestoneState.PLANNED: "未完成",
    MilestoneState.HANDED_IN: "服务商已提交",
    MilestoneState.SUPERVISED: "监理已核验，等企业确认",
    MilestoneState.RETURNED: "退回整改",
    MilestoneState.DONE: "已完成",
}


class SupervisionVerdict(StrEnum):
    """What a supervisor's visit came to."""

    IN_ORDER = "in_order"
    REMARKS = "remarks"
    STOP = "stop"


SUPERVISION_VERDICT_LABELS: dict[SupervisionVerdict, str] = {
    SupervisionVerdict.IN_ORDER: "符合要求",
    SupervisionVerdict.REMARKS: "有问题，限期整改",
    SupervisionVerdict.STOP: "有严重问题，建议暂停",
}


class ChangeKind(StrEnum):
    """What a change order changes."""

    DELAY = "delay"
    SCOPE = "scope"
    PRICE = "price"


CHANGE_KIND_LABELS: dict[ChangeKind, str] = {
    ChangeKind.DELAY: "延期",
    ChangeKind.SCOPE: "变更内容",
    ChangeKind.PRICE: "变更价款",
}


class MeterKind(StrEnum):
    """What a meter settles."""

    BY_USE = "by_use"
    BY_EFFECT = "by_effect"


METER_KIND_LABELS: dict[MeterKind, str] = {
    MeterKind.BY_USE: "按使用付费",
    MeterKind.BY_EFFECT: "按效果付费",
}


class Better(StrEnum):
    """Which way of a figure is the good one."""

    LOWER = "lower"
    HIGHER = "higher"


BETTER_LABELS: dict[Better, str] = {Better.LOWER: "越低越好", Better.HIGHER: "越高越好"}


class Decision(StrEnum):
    """How an application for acceptance ended."""

    PASSED = "passed"
    FAILED = "failed"


DECISION_LABELS: dict[Decision, str] = {Decision.PASSED: "验收通过", Decision.FAILED: "不通过，整改后再申请"}


class EventKind(StrEnum):
    """Steps from a recommendation to its outcome, kept for learning."""

    SHORTLISTED = "shortlisted"
    ASKED = "asked"
    DECLINED = "declined"
    QUOTED = "quoted"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    SIGNED = "signed"
    ACCEPTED = "accepted"
    RATED = "rated"


EVENT_KIND_LABELS: dict[EventKind, str] = {
    EventKind.SHORTLISTED: "加入备选",
    EventKind.ASKED: "被询价",
    EventKind.DECLINED: "不报价",
    EventKind.QUOTED: "报价",
    EventKind.CHOSEN: "被选定",
    EventKind.NOT_CHOSEN: "未被选定",
    EventKind.SIGNED: "签订合同",
    EventKind.ACCEPTED: "通过验收",
    EventKind.RATED: "收到评价",
}


class ClauseDifference(StrEnum):
    """How a clause of an edited contract stands to the issued text."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


CLAUSE_DIFFERENCE_LABELS: dict[ClauseDifference, str] = {
    ClauseDifference.CHANGED: "有改动",
    ClauseDifference.MISSING: "被删去",
    ClauseDifference.ADDED: "新增",
}
