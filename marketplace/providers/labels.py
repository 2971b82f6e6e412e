"""Closed sets of the providers area with their Chinese labels."""

from enum import StrEnum


class FacetKind(StrEnum):
    """What the directory can be narrowed down by; a facet row says that a provider or module has a value."""

    INDUSTRY = "industry"
    REGION = "region"
    SCENARIO = "scenario"
    PAYMENT = "payment"
    DEPLOYMENT = "deployment"


FACET_KIND_LABELS: dict[FacetKind, str] = {
    FacetKind.INDUSTRY: "细分行业",
    FacetKind.REGION: "服务区域",
    FacetKind.SCENARIO: "场景",
    FacetKind.PAYMENT: "付费方式",
    FacetKind.DEPLOYMENT: "部署方式",
}


class PartnershipState(StrEnum):
    """Where a request between two providers stands."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


PARTNERSHIP_STATE_LABELS: dict[PartnershipState, str] = {
    PartnershipState.REQUESTED: "等待对方确认",
    PartnershipState.CONFIRMED: "双方已确认",
    PartnershipState.DECLINED: "对方没有同意",
}
