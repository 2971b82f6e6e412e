"""The order of candidates: quality, determinism, ties, musts and changes of the index."""

import itertools
import random
from dataclasses import replace

import pytest

from matching.errors import DuplicateCandidateError, UnknownCandidateError
from matching.evaluation import evaluate, parse_qrels
from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, build_index, rank
from matching.ties import tie_key
from matching.types import Candidate, Industry, ModuleOffer, Must, Preferences, ProblemText, Query
from tests.matching import judged

FLOOR = 0.70  # Simple peers stay below 0.60 on this collection.


def test_rank_judged_collection_stays_above_recorded_floor(index: CandidateIndex, queries: list[Query]) -> None:
    run = {query.ref: [place.ref for place in rank(query, index).places] for query in queries}

    result = evaluate(run, parse_qrels(judged.lines("qrels.tsv")))

    assert result.mean["ndcg@10"] >= FLOOR


def test_rank_shuffled_candidates_gives_the_same_ranking(
    candidates: list[Candidate], library: Library, linker: Linker, index: CandidateIndex, queries: list[Query]
) -> None:
    shuffled = candidates.copy()
    random.Random(7).shuffle(shuffled)

    other = build_index(shuffled, library=library, linker=linker)

    assert [rank(query, other) for query in queries[:10]] == [rank(query, index) for query in queries[:10]]


def test_rank_top_beyond_candidates_gives_all(index: CandidateIndex, queries: list[Query]) -> None:
    assert len(rank(queries[0], index, top=5000).places) == len(index)


def test_rank_every_place_counts_from_one_and_score_never_rises(index: CandidateIndex, queries: list[Query]) -> None:
    places = rank(queries[0], index).places

    assert [place.rank for place in places] == list(range(1, len(places) + 1))
    assert all(first.score >= second.score for first, second in itertools.pairwise(places))


def test_rank_no_candidates_gives_an_empty_ranking(library: Library, linker: Linker, queries: list[Query]) -> None:
    empty = build_index([], library=library, linker=linker)

    assert rank(queries[0], empty).places == ()


def test_rank_same_candidate_under_two_refs_is_ordered_by_hash(
    candidates: list[Candidate], library: Library, linker: Linker, queries: list[Query]
) -> None:
    twins = [replace(candidates[0], ref="A", partners=()), replace(candidates[0], ref="B", partners=())]
    index = build_index(twins, library=library, linker=linker)

    places = rank(queries[0], index, seed=3).places

    expected = sorted("AB", key=lambda ref: tie_key(seed=3, query_ref=queries[0].ref, candidate_ref=ref))
    assert [place.ref for place in places] == expected
    assert places[0].tied


def test_rank_must_region_excludes_those_who_serve_elsewhere_and_says_so(library: Library, linker: Linker) -> None:
    far = Candidate(ref="P1", name="远方软件", regions=("广东省",))
    near = Candidate(ref="P2", name="本地软件", regions=("绍兴市",))
    query = Query(ref="E1", name="某厂", county="柯桥区", city="绍兴市", preferences=Preferences(must=(Must.REGION,)))

    ranking = rank(query, build_index([far, near], library=library, linker=linker))

    assert [place.ref for place in ranking.places] == ["P2"]
    assert [(one.ref, one.reasons) for one in ranking.excluded] == [("P1", (Must.REGION,))]


def test_rank_everyone_excluded_gives_no_places_and_all_reasons(library: Library, linker: Linker) -> None:
    dear = ModuleOffer(ref="M1", name="排产", price_wan=90)
    candidate = Candidate(ref="P1", name="软件", modules=(dear,))
    query = Query(ref="E1", name="某厂", preferences=Preferences(budget_wan=10, must=(Must.BUDGET,)))

    ranking = rank(query, build_index([candidate], library=library, linker=linker))

    assert ranking.places == ()
    assert ranking.excluded[0].reasons == (Must.BUDGET,)


def test_build_index_repeated_ref_is_refused(library: Library, linker: Linker) -> None:
    twice = [Candidate(ref="P1", name="甲"), Candidate(ref="P1", name="乙")]

    with pytest.raises(DuplicateCandidateError):
        build_index(twice, library=library, linker=linker)


def test_updated_candidate_gives_the_ranking_of_a_fresh_index(
    candidates: list[Candidate], library: Library, linker: Linker, index: CandidateIndex, queries: list[Query]
) -> None:
    changed = replace(candidates[0], description="我们只做食堂收银")

    grown = index.updated(changed)

    fresh = build_index([changed, *candidates[1:]], library=library, linker=linker, statistics=index.statistics)
    assert rank(queries[0], grown) == rank(queries[0], fresh)


def test_without_candidate_it_is_ranked_no_more(index: CandidateIndex, queries: list[Query]) -> None:
    first = rank(queries[0], index, top=1).places[0].ref

    smaller = index.without(first)

    assert first not in {place.ref for place in rank(queries[0], smaller).places}


def test_without_unknown_ref_is_refused(index: CandidateIndex) -> None:
    with pytest.raises(UnknownCandidateError):
        index.without("nobody")


def test_rank_score_does_not_depend_on_other_candidates(
    candidates: list[Candidate], index: CandidateIndex, library: Library, linker: Linker, queries: list[Query]
) -> None:
    alone = [replace(candidates[3], partners=())]
    small = build_index(alone, library=library, linker=linker, statistics=index.statistics)
    whole = index.updated(alone[0])

    score = rank(queries[0], small).places[0].score

    assert score == {place.ref: place.score for place in rank(queries[0], whole).places}[alone[0].ref]


def test_rank_price_above_the_budget_costs_whatever_others_offer(library: Library, linker: Linker) -> None:
    def firm(ref: str, *, price: float) -> Candidate:
        module = ModuleOffer(ref=f"{ref}-1", name="仓库管理", summary="扫码出入库，盘点不停工。", price_wan=price)
        return Candidate(ref=ref, name="甲仓软件", modules=(module,))

    query = Query(
        ref="E1",
        name="某厂",
        problems=(ProblemText(text="仓库账实不符，盘点要停工"),),
        preferences=Preferences(budget_wan=10),
    )
    alone = build_index([firm("P1", price=15)], library=library, linker=linker)
    beside = alone.updated(firm("P2", price=30)).updated(firm("P3", price=5))

    scores = {place.ref: place.score for place in rank(query, beside).places}

    assert scores["P1"] == rank(query, alone).places[0].score
    assert scores["P3"] > scores["P1"] > scores["P2"]


def test_rank_module_of_the_plants_trade_beats_the_same_function_of_a_foreign_trade(
    library: Library, linker: Linker
) -> None:
    own = ModuleOffer(ref="M1", name="染缸排缸排产", summary="染厂排缸，按缸号、浴比和洗缸次数排产。")
    foreign = ModuleOffer(ref="M2", name="面包车间排产", summary="烘焙厂排产，按面团、醒发和烤炉排产。")
    candidates = [
        Candidate(ref="P1", name="甲软件", modules=(own,)),
        Candidate(ref="P2", name="乙软件", modules=(foreign,)),
    ]
    query = Query(
        ref="E1",
        name="某印染厂",
        industry=Industry(gbt_code="1713"),
        problems=(ProblemText(text="急单一插后面全乱套，排计划全凭老师傅", priority=1),),
    )

    places = rank(query, build_index(candidates, library=library, linker=linker)).places

    assert [place.ref for place in places] == ["P1", "P2"]
