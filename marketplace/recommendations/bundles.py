"""Ways to cover an enterprise's list with modules of several providers: what they cost in one year and in three."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from marketplace.core.errors import NotFoundError
from marketplace.core.wording import plain_wan, wan_text
from marketplace.exchange.rows import EnterpriseRow
from marketplace.exchange.spoken import spoken_wan
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.offers import shortened
from marketplace.recommendations.page import shown_kind, texts_of
from marketplace.recommendations.ranker import Held
from matching.bundle import Bundle, BundleModule, plan_bundle
from matching.ranking import NeedKind
from matching.types import Must

NAMES = ("甲", "乙", "丙", "丁")
MOST_WAN = 100_000_000.0
# What a module that was taken all the same doesn't meet: nothing that meets it solves the same.
UNMET = {Must.REGION: "没有说服务您这里", Must.PAYMENT: "不按您要的方式收费", Must.DEPLOYMENT: "不按您要的方式部署"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A module of a way, ready to be shown."""

    name: str
    provider: str
    provider_id: int
    price: str
    three_years: str
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to cover the list."""

    name: str
    states: tuple[str, ...]
    first_year: str
    three_years: str
    parts: tuple[Part, ...]
    firms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePage:
    """All ways with what none of them covers; ``budget`` is as typed, ``fault`` says what is wrong with it."""

    needs: tuple[str, ...]
    texts: tuple[str, ...]
    ways: tuple[Way, ...]
    uncovered: tuple[str, ...]
    unpriced: tuple[Part, ...]
    foreign: tuple[Part, ...]
    budget: str
    fault: str
    only: int
    only_name: str
    speaks_of: str


def plan_page(row: EnterpriseRow, held: Held, *, sent: Mapping[str, str]) -> BundlePage:
    """Plan for a budget (``budget``, 万元) and perhaps one contractor with its partners (``only``, its id).

    Without a budget in the address the enterprise's own holds; an empty one means that money is no limit.
    """
    typed, fault, budget = _budget(sent, own=row.preferences.budget_wan)
    contractor = _contractor(held, text=sent.get("only", ""))
    kind = shown_kind(row)
    texts = tuple(texts_of(row, kind=kind))
    wishes = len(row.scenarios) if kind is NeedKind.PROBLEM else 0
    bundle = plan_bundle(
        to_query(row), held.index, budget_wan=budget, contractor=contractor or None, weights=held.weights
    )
    found = worth_showing([one for one in (bundle, *bundle.alternatives) if one.modules])
    return BundlePage(
        needs=tuple(f"{number} {shortened(text, most=8)}" for number, text in enumerate(texts, start=1))
        + ((f"场景清单 {wishes} 条",) if wishes else ()),
        texts=texts,
        ways=tuple(
            _way(one, name=f"{name}：{_said(one)}", held=held, kind=kind, count=len(texts), wishes=wishes)
            for one, name in zip(found, NAMES, strict=False)
        ),
        uncovered=tuple(one.text for one in bundle.uncovered if one.kind is kind),
        unpriced=tuple(_part(one, held=held, kind=kind) for one in bundle.unpriced),
        foreign=tuple(_part(one, held=held, kind=kind) for one in bundle.foreign),
        budget=typed,
        fault=fault,
        only=held.ids[contractor] if contractor else 0,
        only_name=held.index.candidate(contractor).name if contractor else "",
        speaks_of="难题" if kind is NeedKind.PROBLEM else "场景",
    )


def worth_showing(ways: Sequence[Bundle]) -> list[Bundle]:
    """Leave out each way beside which another, or an equal one before it, covers as much for no more money."""
    return [
        one
        for number, one in enumerate(ways)
        if not any(_beats(other, one, is_before=place < number) for place, other in enumerate(ways) if place != number)
    ]


def _beats(other: Bundle, one: Bundle, *, is_before: bool) -> bool:
    """Say whether a way covers all that another does, with no more firms, for less money in one year and in three."""
    mine, theirs = _measures(one), _measures(other)
    no_worse = {*one.covered} <= {*other.covered} and all(a <= b for a, b in zip(theirs, mine, strict=True))
    return no_worse and (is_before or theirs != mine or {*one.covered} != {*other.covered})


def _measures(bundle: Bundle) -> tuple[float, float, int]:
    years = bundle.three_year_wan
    return bundle.cost_wan, inf if years is None else years, len({one.provider for one in bundle.modules})


def _budget(sent: Mapping[str, str], *, own: float | None) -> tuple[str, str, float | None]:
    if "budget" not in sent:
        return ("" if own is None else plain_wan(own)), "", own
    typed = sent["budget"].strip()[:40]
    if not typed:
        return "", "", MOST_WAN  # An emptied field lifts the enterprise's own limit.
    try:
        return typed, "", spoken_wan(typed, low=0, high=MOST_WAN)
    except ValueError as fault:
        return typed, str(fault), own


def _contractor(held: Held, *, text: str) -> str:
    if not text:
        return ""
    found = next((ref for ref, provider_id in held.ids.items() if str(provider_id) == text), None)
    if found is None:
        raise NotFoundError
    return found


def _way(bundle: Bundle, *, name: str, held: Held, kind: NeedKind, count: int, wishes: int) -> Way:
    covered = {one.number for one in bundle.covered if one.kind is kind}
    states = [Fit.YES if number in covered else Fit.NO for number in range(1, count + 1)]
    met = len({one.number for one in bundle.covered if one.kind is NeedKind.WISH})
    if wishes:
        states.append(Fit.YES if met >= wishes else Fit.PART if met else Fit.NO)
    return Way(
        name=name,
        states=tuple(state.value for state in states),
        first_year=wan_text(bundle.cost_wan),
        three_years=wan_text(bundle.three_year_wan),
        parts=tuple(_part(one, held=held, kind=kind) for one in bundle.modules),
        firms=len({one.provider for one in bundle.modules}),
    )


def _said(bundle: Bundle) -> str:
    firms = len({one.provider for one in bundle.modules})
    return f"{len(bundle.modules)} 个模块，" + ("一家包下来" if firms == 1 else f"{firms} 家配合")


def _part(one: BundleModule, *, held: Held, kind: NeedKind) -> Part:
    numbers = [str(need.number) for need in one.covers if need.kind is kind]
    solves = f"第 {'、'.join(numbers)} 个" if numbers else "场景清单"
    return Part(
        name=one.name,
        provider=held.index.candidate(one.provider).name,
        provider_id=held.ids[one.provider],
        price=wan_text(one.price_wan),
        three_years=wan_text(one.three_year_wan),
        needs="；".join([solves, *(UNMET[wish] for wish in one.unmet)]),
    )
