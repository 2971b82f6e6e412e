"""Closed sets of the notify area, with their Chinese labels."""

from enum import StrEnum


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
