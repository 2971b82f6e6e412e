"""A must: a module that fails it answers nothing, and a candidate left without a fitting module is excluded."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from matching.bundle import plan_bundle
from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, Explanation, NeedEvidence, build_index, explain, rank
from matching.types import (
    Candidate,
    Deployment,
    ModuleOffer,
    Must,
    Payment,
    Preferences,
    ProblemText,
    ProviderKind,
    Query,
)

STOCK = ModuleOffer(ref="M1", name="WMS仓库管理", summary="扫码出入库，盘点不停工，账实相符。")
CANTEEN = ModuleOffer(ref="M2", name="食堂订餐", summary="职工扫码订餐，食堂按人数备菜。")
SCARCE = Preferences(budget_wan=15, must=(Must.BUDGET,))
MODULE_MUSTS = (Must.BUDGET, Must.PAYMENT, Must.DEPLOYMENT)
WISHES = Preferences(payment=(Payment.BY_USE,), budget_wan=15, deployment=Deployment.SAAS)
UNFIT = {
    Must.BUDGET: replace(STOCK, price_wan=45),
    Must.PAYMENT: replace(STOCK, payment=(Payment.ONE_OFF,)),
    Must.DEPLOYMENT: replace(STOCK, deployment=Deployment.LOCAL),
}


def plant(preferences: Preferences) -> Query:
    problems = (ProblemText(text="仓库账实不符，盘点要停工三天", priority=1),)
    return Query(ref="E1", name="某厂", county="柯桥区", city="绍兴市", problems=problems, preferences=preferences)


def firm(*modules: ModuleOffer, ref: str = "P1", **fields: object) -> Candidate:
    return Candidate(ref=ref, name=f"{ref}软件", modules=modules, **fields)  # type: ignore[arg-type]


def shown(explanation: Explanation) -> set[str]:
    return {
        one.module_ref
        for contribution in explanation.contributions
        for one in contribution.evidence
        if isinstance(one, NeedEvidence)
    }


@pytest.fixture
def built(library: Library, linker: Linker) -> "Built":
    return Built(library=library, linker=linker)


class Built:
    """Build small indexes with the real library."""

    def __init__(self, *, library: Library, linker: Linker) -> None:
        """Keep what takes seconds to fit."""
        self.library, self.linker = library, linker

    def __call__(self, *candidates: Candidate) -> CandidateIndex:
        return build_index(list(candidates), library=self.library, linker=self.linker)


@pytest.mark.parametrize("must", MODULE_MUSTS)
def test_module_that_fails_a_must_answers_nothing_though_its_provider_is_ranked(must: Must, built: Built) -> None:
    index = built(firm(UNFIT[must], CANTEEN))
    hard, soft = plant(replace(WISHES, must=(must,))), plant(WISHES)

    told = explain(hard, index, "P1")

    assert shown(explain(soft, index, "P1")) == {"M1"}
    assert shown(told) == set()
    assert (told.rank, told.unsolved_problems) == (1, (1,))
    assert sum(one.contribution for one in told.contributions) == pytest.approx(told.score, abs=1e-9)
    assert rank(hard, index).places[0].score == told.score


@pytest.mark.parametrize("must", MODULE_MUSTS)
def test_provider_whose_only_module_fails_a_must_is_excluded_by_it(must: Must, built: Built) -> None:
    ranking = rank(plant(replace(WISHES, must=(must,))), built(firm(UNFIT[must])))

    assert [(one.ref, one.reasons) for one in ranking.excluded] == [("P1", (must,))]


def test_unknown_terms_fail_no_must(built: Built) -> None:
    index = built(firm(STOCK))

    hard = explain(plant(replace(WISHES, must=tuple(Must))), index, "P1")

    assert (hard.rank, shown(hard)) == (1, {"M1"})
    assert hard.score == explain(plant(WISHES), index, "P1").score


@pytest.mark.parametrize("price", [0.1, 15.3, 1234.56])
def test_price_that_equals_the_budget_is_within_it(price: float, built: Built) -> None:
    index = built(firm(replace(STOCK, price_wan=price)))

    told = explain(plant(Preferences(budget_wan=price, must=(Must.BUDGET,))), index, "P1")

    facts = [one for item in told.contributions if item.feature == "budget" for one in item.evidence]
    assert (told.rank, shown(told)) == (1, {"M1"})
    assert [one.met for one in facts] == [True]  # type: ignore[union-attr]


def test_two_modules_that_each_fail_another_must_leave_none_that_fits(built: Built) -> None:
    index = built(firm(UNFIT[Must.BUDGET], replace(CANTEEN, payment=(Payment.ONE_OFF,))))

    told = explain(plant(replace(WISHES, must=(Must.PAYMENT, Must.BUDGET))), index, "P1")

    assert (told.rank, told.excluded) == (None, (Must.BUDGET, Must.PAYMENT))


@pytest.mark.parametrize(
    ("partner", "preferences"),
    [
        (firm(replace(STOCK, price_wan=45), CANTEEN, ref="P2"), SCARCE),
        (firm(STOCK, ref="P2", regions=("广东省",)), Preferences(must=(Must.REGION,))),
    ],
)
def test_partner_brings_no_module_that_fails_a_must(partner: Candidate, preferences: Preferences, built: Built) -> None:
    contractor = firm(CANTEEN, kind=ProviderKind.GENERAL_CONTRACTOR, partners=("P2",))
    index = built(contractor, partner)

    assert shown(explain(plant(replace(preferences, must=())), index, "P1")) == {"M1"}
    assert shown(explain(plant(preferences), index, "P1")) == set()


def test_bundle_takes_no_module_that_the_ranking_does_not_count(built: Built) -> None:
    dear = replace(STOCK, price_wan=12.0, deployment=Deployment.LOCAL, links=("wms",))
    query = plant(replace(WISHES, must=(Must.DEPLOYMENT,)))
    query = replace(query, problems=(ProblemText(text="", priority=1, links=("wms",)),))
    soft = replace(query, preferences=replace(query.preferences, must=()))
    index = built(firm(dear, CANTEEN))

    assert [one.module for one in plan_bundle(soft, index).modules] == ["M1"]
    assert plan_bundle(query, index).modules == ()


def places(query: Query, index: CandidateIndex) -> dict[str, float]:
    return {place.ref: place.score for place in rank(query, index).places}


@pytest.mark.timeout(300)
def test_modules_of_judged_rankings_stand_within_a_hard_budget(
    index: CandidateIndex, queries: Sequence[Query], candidates: Sequence[Candidate]
) -> None:
    prices = {(one.ref, offer.ref): offer.price_wan or 0 for one in candidates for offer in one.modules}
    for query in queries[::9]:
        hard = replace(query, preferences=SCARCE)
        for ref in list(places(hard, index))[:5]:
            told = explain(hard, index, ref)
            evidence = [one for item in told.contributions for one in item.evidence]
            used = {(one.module_of, one.module_ref) for one in evidence if isinstance(one, NeedEvidence)}
            assert all(prices[module] <= 15 for module in used)


@pytest.mark.timeout(300)
def test_answering_module_removed_never_helps_under_a_must(
    index: CandidateIndex, queries: Sequence[Query], candidates: Sequence[Candidate]
) -> None:
    known = {one.ref: one for one in candidates}
    for query in queries[::22]:
        hard = replace(query, preferences=SCARCE)
        before = places(hard, index)
        for ref in list(before)[:2]:
            own = {offer.ref for offer in known[ref].modules}
            for gone in sorted(shown(explain(hard, index, ref)) & own):
                left = tuple(offer for offer in known[ref].modules if offer.ref != gone)
                after = places(hard, index.updated(replace(known[ref], modules=left)))
                assert after.get(ref, 0.0) <= before[ref] + 1e-9
