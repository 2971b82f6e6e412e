"""What an enterprise wished of region, payment, deployment and budget, and where a contractor doesn't meet it."""

from collections.abc import Sequence

from marketplace.core.wording import wan_text
from marketplace.exchange.labels import MUST_LABELS, Must
from matching.ranking import Explanation, FactEvidence
from matching.types import Candidate, Query

TERMS = ("region", "payment", "deployment", "budget")
NOTHING_LOST = "地区、付款、部署、预算都没有扣分"


def terms_missing(query: Query, explanation: Explanation, *, candidate: Candidate) -> tuple[str, ...]:
    """Return one sentence for each wish that the contractor or a module in use doesn't meet."""
    sentences = []
    for item in explanation.contributions:
        if item.feature in TERMS:
            unmet = [one for one in item.evidence if isinstance(one, FactEvidence) and not one.met]
            if unmet:
                sentences.append(_sentence(item.feature, unmet, query=query, candidate=candidate))
    return tuple(sentences)


def terms_note(query: Query, explanation: Explanation, *, candidate: Candidate) -> str:
    """Return that nothing was lost, or what cost points."""
    missing = terms_missing(query, explanation, candidate=candidate)
    return NOTHING_LOST if not missing else "扣分：" + "；".join(missing)


def _sentence(feature: str, unmet: Sequence[FactEvidence], *, query: Query, candidate: Candidate) -> str:
    offered = "、".join(dict.fromkeys(value for one in unmet for value in one.offered)) or "没有写"
    wished = "、".join(dict.fromkeys(value for one in unmet for value in one.wished))
    if feature == "region":
        return f"服务区域写的是{offered}，没有写到{query.county or query.city}"
    if feature == "budget":
        return (
            f"单个模块就超出您 {wan_text(query.preferences.budget_wan)} 的预算：{_priced(unmet, candidate=candidate)}"
        )
    return f"{MUST_LABELS[Must(feature)]}：您想要{wished}，有的模块只有{offered}"


def _priced(unmet: Sequence[FactEvidence], *, candidate: Candidate) -> str:
    meant = {ref for one in unmet for ref in one.modules}
    over = [offer for offer in candidate.modules if offer.ref in meant]
    return "、".join(f"“{offer.name}”{wan_text(offer.price_wan or 0)}" for offer in over)


def sum_over_budget(query: Query, *, wan: float | None, modules: int) -> tuple[str, ...]:
    """Return that several modules together cost more than the budget, with both figures; nothing when they don't."""
    budget = query.preferences.budget_wan
    if not budget or wan is None or wan <= budget or modules < 2:  # noqa: PLR2004 - a single one is named by itself
        return ()
    return (f"{modules} 个模块首年合计 {wan_text(wan)}，超出您 {wan_text(budget)} 的首年预算",)


def exclusion_words(musts: Sequence[str]) -> str:
    """Return the musts that exclude somebody, in words."""
    return "、".join(MUST_LABELS[Must(must)] for must in musts)
