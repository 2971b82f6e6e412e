"""An offer that stands before one that solves more says why."""

import pytest

from marketplace.recommendations.ahead import urgent_note, why_ahead, with_reasons
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.offers import Price
from marketplace.recommendations.page_values import Offer
from marketplace.recommendations.sums import Shown

UNKNOWN = Price(wan=None, modules=0, unpriced=0)


def offer(place: int, *, states: tuple[Fit, ...], needs: float, cases: float, tied: tuple[int, ...] = ()) -> Offer:
    return Offer(
        anchor=f"o{place}",
        place=place,
        ref=f"P{place}",
        provider_id=place,
        name=f"虚构{place}",
        marks=(),
        tied_with=tied,
        states=states,
        reasons=(),
        wish_reasons=(),
        beyond=(),
        price=UNKNOWN,
        three_years=UNKNOWN,
        days=None,
        payments="",
        deployments="",
        cases=(),
        gaps=(),
        score=0.0,
        shown=Shown(parts=(("难题和场景对得上", needs), ("同行案例", cases)), total=needs + cases),
        note="",
    )


def test_part_before_whole_names_what_puts_it_there() -> None:
    first = offer(1, states=(Fit.PART, Fit.PART), needs=0.2, cases=0.3)
    second = offer(2, states=(Fit.YES, Fit.YES), needs=0.3, cases=0.1)

    assert why_ahead(first, after=[second]) == (
        "第 2 名解决 2 个，比它多；它排在前面，是因为“同行案例”（多 0.200）得分更高。"
    )


def test_tied_offers_say_that_their_order_means_nothing() -> None:
    first = offer(1, states=(Fit.PART,), needs=0.2, cases=0.2, tied=(2,))
    second = offer(2, states=(Fit.YES,), needs=0.3, cases=0.099)

    assert why_ahead(first, after=[second]).endswith("两家并列，先后不说明好坏。")


@pytest.mark.parametrize("states", [(Fit.YES,), (Fit.PART,)])
def test_offer_that_no_later_one_outdoes_says_nothing(states: tuple[Fit, ...]) -> None:
    first = offer(1, states=states, needs=0.3, cases=0.2)

    told = with_reasons([first, offer(2, states=states, needs=0.2, cases=0.2)])

    assert [one.ahead for one in told] == ["", ""]


@pytest.mark.parametrize(
    ("first", "second", "note"),
    [
        (Fit.NO, Fit.YES, "最急的第 2 条，第 1 名没有对口的模块；第 2 名虚构2能解决，先看它，或者两家配着用。"),
        (Fit.PART, Fit.YES, "最急的第 2 条，第 1 名只能部分解决；第 2 名虚构2能解决，先看它，或者两家配着用。"),
        (Fit.YES, Fit.YES, ""),
        (Fit.NO, Fit.PART, ""),
    ],
)
def test_most_urgent_trouble_that_the_first_leaves_open_names_who_solves_it(first: Fit, second: Fit, note: str) -> None:
    offers = [
        offer(1, states=(Fit.YES, first), needs=0.3, cases=0.2),
        offer(2, states=(Fit.NO, second), needs=0.2, cases=0.2),
    ]

    assert urgent_note([2], offers) == note
    assert urgent_note([], offers) == urgent_note([2], []) == ""
