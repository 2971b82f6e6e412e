"""Closed sets of figures with their Chinese labels."""

from enum import StrEnum


class Scope(StrEnum):
    """What a figure of concentration is about."""

    REGION = "region"
    INDUSTRY = "industry"


SCOPE_LABELS: dict[Scope, str] = {Scope.REGION: "地区", Scope.INDUSTRY: "行业"}


class SupplyGap(StrEnum):
    """How many of the firms that need a scenario have no good answer, in words that give no count away."""

    NONE = "none"
    MOST = "most"
    SOME = "some"
    FEW = "few"


GAP_LABELS: dict[SupplyGap, str] = {
    SupplyGap.NONE: "还没有专门的模块",
    SupplyGap.MOST: "大多还没有对口的模块",
    SupplyGap.SOME: "一部分还没有",
    SupplyGap.FEW: "大多已有对口的模块",
}
_MOST_FROM, _SOME_FROM = 0.6, 0.2


def gap_of(unsolved: int, *, firms: int, modules: int) -> SupplyGap:
    """Return the word for a share of unsolved needs; without any module for the scenario there is nothing to weigh."""
    if not modules:
        return SupplyGap.NONE
    share = unsolved / firms if firms else 0.0
    if share >= _MOST_FROM:
        return SupplyGap.MOST
    return SupplyGap.SOME if share >= _SOME_FROM else SupplyGap.FEW


class Measure(StrEnum):
    """What is counted of a county's firms in an industry, each firm once; SPENT is money."""

    FIRMS = "firms"
    ASSESSED = "assessed"
    GOOD_LEVEL = "good_level"
    CONTRACTED = "contracted"
    RENOVATED = "renovated"
    SELECTED = "selected"
    SAMPLES = "samples"
    COPIES = "copies"
    SPENT = "spent"


MEASURE_LABELS: dict[Measure, str] = {
    Measure.FIRMS: "登记企业",
    Measure.ASSESSED: "做过评测",
    Measure.GOOD_LEVEL: "达到二级及以上",
    Measure.CONTRACTED: "签订改造合同",
    Measure.RENOVATED: "完成改造",
    Measure.SELECTED: "试点企业",
    Measure.SAMPLES: "企业样本",
    Measure.COPIES: "照样本改造",
    Measure.SPENT: "验收项目合同额",
}
