"""One ranked contractor as the page shows it: what it solves, by which words, at what price, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.core.wording import wan_text
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.snippets import Segments, marked, snippet
from marketplace.recommendations.terms import sum_over_budget, terms_missing
from matching.bundle.offers import Offer as Bought
from matching.ranking import CaseEvidence, Explanation, NeedEvidence, NeedKind
from matching.ranking.explanation.told import ANSWERED, SOLVED
from matching.types import Candidate, ModuleOffer, Payment, Query

SHOWN_CASES = 2
SHORT = 16
SHORTEST_WORD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A need and the module that answers it, with the words that matched marked in both texts."""

    number: int
    state: Fit
    said: Segments
    says: Segments
    source: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFact:
    """What the exchange format doesn't carry of a published module."""

    module_id: int
    days_to_live: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """First-year price of the modules that answer something; ``wan`` is None when none of them states one."""

    wan: float | None
    modules: int
    unpriced: int

    @property
    def text(self) -> str:
        return wan_text(self.wan)

    @property
    def full_text(self) -> str:
        """Return the amount with how many modules are to be agreed beside it."""
        return self.text + (f"，另有 {self.unpriced} 个面议" if self.unpriced and self.wan is not None else "")

    @property
    def note(self) -> str:
        if not self.modules:
            return "没有直接对口的模块"
        rest = f"，{self.unpriced} 个没有标价" if self.unpriced and self.wan is not None else ""
        return f"首年，{self.modules} 个模块{rest}"


Facts = Mapping[tuple[str, str], ModuleFact]
Owners = Mapping[str, Candidate]


def fit_of(share: float) -> Fit:
    """Return how a share in [0, 1] of a need counts on the page."""
    if share >= SOLVED:
        return Fit.YES
    return Fit.PART if share >= ANSWERED else Fit.NO


def need_evidence(explanation: Explanation) -> tuple[NeedEvidence, ...]:
    """Return the evidence of every need that is told to be answered: features carry it whole or its head alone."""
    groups = [
        tuple(one for one in item.evidence if isinstance(one, NeedEvidence) and one.told)
        for item in explanation.contributions
    ]
    return max(groups, key=len, default=())


def states_of(evidence: Sequence[NeedEvidence], *, kind: NeedKind, count: int) -> tuple[Fit, ...]:
    """Return the fit of each need of a kind, in the order of the list."""
    share = {one.number: one.told for one in evidence if one.kind is kind}
    return tuple(fit_of(share.get(number, 0.0)) for number in range(1, count + 1))


def summary_of(states: Sequence[Fit]) -> str:
    """Return 解决 3 个，部分 1 个."""
    whole, part = states.count(Fit.YES), states.count(Fit.PART)
    if whole and part:
        return f"解决 {whole} 个，部分 {part} 个"
    if whole:
        return f"解决 {whole} 个"
    return f"部分解决 {part} 个" if part else "没有直接对口的"


def reasons_of(
    evidence: Sequence[NeedEvidence], *, kind: NeedKind, owners: Owners, own_ref: str, facts: Facts
) -> tuple[Reason, ...]:
    """Return the needs that are answered, by number, each with the module that answers it best."""
    answered = sorted((one for one in evidence if one.kind is kind), key=lambda one: one.number)
    return tuple(
        _reason(one, owners=owners, own_ref=own_ref, facts=facts) for one in answered if fit_of(one.told) is not Fit.NO
    )


def _reason(one: NeedEvidence, *, owners: Owners, own_ref: str, facts: Facts) -> Reason:
    said = [word.need_word for word in one.words if len(word.need_word) >= SHORTEST_WORD]
    says = [word.offer_word for word in one.words if len(word.offer_word) >= SHORTEST_WORD]
    owner = owners[one.module_of]
    offer = next(offer for offer in owner.modules if offer.ref == one.module_ref)
    fact = facts.get((one.module_of, one.module_ref))
    return Reason(
        number=one.number,
        state=fit_of(one.told),
        said=marked(one.text, said),
        says=snippet(offer.summary or offer.name, says),
        source="".join(_source(one, offer=offer, partner=owner.name if one.module_of != own_ref else "")),
        url=f"/modules/{fact.module_id}" if fact else "",
    )


