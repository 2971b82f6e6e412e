"""Which ways to cover a list are worth showing beside each other."""

from marketplace.recommendations.bundles import worth_showing
from matching.bundle import Bundle, BundleModule, NeedRef
from matching.ranking import NeedKind

ONE, TWO = (NeedRef(kind=NeedKind.PROBLEM, number=number, text="缸差") for number in (1, 2))


def way(*needs: NeedRef, cost: float, years: float | None = None, firms: str = "A") -> Bundle:
    modules = tuple(
        BundleModule(provider=firm, module="M", name="排缸", price_wan=cost, three_year_wan=years, covers=needs)
        for firm in firms
    )
    return Bundle(modules=modules, cost_wan=cost, three_year_wan=years, covered=needs, uncovered=(), unpriced=())


def test_dearer_way_that_covers_less_is_left_out() -> None:
    whole, part = way(ONE, TWO, cost=10), way(ONE, cost=12)

    assert worth_showing([whole, part]) == [whole]
    assert worth_showing([part, whole]) == [whole]


def test_ways_that_each_have_something_for_them_all_stay() -> None:
    ways = [
        way(ONE, TWO, cost=20, years=20, firms="AB"),
        way(ONE, TWO, cost=22, years=22, firms="A"),
        way(ONE, TWO, cost=21, years=15, firms="AB"),
        way(ONE, cost=5, years=5, firms="B"),
    ]

    assert worth_showing(ways) == ways


def test_of_equal_ways_the_first_stays() -> None:
    first, second = way(ONE, cost=10, firms="A"), way(ONE, cost=10, firms="B")

    assert worth_showing([first, second]) == [first]


def test_three_years_that_cannot_be_told_are_no_cheaper() -> None:
    known, untold = way(ONE, cost=10, years=30), way(ONE, cost=10)

    assert worth_showing([untold, known]) == [known]
