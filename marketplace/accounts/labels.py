"""Closed sets of the accounts area with their Chinese labels."""

from enum import StrEnum


class Origin(StrEnum):
    """How an organisation came to the platform."""

    IMPORTED = "imported"
    REGISTERED = "registered"
    REFERENCE = "reference"


ORIGIN_LABELS: dict[Origin, str] = {
    Origin.IMPORTED: "由主管部门导入",
    Origin.REGISTERED: "自行注册",
    Origin.REFERENCE: "平台预置",
}


class SessionStage(StrEnum):
    """How far a sign-in has come; only an open session lets anybody in."""

    OPEN = "open"
    CODE = "code"
    ENROL = "enrol"


STAGE_LABELS: dict[SessionStage, str] = {
    SessionStage.OPEN: "已登录",
    SessionStage.CODE: "等待验证码",
    SessionStage.ENROL: "等待开通第二步验证",
}


class PersonAction(StrEnum):
    """What the operator does about a person of a body."""

    APPOINT = "appoint"
    END = "end"
    RESET_FACTOR = "reset_factor"


PERSON_ACTION_LABELS: dict[PersonAction, str] = {
    PersonAction.APPOINT: "设为账号管理员",
    PersonAction.END: "移出本单位",
    PersonAction.RESET_FACTOR: "重置第二步验证",
}
