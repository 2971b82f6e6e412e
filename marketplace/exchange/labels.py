"""Closed sets of the exchange format; the values are the official terms that stand in the files."""

from enum import StrEnum


class Payment(StrEnum):
    """How a module is paid for."""

    ONE_OFF = "一次性付费"
    BY_USE = "按使用付费"
    BY_RESULT = "按效果付费"


class Deployment(StrEnum):
    """Where a module runs, or where a plant wants it to run."""

    SAAS = "SaaS"
    LOCAL = "本地部署"
    MIXED = "混合"
    EDGE = "边缘"


class ProviderKindName(StrEnum):
    """The three kinds of provider of the programme."""

    GENERAL_CONTRACTOR = "总承包商"
    SAAS = "SaaS服务商"
    PLATFORM_OPERATOR = "行业平台商"


class Must(StrEnum):
    """A preference that excludes; all others are soft."""

    REGION = "region"
    PAYMENT = "payment"
    BUDGET = "budget"
    DEPLOYMENT = "deployment"


class NeedKind(StrEnum):
    """What the sender said of a scenario: common to the industry or individual."""

    COMMON = "N"
    INDIVIDUAL = "X"


class Severity(StrEnum):
    """An error rejects its row, a warning is to be looked at, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


PAYMENT_LABELS: dict[Payment, str] = {member: member.value for member in Payment}
DEPLOYMENT_LABELS: dict[Deployment, str] = {member: member.value for member in Deployment}
PROVIDER_KIND_NAME_LABELS: dict[ProviderKindName, str] = {member: member.value for member in ProviderKindName}
MUST_LABELS: dict[Must, str] = {
    Must.REGION: "服务区域",
    Must.PAYMENT: "付费方式",
    Must.BUDGET: "首年预算",
    Must.DEPLOYMENT: "部署方式",
}
NEED_KIND_LABELS: dict[NeedKind, str] = {NeedKind.COMMON: "共性", NeedKind.INDIVIDUAL: "个性"}
SEVERITY_LABELS: dict[Severity, str] = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTE: "说明"}
