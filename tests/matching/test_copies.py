"""A text taken from a competitor: the earlier published counts, and what can't be told is reported."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.copies import find_same_texts, watch_copies, without_copies
from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, build_index, rank
from matching.types import Candidate, ModuleOffer, Query

TEXT = (
    "为小型铸造厂记录每炉的配料、熔炼温度和浇注时间，炉前用平板登记，化验结果自动回填，"
    "不合格的炉次当场提醒班长，月底按炉次汇总合格率和电耗。"
)
NEAR = TEXT.replace("小型", "中小").replace("班长", "主任")
OTHER = "面向食堂和中央厨房的订餐小程序，员工当天上午选菜，厨房按份数备料，月底从工资里一并结算，不用再收餐票。"
EARLY, LATE = date(2025, 3, 1), date(2026, 2, 1)


def firm(ref: str, text: str, *, day: date | None) -> Candidate:
    module = ModuleOffer(ref=f"{ref}-1", name=f"产品{ref}", summary=text, published_on=day)
    return Candidate(ref=ref, name=f"软件{ref}", modules=(module,))


def verdicts(*firms: Candidate) -> list[tuple[str, str, bool]]:
    return [(one.candidate, one.other_candidate, one.is_later) for one in find_same_texts(firms)]


def test_find_same_texts_later_copy_with_words_exchanged_does_not_count() -> None:
    firms = (firm("A", NEAR, day=LATE), firm("B", TEXT, day=EARLY))

    assert verdicts(*firms) == [("A", "B", True)]
    counted = without_copies(firms, find_same_texts(firms))
    assert [len(one.modules) for one in counted] == [0, 1]


@pytest.mark.parametrize(("first", "second"), [(None, None), (EARLY, None), (None, LATE), (EARLY, EARLY)])
def test_find_same_texts_without_order_in_time_both_count_and_are_reported(
    first: date | None, second: date | None
) -> None:
    firms = (firm("A", TEXT, day=first), firm("B", NEAR, day=second))

    assert len(verdicts(*firms)) == 1
    assert without_copies(firms, find_same_texts(firms)) == firms


def test_find_same_texts_copy_of_a_copy_does_not_count_either() -> None:
    firms = (firm("C", NEAR, day=LATE), firm("B", NEAR, day=date(2025, 9, 1)), firm("A", TEXT, day=EARLY))

    assert verdicts(*firms) == [("B", "A", True), ("C", "A", True)]


def test_find_same_texts_unlike_short_and_own_texts_are_left_alone() -> None:
    twice = replace(firm("A", TEXT, day=EARLY), modules=firm("A", TEXT, day=EARLY).modules * 2)

    assert verdicts(twice, firm("B", OTHER, day=LATE)) == []
    assert verdicts(firm("A", "扫码出入库。", day=EARLY), firm("B", "扫码出入库。", day=LATE)) == []


def test_find_same_texts_judged_collection_has_none(candidates: list[Candidate]) -> None:
    assert find_same_texts(candidates) == ()


@given(
    days=st.lists(st.sampled_from([None, EARLY, date(2025, 9, 1), LATE]), min_size=2, max_size=6),
    seed=st.integers(0, 9),
)
def test_find_same_texts_any_order_of_input_gives_the_same_and_one_original_stays(
    days: list[date | None], seed: int
) -> None:
    firms = [firm(f"P{number}", NEAR if number % 2 else TEXT, day=day) for number, day in enumerate(days)]
    shuffled = random.Random(seed).sample(firms, len(firms))

    assert find_same_texts(shuffled) == find_same_texts(firms)
    assert any(one.modules for one in without_copies(firms, find_same_texts(firms)))


def test_rank_competitors_text_copied_later_raises_nobody(
    candidates: list[Candidate], queries: list[Query], index: CandidateIndex, library: Library, linker: Linker
) -> None:
    """Each third provider takes the first modules of whoever leads for an enterprise."""
    dated = [
        replace(one, modules=tuple(replace(offer, published_on=EARLY) for offer in one.modules)) for one in candidates
    ]
    known = {one.ref: one for one in dated}
    query = queries[0]
    best = known[rank(query, index, top=1).places[0].ref]
    taken = tuple(replace(offer, ref=f"X{offer.ref}", published_on=LATE) for offer in best.modules)
    thieves = {one.ref for one in dated[::3]} - {best.ref}
    stolen = [replace(one, modules=(*one.modules, *taken)) if one.ref in thieves else one for one in dated]

    counted = without_copies(stolen, find_same_texts(stolen))
    after = build_index(counted, library=library, linker=linker, statistics=index.statistics)

    assert [place.ref for place in rank(query, after).places] == [place.ref for place in rank(query, index).places]


def test_copy_watch_tells_who_must_be_compared_with_all() -> None:
    honest = firm("A", TEXT, day=EARLY)
    watch = watch_copies([honest, firm("B", OTHER, day=EARLY)])
    grown = watch.updated([firm("C", OTHER.replace("食堂", "餐厅") + "另有报表。", day=LATE)])

    assert watch.same == ()
    assert watch.concerns(firm("D", NEAR, day=LATE))
    assert not watch.concerns(honest)
    assert not watch.concerns(firm("D", "染缸排产。" * 10, day=LATE))
    assert grown.concerns(firm("B", OTHER, day=EARLY))
    assert watch_copies([honest, firm("D", NEAR, day=LATE)]).concerns_any(["D", "E"])


def test_characters_that_nobody_sees_hide_no_copy() -> None:
    shown = "一匹一码，匹号、缸号、色号、米数、门幅一扫全有；同缸优先配货，避免色差混发；剪样、退布、寄存都能记。"
    hidden = "\u200b".join(shown[start : start + 4] for start in range(0, len(shown), 4))
    firms = [
        Candidate(ref=ref, name=ref, modules=(ModuleOffer(ref=f"{ref}-M", name="布仓", summary=summary),))
        for ref, summary in (("P1", shown), ("P2", hidden))
    ]

    assert [(one.candidate, one.other_candidate) for one in find_same_texts(firms)] == [("P2", "P1")]
