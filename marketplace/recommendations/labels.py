"""Words for people: why a run was kept, what the features of the score are called, how well a need is met."""

from enum import StrEnum


class RunReason(StrEnum):
    """What somebody did that relies on a ranking."""

    SHORTLISTED = "shortlisted"
    SHARED = "shared"
    PRINTED = "printed"
    ADVICE = "advice"


RUN_REASON_LABELS: dict[RunReason, str] = {
    RunReason.SHORTLISTED: "加入备选",
    RunReason.SHARED: "分享链接",
    RunReason.PRINTED: "打印留存",
    RunReason.ADVICE: "推荐名单评审的参考",
}


class FeatureGroup(StrEnum):
    """What a plant owner reads instead of sixteen features."""

    NEEDS = "group_needs"
    TRADE = "group_trade"
    TEXT = "group_text"
    CASES = "group_cases"
    TERMS = "group_terms"


FEATURE_GROUP_LABELS: dict[FeatureGroup, str] = {
    FeatureGroup.NEEDS: "难题和场景对得上",
    FeatureGroup.TRADE: "行业贴近",
    FeatureGroup.TEXT: "文字相近",
    FeatureGroup.CASES: "同行案例",
    FeatureGroup.TERMS: "地区、付款、部署、预算",
}

# Feature → (group, name, what it measures); the page on how ranking works and a test hold it complete.
FEATURE_WORDS: dict[str, tuple[FeatureGroup, str, str]] = {
    "scenario_cover": (
        FeatureGroup.NEEDS,
        "场景覆盖",
        "难题和场景清单里，有多少能在场景库里和它的模块对上，急的算得多",
    ),
    "scenario_depth": (FeatureGroup.NEEDS, "场景对得最准的一项", "对上的场景里，最准的那一项有多准"),
    "answer_depth": (FeatureGroup.NEEDS, "解决得最好的一项", "把场景和文字合起来看，最对口的一个模块有多对口"),
    "breadth": (FeatureGroup.NEEDS, "能解决几项", "能解决的难题越多越高，四项以上增加得慢"),
    "team_cover": (FeatureGroup.NEEDS, "连同伙伴能解决的", "总承包商的合作伙伴能补上的，按一半计"),
    "trade_fit": (FeatureGroup.TRADE, "模块适合这一行的工艺", "模块是为这一行做的，还是为别的行业做的"),
    "claim": (FeatureGroup.TRADE, "勾选了这一行", "勾选的行业越多，每一个越不值钱"),
    "admits": (
        FeatureGroup.TRADE,
        "行业没有写到别处去",
        "只勾选了别的行业的得零分，相近的行业得一部分；什么都没勾的不扣",
    ),
    "focus": (FeatureGroup.TRADE, "专注程度", "勾选六个以内的行业得满分，勾得越多越低，39 个为零"),
    "meaning_cover": (FeatureGroup.TEXT, "意思相近", "每条难题和最像的模块，意思有多近"),
    "meaning_depth": (FeatureGroup.TEXT, "意思最近的一项", "一条难题和一个模块，意思最近的程度"),
    "text_depth": (FeatureGroup.TEXT, "字面最像的一项", "一条难题和一个模块的说明，逐字比最像的程度"),
    "text_cover": (FeatureGroup.TEXT, "逐字相近", "每条难题和最像的模块，逐字比有多像"),
    "word_cover": (FeatureGroup.TEXT, "逐词相近", "每条难题和最像的模块，逐词比有多像"),
    "profile_grams": (FeatureGroup.TEXT, "整体逐字相近", "企业情况和服务商的整体介绍，逐字比有多像"),
    "profile_words": (FeatureGroup.TEXT, "整体逐词相近", "企业情况和服务商的整体介绍，逐词比有多像"),
    "case": (FeatureGroup.CASES, "同行案例", "做过这一行的项目"),
    "rated": (
        FeatureGroup.CASES,
        "企业的评价",
        "验收以后企业给的星，三次起才算，少的时候往中间靠；没有评价的按中间算",
    ),
    "terms": (FeatureGroup.TERMS, "意愿一次全满足", "付款、部署、预算都合适的模块能解决多少；没写的不扣"),
    "region": (FeatureGroup.TERMS, "服务到所在的县", "服务区域包括企业所在的县；没写的不扣"),
    "payment": (FeatureGroup.TERMS, "付款方式合适", "付款方式合适的模块能解决多少；没写的不扣"),
    "deployment": (FeatureGroup.TERMS, "部署方式合适", "部署方式合适的模块能解决多少；没写的不扣"),
    "budget": (FeatureGroup.TERMS, "在预算之内", "单价不超过首年预算的模块能解决多少；没标价的不扣"),
}


def words_of(feature: str) -> tuple[FeatureGroup, str, str]:
    """Return (group, name, meaning) of a feature; one that has no words yet goes under its own name."""
    return FEATURE_WORDS.get(feature, (FeatureGroup.NEEDS, feature, ""))


class Fit(StrEnum):
    """How well a module meets a need, as the dots show it."""

    YES = "yes"
    PART = "part"
    NO = "no"


FIT_LABELS: dict[Fit, str] = {Fit.YES: "能解决", Fit.PART: "部分解决", Fit.NO: "没有"}
