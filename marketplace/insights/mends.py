"""How a provider mends what those in front of it have more of, in words."""

from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, FeatureGroup

# Only what is true and reviewed counts: none of this is a trick.
GROUP_MENDS: dict[FeatureGroup, str] = {
    FeatureGroup.NEEDS: "发布真能解决它那几条难题的模块；审核时确认的场景才算数",
    FeatureGroup.TRADE: "在模块里写明是为哪个行业、哪道工序做的；勾选的行业少而准，六个以内",
    FeatureGroup.TEXT: "在模块说明里写清管哪道工序、哪样东西、出了什么事怎么办；重复和堆词没有用",
    FeatureGroup.CASES: "写上同行业做过的项目和成效；在平台上验收过的，企业的评价也算",
    FeatureGroup.TERMS: "核对服务区域、付款方式、部署方式和首年价格；做得到的就写明",
}


def mends_by_label() -> dict[str, str]:
    """Return the words by the label of the group, as kept positions name it."""
    return {FEATURE_GROUP_LABELS[group]: text for group, text in GROUP_MENDS.items()}
