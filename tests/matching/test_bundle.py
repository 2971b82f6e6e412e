"""Bundles: cheapest cover of the needs within the budget, checked against trying every set."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.bundle import plan_bundle
from matching.bundle.solve import Programme, solve
from matching.errors import UnknownCandidateError
from matching.library import Library
from matching.linking import Linker
from matching.ranking import build_index
from matching.types import (
    Candidate,
    Deployment,
    Industry,
    ModuleOffer,
    Must,
    Payment,
    Preferences,
    ProblemText,
    Query,
)


def programme(**changes: object) -> Programme:
    fields: dict[str, object] = {
        "prices": (10.0, 4.0, 5.0),
        "providers": ("A", "B", "C"),
        "covers": (frozenset({0, 1}), frozenset({0}), frozenset({1})),
        "need_weights": (3.0, 1.0),
        "order": (0, 1, 2),
        "budget": None,
    }
    return Programme(**(fields | changes))  # type: ignore[arg-type]


def test_solve_two_cheap_modules_beat_one_dear_one() -> None:
    assert solve(programme()) == frozenset({1, 2})


def test_solve_equal_cost_goes_to_fewest_providers() -> None:
    assert solve(programme(prices=(9.0, 4.0, 5.0))) == frozenset({0})


def test_solve_tight_budget_covers_the_heaviest_need() -> None:
    assert solve(programme(budget=5.0)) == frozenset({1})


def test_solve_nothing_affordable_gives_none() -> None:
    assert solve(programme(budget=1.0)) is None


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 20), st.sampled_from("AB"), st.frozensets(st.integers(0, 3), min_size=1)),
        min_size=1,
        max_size=6,
    ),
    budget=st.integers(1, 40),
)
def test_solve_random_programme_agrees_with_trying_every_set(
    rows: list[tuple[int, str, frozenset[int]]], budget: int
) -> None:
    weights = (3.0, 2.0, 2.0, 1.0)
    chosen = solve(
        Programme(
            prices=tuple(float(price) for price, _, _ in rows),
            providers=tuple(provider for _, provider, _ in rows),
            covers=tuple(covers for _, _, covers in rows),
            need_weights=weights,
            order=tuple(range(len(rows))),
            budget=float(budget),
        )
    )

    def worth(group: tuple[int, ...]) -> tuple[float, int, int]:
        covered = {need for number in group for need in rows[number][2]}
        cost = sum(rows[number][0] for number in group)
        firms = len({rows[number][1] for number in group})
        return -sum(weights[need] for need in covered), cost, firms

    groups = [group for size in range(len(rows) + 1) for group in combinations(range(len(rows)), size)]
    best = min(worth(group) for group in groups if worth(group)[1] <= budget)
    assert worth(tuple(sorted(chosen or ()))) == best


def stock_query() -> Query:
    return Query(ref="E1", name="某厂", problems=(ProblemText(text="", priority=1, links=("wms",)),))


def stock_module(ref: str, *, price_wan: float | None, payment: tuple[Payment, ...] = ()) -> ModuleOffer:
    return ModuleOffer(
        ref=ref, name="WMS仓库管理", summary="扫码出入库、盘点", links=("wms",), price_wan=price_wan, payment=payment
    )


def test_plan_bundle_cheapest_module_is_taken_and_dearer_one_is_an_alternative(
    library: Library, linker: Linker
) -> None:
    dear = Candidate(ref="P1", name="甲", modules=(stock_module("M1", price_wan=9),))
    cheap = Candidate(ref="P2", name="乙", modules=(stock_module("M2", price_wan=4),))

    bundle = plan_bundle(stock_query(), build_index([dear, cheap], library=library, linker=linker))

    assert [module.module for module in bundle.modules] == ["M2"]
    assert [[module.module for module in other.modules] for other in bundle.alternatives] == [["M1"]]


def test_plan_bundle_unpriced_module_is_apart_and_not_free(library: Library, linker: Linker) -> None:
    candidate = Candidate(ref="P1", name="甲", modules=(stock_module("M1", price_wan=None),))

    bundle = plan_bundle(stock_query(), build_index([candidate], library=library, linker=linker))

    assert (bundle.modules, bundle.cost_wan) == ((), 0.0)
    assert [module.module for module in bundle.unpriced] == ["M1"]
    assert [need.number for need in bundle.uncovered] == [1]


@pytest.mark.parametrize(
    ("payment", "three_years"),
    [((Payment.ONE_OFF,), 4.0), ((Payment.BY_USE,), 12.0), ((Payment.BY_RESULT,), None)],
)
def test_plan_bundle_three_year_cost_follows_the_payment_form(
    payment: tuple[Payment, ...], three_years: float | None, library: Library, linker: Linker
) -> None:
    candidate = Candidate(ref="P1", name="甲", modules=(stock_module("M1", price_wan=4, payment=payment),))

    bundle = plan_bundle(stock_query(), build_index([candidate], library=library, linker=linker))

    assert bundle.three_year_wan == three_years


def test_plan_bundle_of_one_contractor_takes_only_its_own_and_partners_modules(
    library: Library, linker: Linker
) -> None:
    own = Candidate(ref="P1", name="甲", modules=(stock_module("M1", price_wan=9),))
    other = Candidate(ref="P2", name="乙", modules=(stock_module("M2", price_wan=4),))
    index = build_index([own, other], library=library, linker=linker)

    bundle = plan_bundle(stock_query(), index, contractor="P1")

    assert [module.provider for module in bundle.modules] == ["P1"]


def test_plan_bundle_tells_of_a_need_the_scenarios_that_it_surely_means(library: Library, linker: Linker) -> None:
    said = "小样打得准，放到大货就有缸差，旺季返修占着机台，新单又排不进去，交期一拖客户就扣款"
    query = replace(COLD_STORE, problems=(ProblemText(text=said),))
    index = build_index([], library=library, linker=linker)
    (need,) = index.profile(query).needs

    (told,) = plan_bundle(query, index).uncovered

    assert told.links == tuple(link.scenario for link in need.links if link.confidence >= 0.3)
    assert 0 < len(told.links) < len(need.links)


def test_plan_bundle_unknown_contractor_is_refused(library: Library, linker: Linker) -> None:
    with pytest.raises(UnknownCandidateError):
        plan_bundle(stock_query(), build_index([], library=library, linker=linker), contractor="nobody")


COLD_STORE = Query(
    ref="E9",
    name="示例黄桃罐头食品厂",
    industry=Industry(gbt_code="1453"),
    description="做黄桃罐头、橘子罐头，自有冷库",
    problems=(ProblemText(text="冷库里的货放在哪个位置全靠老师傅记，先进先出做不到", priority=1),),
)
CLOTH_STORE = ModuleOffer(
    ref="M1",
    name="布仓管家",
    summary="一匹一码，匹号、缸号、色号、米数、门幅一扫全有；同缸优先配货，避免色差混发；剪样、退布、寄存都能记。",
    scenarios=("布匹仓储", "扫码出入库", "缸号管理"),
    industries=(24,),
    price_wan=1.5,
)
CLOTH_FIRM = Candidate(
    ref="P1", name="甲布行软件", description="布老板都在用的仓库软件", industries=(24,), modules=(CLOTH_STORE,)
)
STORE_FIRM = Candidate(
    ref="P2",
    name="乙仓储软件",
    modules=(
        ModuleOffer(
            ref="M2",
            name="WMS仓库管理",
            summary="库位管理，扫码出入库，先进先出，盘点",
            scenarios=("扫码出入库", "库位管理"),
            price_wan=15,
        ),
    ),
)


def test_plan_bundle_module_of_a_foreign_trade_is_not_taken_though_it_is_cheaper(
    library: Library, linker: Linker
) -> None:
    index = build_index([CLOTH_FIRM, STORE_FIRM], library=library, linker=linker)

    bundle = plan_bundle(COLD_STORE, index)

    assert [module.name for module in bundle.modules] == ["WMS仓库管理"]
    assert (bundle.alternatives, bundle.foreign) == ((), ())


def test_plan_bundle_module_of_a_foreign_trade_stands_apart_when_nothing_else_covers(
    library: Library, linker: Linker
) -> None:
    bundle = plan_bundle(COLD_STORE, build_index([CLOTH_FIRM], library=library, linker=linker))

    assert (bundle.modules, bundle.unpriced, bundle.cost_wan) == ((), (), 0.0)
    assert [need.number for need in bundle.uncovered] == [1]
    assert [(module.name, [need.number for need in module.covers]) for module in bundle.foreign] == [("布仓管家", [1])]


def test_plan_bundle_provider_whose_ticks_shut_nobody_out_is_believed(library: Library, linker: Linker) -> None:
    open_to_all = replace(CLOTH_FIRM, industries=(), modules=(replace(CLOTH_STORE, industries=()),))

    bundle = plan_bundle(COLD_STORE, build_index([open_to_all], library=library, linker=linker))

    assert [module.name for module in bundle.modules] == ["布仓管家"]


LOCAL, CLOUD = Deployment.LOCAL, Deployment.SAAS


def stores(**deployments: Deployment) -> list[Candidate]:
    """Return providers of the same store software, each deployed its way; the first costs 5, the next 10 more."""
    module = STORE_FIRM.modules[0]
    return [
        replace(
            STORE_FIRM,
            ref=ref,
            modules=(replace(module, ref=f"{ref}-M", price_wan=5.0 + 10 * number, deployment=deployment),),
        )
        for number, (ref, deployment) in enumerate(deployments.items())
    ]


@pytest.mark.parametrize(
    ("budget", "chosen", "unmet"),
    [(None, "P2", ()), (20.0, "P2", ()), (8.0, "P1", (Must.DEPLOYMENT,))],
)
def test_plan_bundle_wish_gives_way_only_where_nothing_affordable_meets_it(
    library: Library, linker: Linker, budget: float | None, chosen: str, unmet: tuple[Must, ...]
) -> None:
    wishing = replace(COLD_STORE, preferences=Preferences(deployment=CLOUD, budget_wan=budget))

    bundle = plan_bundle(wishing, build_index(stores(P1=LOCAL, P2=CLOUD), library=library, linker=linker))

    assert [(module.provider, module.unmet) for module in bundle.modules] == [(chosen, unmet)]
