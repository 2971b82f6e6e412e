"""Tell what a firm makes from what it sells, buys, uses or serves: verbs and frames of Chinese business scopes."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What is done with a product."""

    MAKE = "make"
    SELL = "sell"
    DESIGN = "design"
    SERVE = "serve"


# The longest verb is tried first, so that 加工制造 is one verb and 生产线 is none.
VERBS: dict[str, Deed] = {
    **dict.fromkeys(
        (
            "制造", "生产", "加工", "制作", "组装", "装配", "研制", "修造", "定制", "定做", "承做", "专做", "主做",
            "轧制", "烧制", "压制", "拉制", "炼制", "酿制", "熬制", "试制", "提炼",
            "自产", "自产自销", "产销", "代工", "贴牌", "制造业", "来料加工", "深加工", "精加工", "加工制造",
            "生产制造", "生产加工", "制造加工", "制售", "生产经营", "做", "产", "造", "主要产品", "主营产品",
            "产品有", "产品为", "提供", "配套",
        ),
        Deed.MAKE,
    ),
    **dict.fromkeys(
        (
            "销售", "批发", "零售", "经销", "代理", "贸易", "进出口", "出口", "收购", "批零", "兼营", "采购", "购销",
            "批发零售", "网上销售", "代销", "兼售", "卖", "兼卖", "销", "进口", "供应", "经营", "分销", "外贸",
        ),
        Deed.SELL,
    ),
    **dict.fromkeys(
        (
            "安装", "维修", "租赁", "服务", "咨询", "检测", "运输", "仓储", "施工", "回收",
            "推广", "转让", "维护", "保养", "售后", "测试", "调试", "技术服务", "修理", "出租", "改造", "运营",
        ),
        Deed.SERVE,
    ),
    **dict.fromkeys(("研发", "开发", "设计", "技术研发", "技术开发"), Deed.DESIGN),
}  # fmt: skip
_VERB = "|".join(sorted(VERBS, key=lambda verb: (-len(verb), verb)))
_LEADING = re.compile(
    rf"^(?:主要|专业|专门|专注|从事|主营|本厂|我厂|我们|公司|本公司|集|和|与|及|并|的|于|各类|各种|自己|[:：]|\s)*(?P<verb>{_VERB})(?!线|型|性|厂|商|用|设备|基地|机)"
)
_TRAILING = re.compile(
    rf"(?:的|及|和|与|并|、)*(?P<verb>{_VERB})(?:业务|项目|服务|企业|厂家|厂|公司|为主|等|及|和|与|的|业|一体|于一体)*$"
)
_FILLER = re.compile(
    r"^(?:许可项目|一般项目|经营范围|主营业务|主营|主要|专业|专门|专注|从事|我厂|我们厂|我们公司|我们|我司|本厂|本公司|公司|工厂|厂里|集|一家|一个|"
    r"是|有|和|与|及|以及|并|还|也|另|另外|同时|的|于|各类|各种|各式|其他|其它|相关|[:：]|\s)+"
)
_TAIL = re.compile(r"(?:等|类|系列|产品|业务|项目|等产品|为主|之类|及相关|相关|的|及|和|与|及其|用品类|[:：]|\s)+$")


@dataclass(frozen=True, slots=True)
class Item:
    """One noun phrase of a scope with the weight (0 to 1) of what is done with it, in the order of the text.

    ``raw`` is the phrase with its verbs: 货物运输 is an activity, 货物 alone would be none. ``context`` phrases name
    customers, inputs or machines in use.
    """

    text: str
    weight: float
    raw: str = ""
    context: bool = False


def _strip_lead(text: str) -> tuple[str, set[Deed]]:
    deeds: set[Deed] = set()
    while found := _LEADING.match(text):
        deeds.add(VERBS[found["verb"]])
        text = text[found.end() :]
    stripped = _FILLER.sub("", text)
    if deeds or stripped == text or not stripped:
        return stripped, deeds
    rest, more = _strip_lead(stripped)
    return rest, more


def _strip_trail(text: str) -> tuple[str, set[Deed]]:
    deeds: set[Deed] = set()
    while text and (found := _TRAILING.search(text)):
        deeds.add(VERBS[found["verb"]])
        text = text[: found.start()]
    return _TAIL.sub("", text), deeds


def read_item(text: str) -> tuple[str, frozenset[Deed], frozenset[Deed]]:
    """Return the noun phrase of an item with the deeds before and after it."""
    rest, lead = _strip_lead(text)
    rest, trail = _strip_trail(rest)
    return rest, frozenset(lead), frozenset(trail)
