"""Ratings on their way to the ranking: few say nothing, many move a place only under a weight that was learned."""

import io
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.db import Database
from marketplace.exchange import collect, read_providers, to_record
from marketplace.exchange.rows import RatingsRow
from marketplace.projects.standing import standing_of
from marketplace.providers.models import Provider
from marketplace.recommendations.candidates import load_candidates
from marketplace.recommendations.mapping import to_candidate, to_query
from matching.digests import digest_of, plain
from matching.ranking import build_index, explain, rank
from matching.ratings import LEAST_CASES, rated_share
from matching.types import Candidate, RatingRecord
from matching.weights import DEFAULT, WeightSet
from seed.demo.province import demo_places
from tests.recommendations.market import DYE_HOUSE, DYEING_SOFTWARE, LIBRARY, Market

NOBODY = rated_share(cases=0, stars=0)
LEARNED = replace(DEFAULT, weights=tuple((name, 5.0 if name == "rated" else value) for name, value in DEFAULT.weights))


@given(st.lists(st.integers(min_value=1, max_value=5), max_size=60), st.integers(min_value=1, max_value=5))
def test_share_stays_in_bounds_and_one_rating_more_moves_it_its_own_way(stars: list[int], more: int) -> None:
    before = rated_share(cases=len(stars), stars=sum(stars))
    after = rated_share(cases=len(stars) + 1, stars=sum(stars) + more)

    assert 0 <= before <= 1
    assert before == NOBODY or len(stars) >= LEAST_CASES
    if len(stars) >= LEAST_CASES and more == 5:
        assert after >= before
    if len(stars) >= LEAST_CASES and more == 1:
        assert after <= before


def test_page_and_ranking_draw_ratings_to_the_same_middle() -> None:
    assert standing_of([5, 5, 5]).shrunk_tenths == round(10 * (4 * rated_share(cases=3, stars=15) + 1)) == 41


def test_candidate_without_ratings_bears_the_digest_that_it_bore_before_there_were_any() -> None:
    one = Candidate(ref="P1", name="甲")

    assert "ratings" not in str(plain(one))
    assert digest_of(replace(one, ratings=RatingRecord(cases=3, stars=15))) != digest_of(one)


def test_sums_that_stand_with_a_provider_reach_the_engine(database: Database, market: Market) -> None:
    with database.transaction() as session:
        provider = session.get_one(Provider, market.dyeing_software)
        provider.rated_cases, provider.rated_stars = 4, 18

    with database.session() as session:
        found = load_candidates(session, ids=[market.dyeing_software, market.energy_service])

    assert [one.candidate.ratings for one in found] == [RatingRecord(cases=4, stars=18), None]


def places(rated: RatingRecord, weights: WeightSet) -> tuple[list[str], float]:
    first = replace(to_candidate(DYEING_SOFTWARE), ref="P1")
    index = build_index([first, replace(first, ref="P2", name="同样的另一家", ratings=rated)], library=LIBRARY)
    found = rank(to_query(DYE_HOUSE), index, weights=weights)
    told = explain(to_query(DYE_HOUSE), index, "P2", weights=weights)
    raw = next(one.raw for one in told.contributions if one.feature == "rated")
    return [place.ref for place in found.places], raw


def test_ratings_move_nobody_under_the_weights_of_the_release_and_do_under_learned_ones() -> None:
    good, bad, few = (RatingRecord(cases=n, stars=stars) for n, stars in ((20, 100), (20, 20), (2, 10)))

    released = {tuple(places(one, DEFAULT)[0]) for one in (good, bad, few)}

    assert len(released) == 1
    assert places(good, LEARNED)[0][0] == "P2"
    assert places(bad, LEARNED)[0][0] == "P1"
    assert places(few, LEARNED)[1] == round(NOBODY, 6)


def test_ratings_go_into_files_and_come_back() -> None:
    row = replace(DYEING_SOFTWARE, ratings=RatingsRow(cases=4, stars=18))
    lines = [to_record(row), {**to_record(row), "ref": "P2", "ratings": {"cases": 2, "stars": 11}}]
    stream = io.BytesIO("\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode())

    collected = collect(read_providers(stream, places=demo_places(), name="服务商.jsonl"))

    assert [one.ratings for one in collected.providers] == [RatingsRow(cases=4, stars=18)]
    assert any("2 次评价的星数合计应在 2 到 10 之间" in str(one) for one in collected.defects)