def _source(one: NeedEvidence, *, offer: ModuleOffer, partner: str) -> list[str]:
    parts = [f"模块“{one.module_name}”"]
    if partner:
        parts.append(f"（合作伙伴{partner}）")
    if one.scenario_name:
        parts.append(f" · 场景：{one.scenario_name}")
    parts.append(f" · {Price(wan=offer.price_wan, modules=1, unpriced=0).text}")
    return parts


def price_of(evidence: Sequence[NeedEvidence], *, owners: Owners) -> Price:
    """Return what the modules that answer something cost together in the first year."""
    used = used_modules(evidence, owners=owners)
    priced = [offer.price_wan for offer in used if offer.price_wan]
    return Price(wan=sum(priced) if priced else None, modules=len(used), unpriced=len(used) - len(priced))


def three_years_of(used: Sequence[ModuleOffer], *, wished: tuple[Payment, ...]) -> Price:
    """Return what modules cost in three years: one-off once, by use three times, by result unknown."""
    costs = [Bought(provider="", offer=offer, covers=frozenset()).three_year_wan(wished) for offer in used]
    known = [cost for cost in costs if cost is not None]
    return Price(wan=sum(known) if known else None, modules=len(costs), unpriced=len(costs) - len(known))


def used_modules(evidence: Sequence[NeedEvidence], *, owners: Owners) -> list[ModuleOffer]:
    """Return the modules that answer a need at least in part, partners' ones too, each once."""
    refs = dict.fromkeys((one.module_of, one.module_ref) for one in evidence if fit_of(one.told) is not Fit.NO)
    return [offer for owner, ref in refs for offer in owners[owner].modules if offer.ref == ref]


def beyond_of(evidence: Sequence[NeedEvidence], *, kind: NeedKind, owners: Owners) -> tuple[str, ...]:
    """Return the names of modules that the price holds and the reasons of a kind do not name."""
    named = {(one.module_of, one.module_ref) for one in evidence if one.kind is kind and fit_of(one.told) is not Fit.NO}
    rest = [one for one in evidence if (one.module_of, one.module_ref) not in named]
    return tuple(offer.name for offer in used_modules(rest, owners=owners))


def days_of(evidence: Sequence[NeedEvidence], *, facts: Facts) -> int | None:
    """Return the days until the slowest of the used modules runs, None when no module states any."""
    refs = {(one.module_of, one.module_ref) for one in evidence if fit_of(one.told) is not Fit.NO}
    days = [facts[ref].days_to_live for ref in refs if ref in facts]
    known = [number for number in days if number is not None]
    return max(known, default=None)


def payments_of(used: Sequence[ModuleOffer]) -> str:
    """Return the payment forms of modules in short words."""
    forms = {form for offer in used for form in offer.payment}
    return "、".join(form.value.removesuffix("付费") for form in Payment if form in forms) or "没有写"


def deployments_of(used: Sequence[ModuleOffer]) -> str:
    """Return where modules run."""
    return "、".join(dict.fromkeys(offer.deployment.value for offer in used if offer.deployment)) or "没有写"


def cases_of(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    """Return the nearest cases as (whose, what came of it)."""
    found = [one for item in explanation.contributions for one in item.evidence if isinstance(one, CaseEvidence)]
    return tuple((one.case.enterprise, one.case.outcome) for one in found[:SHOWN_CASES])


def gaps_of(
    query: Query,
    explanation: Explanation,
    *,
    states: Sequence[Fit],
    texts: Sequence[str],
    candidate: Candidate,
    price: Price,
) -> tuple[str, ...]:
    """Return what the contractor doesn't solve, which wishes it doesn't meet, and that it all costs too much."""
    open_numbers = [number for number, state in enumerate(states, start=1) if state is Fit.NO]
    if len(open_numbers) == len(states) > 1:
        unsolved = ["您列的每一条都没有直接对口的模块"]
    elif len(open_numbers) > 3:  # noqa: PLR2004 - more lines than that say less than one
        unsolved = [f"第 {'、'.join(map(str, open_numbers))} 条没有模块"]
    else:
        unsolved = [f"第 {number} 条没有模块：{shortened(texts[number - 1])}" for number in open_numbers]
    return (
        *unsolved,
        *terms_missing(query, explanation, candidate=candidate),
        *sum_over_budget(query, wan=price.wan, modules=price.modules - price.unpriced),
    )


def shortened(text: str, *, most: int = SHORT) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= most else text[:most] + "…"
