"""Closed sets of recommended lists with their Chinese labels."""

from enum import StrEnum


class CallState(StrEnum):
    """Where a call stands, told by its times and the clock."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    OPENED = "opened"
    WITHDRAWN = "withdrawn"


CALL_STATE_LABELS: dict[CallState, str] = {
    CallState.DRAFT: "起草中",
    CallState.OPEN: "正在征集",
    CallState.CLOSED: "已截止，材料未开启",
    CallState.OPENED: "已截止，材料已开启",
    CallState.WITHDRAWN: "已取消",
}


class ApplicationState(StrEnum):
    """Where an application stands, told by its times."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


APPLICATION_STATE_LABELS: dict[ApplicationState, str] = {
    ApplicationState.DRAFT: "草稿，还没有提交",
    ApplicationState.SUBMITTED: "已提交",
    ApplicationState.PASSED: "资格审查通过",
    ApplicationState.FAILED: "资格审查未通过",
    ApplicationState.WITHDRAWN: "已撤回",
}


class ListState(StrEnum):
    """Where a draft of a list stands on its way to an edition."""

    DRAFT = "draft"
    CHECKING = "checking"
    NOTICE = "notice"
    DECIDED = "decided"
    PUBLISHED = "published"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"


LIST_STATE_LABELS: dict[ListState, str] = {
    ListState.DRAFT: "草案",
    ListState.CHECKING: "内部审核",
    ListState.NOTICE: "公示",
    ListState.DECIDED: "已作决定，待发布",
    ListState.PUBLISHED: "现行有效",
    ListState.AMENDED: "已有新版",
    ListState.WITHDRAWN: "已撤回",
}


class ListAction(StrEnum):
    """What may be done with a draft of a list."""

    EDIT = "edit"
    SUBMIT = "submit"
    RETURN = "return"
    NOTICE = "notice"
    CHANGE = "change"
    DECIDE = "decide"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"


LIST_ACTION_LABELS: dict[ListAction, str] = {
    ListAction.EDIT: "修改草案",
    ListAction.SUBMIT: "提交内部审核",
    ListAction.RETURN: "退回修改",
    ListAction.NOTICE: "审核通过并公示",
    ListAction.CHANGE: "更改并重新公示",
    ListAction.DECIDE: "作出决定",
    ListAction.PUBLISH: "发布名单",
    ListAction.WITHDRAW: "撤回",
    ListAction.REVOKE: "撤回已发布的名单",
}


class Basis(StrEnum):
    """What an entry rests on."""

    REVIEW = "review"
    IMPORT = "import"
    RECOGNITION = "recognition"


BASIS_LABELS: dict[Basis, str] = {
    Basis.REVIEW: "征集、专家评审",
    Basis.IMPORT: "原有名单补录",
    Basis.RECOGNITION: "认可其他县（市、区）的列入",
}


class EntryState(StrEnum):
    """Where an entry stands on a day."""

    LISTED = "listed"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


ENTRY_STATE_LABELS: dict[EntryState, str] = {
    EntryState.LISTED: "在名单内",
    EntryState.SUSPENDED: "暂停",
    EntryState.LAPSED: "期满未续",
    EntryState.REMOVED: "已移出",
    EntryState.WITHDRAWN: "名单已撤回",
}


class ListChangeKind(StrEnum):
    """A change of a published list: of a single entry, or the withdrawal of all of it."""

    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REMOVE = "remove"
    RENEW = "renew"
    WITHDRAW = "withdraw"


CHANGE_KIND_LABELS: dict[ListChangeKind, str] = {
    ListChangeKind.SUSPEND: "暂停",
    ListChangeKind.REINSTATE: "恢复",
    ListChangeKind.REMOVE: "移出",
    ListChangeKind.RENEW: "续期",
    ListChangeKind.WITHDRAW: "撤回整份名单",
}


class Reason(StrEnum):
    """Why an entry changed or a list was withdrawn; the code is published."""

    FALSE_MATERIAL = "false_material"
    SERVICE = "service"
    QUALIFICATION = "qualification"
    DISCREDITED = "discredited"
    VOLUNTARY = "voluntary"
    RECTIFIED = "rectified"
    RULE_MET = "rule_met"
    EXPIRED = "expired"
    PROCEDURE = "procedure"
    POLICY = "policy"
    OTHER = "other"


REASON_LABELS: dict[Reason, str] = {
    Reason.FALSE_MATERIAL: "材料不实",
    Reason.SERVICE: "服务被投诉并核实",
    Reason.QUALIFICATION: "不再符合条件",
    Reason.DISCREDITED: "列入失信名单",
    Reason.VOLUNTARY: "自愿退出",
    Reason.RECTIFIED: "整改到位",
    Reason.RULE_MET: "复核符合续期规则",
    Reason.EXPIRED: "有效期届满",
    Reason.PROCEDURE: "征集、评审或公示的程序有误",
    Reason.POLICY: "政策调整",
    Reason.OTHER: "其他",
}


class AppealKind(StrEnum):
    """What somebody brings forward outside a public notice."""

    APPEAL = "appeal"
    COMPLAINT = "complaint"


APPEAL_KIND_LABELS: dict[AppealKind, str] = {
    AppealKind.APPEAL: "申诉",
    AppealKind.COMPLAINT: "投诉",
}


class Rule(StrEnum):
    """What an unwanted answer to a question of the declaration leads to."""

    FAIL = "fail"
    DISCRETIONARY = "discretionary"


RULE_LABELS: dict[Rule, str] = {
    Rule.FAIL: "不通过",
    Rule.DISCRETIONARY: "由经办单位裁量，写明理由",
}


class YesNo(StrEnum):
    """An answer to a question of the declaration."""

    YES = "yes"
    NO = "no"


YES_NO_LABELS: dict[YesNo, str] = {YesNo.YES: "是", YesNo.NO: "否"}
