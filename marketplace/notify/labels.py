"""Closed sets of the notify area, with their Chinese labels."""

from enum import StrEnum

from marketplace.core.actor import Role


class WebhookKind(StrEnum):
    """What a webhook can tell of: public things of the change log."""

    PROVIDER = "provider"
    MODULE = "module"
    SCENARIO = "scenario"
    INDUSTRY = "industry"
    LIST = "list"


WEBHOOK_KIND_LABELS = {
    WebhookKind.PROVIDER: "服务商",
    WebhookKind.MODULE: "解决方案",
    WebhookKind.SCENARIO: "场景",
    WebhookKind.INDUSTRY: "细分行业",
    WebhookKind.LIST: "推荐名单",
}


class WebhookFault(StrEnum):
    """Why an attempt came to no answer."""

    PRIVATE_ADDRESS = "private_address"
    UNKNOWN_HOST = "unknown_host"
    TIMEOUT = "timeout"
    TLS_FAILED = "tls_failed"
    NO_CONNECTION = "no_connection"


WEBHOOK_FAULT_LABELS = {
    WebhookFault.PRIVATE_ADDRESS: "内网地址，不发送",
    WebhookFault.UNKNOWN_HOST: "找不到主机",
    WebhookFault.TIMEOUT: "等了太久没有回答",
    WebhookFault.TLS_FAILED: "证书不对",
    WebhookFault.NO_CONNECTION: "连接失败",
}

EMPTY_HINTS: dict[Role, str] = {
    Role.ENTERPRISE: "登记有了结果、服务商报价或提问、项目有进展时，会在这里提醒您。",
    Role.PROVIDER: "有企业向您询价、模块审核有了结果、名单申报有变化时，会在这里提醒您。",
    Role.COUNTY: "有企业登记等您确认、名单或项目等您办理时，会在这里提醒您。",
    Role.CITY: "名单、试点县创建和异议有变化时，会在这里提醒您。",
    Role.PROVINCE: "名单、试点县创建和异议有变化时，会在这里提醒您。",
    Role.EXPERT: "有评审请您参加，或评审安排有变化时，会在这里提醒您。",
    Role.SUPERVISOR: "有项目请您监理，或里程碑等您核验时，会在这里提醒您。",
    Role.AUDITOR: "您保存的搜索有新结果，或有事要您办时，会在这里提醒您。",
    Role.OPERATOR: "您保存的搜索有新结果，或有事要您办时，会在这里提醒您。",
}
