"""Closed sets of the search area with their Chinese labels."""

from enum import StrEnum

from marketplace.core.money import FEN_PER_WAN


class Facet(StrEnum):
    """What results can be narrowed down by, beside their kind."""

    INDUSTRY = "industry"
    SCENARIO = "scenario"
    COUNTY = "county"
    PROVIDER_KIND = "provider_kind"
    PAYMENT = "payment"
    DEPLOYMENT = "deployment"
    PRICE = "price"
    HAS_CASE = "has_case"


FACET_LABELS: dict[Facet, str] = {
    Facet.INDUSTRY: "细分行业",
    Facet.SCENARIO: "场景",
    Facet.COUNTY: "地区",
    Facet.PROVIDER_KIND: "服务商类别",
    Facet.PAYMENT: "付费方式",
    Facet.DEPLOYMENT: "部署方式",
    Facet.PRICE: "首年价格",
    Facet.HAS_CASE: "案例",
}


class PriceBand(StrEnum):
    """Bands of the first year's cost; a band begins at its amount and ends before the next one's."""

    UNDER_1 = "under-1"
    FROM_1 = "1-5"
    FROM_5 = "5-10"
    FROM_10 = "10-30"
    FROM_30 = "30-up"
    NOT_PRICED = "not-priced"


PRICE_BAND_LABELS: dict[PriceBand, str] = {
    PriceBand.UNDER_1: "1万元以下",
    PriceBand.FROM_1: "1万至5万元",
    PriceBand.FROM_5: "5万至10万元",
    PriceBand.FROM_10: "10万至30万元",
    PriceBand.FROM_30: "30万元以上",
    PriceBand.NOT_PRICED: "面议",
}
_BEGINS_AT = (
    (30, PriceBand.FROM_30),
    (10, PriceBand.FROM_10),
    (5, PriceBand.FROM_5),
    (1, PriceBand.FROM_1),
    (0, PriceBand.UNDER_1),
)


def price_band(price_fen: int | None) -> PriceBand:
    """Return the band of a first year's cost in fen; None is not priced."""
    if price_fen is None:
        return PriceBand.NOT_PRICED
    return next(band for least, band in _BEGINS_AT if price_fen >= least * FEN_PER_WAN)


class HasCase(StrEnum):
    """Whether the provider names a renovation that it did."""

    YES = "yes"


HAS_CASE_LABELS: dict[HasCase, str] = {HasCase.YES: "有案例"}


class IndexState(StrEnum):
    """How much the answer of a node can be relied on."""

    CURRENT = "current"
    BEHIND = "behind"
    UNAVAILABLE = "unavailable"


INDEX_STATE_LABELS: dict[IndexState, str] = {
    IndexState.CURRENT: "搜索内容是最新的。",
    IndexState.BEHIND: "最近的改动正在收进搜索，几秒后再搜就能看到。",
    IndexState.UNAVAILABLE: "搜索索引正在重建，现在只按名称查找；稍后再搜，结果会更全。",
}
