"""Cut a business scope into noun phrases, each with the weight of what the firm does with it."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from matching.classify.roles import Deed, Item, read_item
from matching.text import fold

MAX_CHARS = 2000  # A scope is seldom longer than 500 characters; the first product decides anyway.

WEIGHTS = {Deed.MAKE: 1.0, Deed.DESIGN: 0.4, Deed.SELL: 0.12, Deed.SERVE: 0.12}
UNSAID = 0.6  # A product named without any verb is probably made.
CONTEXT = 0.08  # Customers, inputs and machines in use hint at a trade but are not what is made.

# "(不含危险化学品)" and "(依法须经批准的项目…)" name what is not done.
_EXCLUDED = re.compile(r"\([^()]*(?:不含|除外|不包括|除|依法|凭|须经|不得|未经)[^()]*\)")
_DENIED = re.compile(r"(?:不(?:生产|做|含|包括|从事|涉及|经营)|没有生产|已停产|不再(?:生产|做))[^,。;!?]*")
_CONTEXTS = (
    # Whom it serves: 给汽车厂配套, 为主机厂提供.
    re.compile(
        r"(?:^|(?<=[,。;:、\s])|(?<=专门|专业|主要|长期|一直))(?:给|为|替|帮|跟着|供给)(?P<said>[^,。;、]{1,16}?)"
        r"(?=(?:做|配套|提供|生产|加工|代工|供货|制造|供应|贴牌|定制))"
    ),
    # What it is for: 用于服装, 供应家电厂, 客户是鞋厂.
    re.compile(
        r"(?:主要用于|用于|应用于|适用于|应用在|用在|用作|供应给|供给|配套给|卖给|卖到|销往|(?<!进)出口到|(?<!进)出口"
        r"|客户|服务于|面向|配套|供)(?P<said>[^,。;]{1,40})"
    ),
    # Machines in use: 有喷水织机200台, 拥有生产线3条.
    re.compile(
        r"(?:拥有|现有|配有|配备|购置|购进|引进|引进了|新上|上了|有)"
        r"(?P<said>[^,。;]{0,24}?\d*[一二三四五六七八九十百千多余几]*(?:台|条|套|组)[^,。;]{0,16})"
    ),
    # What it is made of: 以废铜为原料, 采用进口牛皮制成.
    re.compile(
        r"(?:以|采用|利用|使用|外购|买进|买来|采购)(?P<said>[^,。;、]{1,20}?)"
        r"(?=(?:为原料|为主要原料|为原材料|为材料|为主|作为|生产|制造|加工|制成|做成|做|深加工|,|。|;|$))"
    ),
)
_CLAUSE = re.compile(r"[,。;!?\n()\[\]{}【】「」《》<>|…~·]+")
_SEPARATOR = re.compile(r"(?:[、/:+&]|以及|或者|还有)+")
_USERS = re.compile(r"(?<![专实适通常采使利])用的")
_COUNTED = re.compile(r"^(?:[了过着]|\d+|[一二三四五六七八九十百两多几]+)?(?:年|个|种|款|套|家|条|台|辆|吨|万)*(?:的)?")
_MAKER = re.compile(
    r"(?:的)?(?:小|大|老|中小|专业|民营|外贸|家庭)*(?:厂家|厂子|工厂|小厂|大厂|作坊|企业|公司|加工户|生产商|制造商|供应商|老厂|厂)$"
)


def _join_names(folded: str, *, names: tuple[str, ...]) -> str:
    """Keep official names with 、 inside in one piece, so that 变压器、整流器和电感器制造 is one product."""
    for name in names:
        if name in folded:
            folded = folded.replace(name, name.replace("、", ""))
    return folded


def _take_contexts(folded: str) -> tuple[str, list[str]]:
    said: list[str] = []
    for pattern in _CONTEXTS:
        said.extend(found["said"] for found in pattern.finditer(folded))
        folded = pattern.sub("", folded)
    return folded, said


def _weight(deeds: set[Deed]) -> float:
    return max((WEIGHTS[deed] for deed in deeds), default=UNSAID)


@dataclass(slots=True)
class _Draft:
    raw: str
    phrase: str
    lead: set[Deed]
    trail: set[Deed]

    def item(self) -> Item:
        return Item(self.phrase, _weight(self.lead | self.trail), raw=self.raw)


def _clause_items(clause: str, *, sticky: set[Deed]) -> tuple[list[Item], set[Deed]]:
    """Return the phrases of a clause, and the leading deeds that stay in force after it."""
    drafts: list[_Draft] = []
    leading = set(sticky)
    fresh = False
    for part in _SEPARATOR.split(clause):
        if not part:
            continue
        phrase, lead, trail = read_item(_MAKER.sub("", part))
        phrase = _COUNTED.sub("", phrase) if lead else phrase
        if not phrase:
            deeds = set(lead | trail)
            if drafts and not fresh:
                drafts[-1].trail.update(deeds)  # 塑料制品制造、加工、销售: the verb belongs to what stands before.
            else:
                leading = leading | deeds if fresh else deeds
                fresh = True
            continue
        if lead:
            leading = leading | lead if fresh else set(lead)
        fresh = False
        drafts.append(_Draft(part, phrase, set(leading), set(trail)))
    for left, right in reversed(list(pairwise(drafts))):
        if not left.trail and not left.lead:
            left.trail.update(right.trail)  # 五金、塑料件的生产: the verb at the end governs the whole list.
    items = [draft.item() for draft in drafts]
    users = max((place for place, item in enumerate(items) if _USERS.search(item.text)), default=0)
    # 空调、风扇用的电机: what stands before 用的 are the users of the product, not products.
    return [replace(item, weight=CONTEXT, context=True) for item in items[:users]] + items[users:], leading


def read_scope(text: str, *, names: tuple[str, ...] = ()) -> tuple[Item, ...]:
    """Return the noun phrases of ``text`` in order with weights in [0, 1]; contexts come last.

    ``names`` are official names that hold a 、 and must stay whole.
    """
    folded = _join_names(fold(text[:MAX_CHARS]), names=names)
    folded, contexts = _take_contexts(_DENIED.sub("", _EXCLUDED.sub("", folded)))
    items: list[Item] = []
    sticky: set[Deed] = set()
    for clause in _CLAUSE.split(folded):
        found, sticky = _clause_items(clause, sticky=sticky)
        items.extend(found)
    items.extend(Item(context, CONTEXT, context=True) for context in contexts)
    return tuple(items)
