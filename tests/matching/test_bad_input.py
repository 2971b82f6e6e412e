"""What enterprises and providers really send: too little, too much, other scripts, codes that nobody knows."""

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, build_index, explain, rank
from matching.types import (
    Candidate,
    Industry,
    ModuleOffer,
    Must,
    Preferences,
    ProblemText,
    Query,
    ScenarioWish,
)

WORDS = ["乱", "慢", "贵", "ERP", "排", "?", "😀", "倉庫帳實不符", "染缸排程亂", "盤點", "\u200b", "1", "，，，"]
ODD = st.one_of(st.sampled_from(WORDS), st.text(alphabet="乱慢仓库倉庫帳😀🏭a1 ，。\n", max_size=12))
INDUSTRIES = st.one_of(
    st.just(Industry()),
    st.builds(Industry, catalog_no=st.sampled_from([-1, 0, 40, 99, 10**9])),
    st.builds(Industry, gbt_code=st.sampled_from(["", "C", "C99", "0000", "c1713 ", "十七", "171333"])),
    st.builds(Industry, text=ODD),
)
ASKED = st.builds(
    Query,
    ref=st.just("E1"),
    name=st.just("某厂"),
    industry=INDUSTRIES,
    problems=st.lists(st.builds(ProblemText, text=ODD), max_size=50).map(tuple),
    scenarios=st.lists(st.builds(ScenarioWish, name=ODD), max_size=5).map(tuple),
)


def offer(*, regions: tuple[str, ...] = ()) -> Candidate:
    module = ModuleOffer(ref="P1-1", name="仓库管理", summary="扫码出入库，盘点不停工，账实相符。")
    return Candidate(ref="P1", name="甲仓软件", regions=regions, modules=(module,))


@pytest.fixture(scope="module")
def small(candidates: list[Candidate], library: Library, linker: Linker) -> CandidateIndex:
    return build_index([*candidates[:6], offer()], library=library, linker=linker)


def is_sound(query: Query, index: CandidateIndex) -> bool:
    ranking = rank(query, index)
    scores = [place.score for place in ranking.places]
    explained = explain(query, index, "P1")
    numbers = [value for one in explained.contributions for value in (one.raw, one.contribution)]
    return len(scores) + len(ranking.excluded) == len(index) and all(map(math.isfinite, [*scores, *numbers]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=ASKED)
def test_rank_odd_enterprise_gives_finite_numbers_for_everyone(query: Query, small: CandidateIndex) -> None:
    assert is_sound(query, small)


def test_rank_enterprise_that_says_nothing_is_ranked_by_what_is_known(small: CandidateIndex) -> None:
    assert is_sound(Query(ref="E1", name=""), small)


def test_rank_fifty_problems_are_all_read(small: CandidateIndex) -> None:
    problems = tuple(ProblemText(text=f"第{number}个仓库账实不符") for number in range(50))

    explanation = explain(Query(ref="E1", name="某厂", problems=problems), small, "P1")

    assert explanation.unsolved_problems == ()


def test_rank_traditional_characters_give_the_places_of_simplified_ones(small: CandidateIndex) -> None:
    def places(text: str) -> list[str]:
        query = Query(ref="E1", name="某厂", problems=(ProblemText(text=text),))
        return [place.ref for place in rank(query, small).places]

    assert places("倉庫帳實不符，盤點要停工三天") == places("仓库帐实不符，盘点要停工三天")


def test_rank_unknown_catalogue_number_counts_as_unknown_industry(small: CandidateIndex) -> None:
    problems = (ProblemText(text="仓库账实不符"),)
    unknown = Query(ref="E1", name="某厂", industry=Industry(catalog_no=999), problems=problems)

    scores = {place.ref: place.score for place in rank(unknown, small).places}

    assert scores == {place.ref: place.score for place in rank(replace(unknown, industry=Industry()), small).places}


def test_rank_half_a_character_in_refs_of_equals_is_borne(library: Library, linker: Linker) -> None:
    index = build_index([replace(offer(), ref=ref) for ref in ("\ud800", "P2")], library=library, linker=linker)

    assert {place.ref for place in rank(Query(ref="\udfff", name=""), index).places} == {"\ud800", "P2"}


def test_rank_no_candidates_is_an_empty_ranking(library: Library, linker: Linker) -> None:
    ranking = rank(Query(ref="E1", name="某厂"), build_index([], library=library, linker=linker))

    assert (ranking.places, ranking.excluded, ranking.total) == ((), (), 0)


def test_rank_all_candidates_excluded_says_why_for_each(library: Library, linker: Linker) -> None:
    index = build_index([offer(regions=("广东省",))], library=library, linker=linker)
    query = Query(ref="E1", name="某厂", county="柯桥区", city="绍兴市", preferences=Preferences(must=(Must.REGION,)))

    ranking = rank(query, index)

    assert ranking.places == ()
    assert [(one.ref, one.reasons) for one in ranking.excluded] == [("P1", (Must.REGION,))]
