"""Stuffing raises nobody; a module that answers a problem does."""

from dataclasses import replace

import pytest

from matching.counterfactual import median_module
from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, explain, rank
from matching.types import Candidate, Query
from tests.matching import tricks

pytestmark = pytest.mark.slow

STUFFING = [
    tricks.all_industries,
    tricks.all_scenarios,
    tricks.all_aliases,
    tricks.aliases_in_sentences,
    tricks.all_trades_in_sentences,
    tricks.text_five_times,
    tricks.text_five_times_end_to_end,
    tricks.split_in_ten,
    tricks.split_under_other_names,
    tricks.very_long_summaries,
    tricks.praise_of_oneself,
    tricks.a_module_a_scenario,
    tricks.a_module_of_one_word,
    tricks.all_trades_described,
]
# Tricks that take words away from modules, or exchange the scenarios that they name: these say something else.
REWRITING = [
    tricks.split_with_sentences_as_names,
    tricks.split_with_labels_shared_out,
    tricks.all_under_one_name,
    tricks.all_with_the_same_labels,
]
EVERY = 4  # Every provider of the collection, and each fourth enterprise.


@pytest.fixture(scope="module")
def market(
    candidates: list[Candidate], queries: list[Query], index: CandidateIndex, library: Library, linker: Linker
) -> tricks.Market:
    return tricks.Market(candidates=candidates, queries=queries[::EVERY], index=index, library=library, linker=linker)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("trick", STUFFING, ids=lambda trick: trick.__name__)
def test_rank_stuffed_provider_does_not_rise(trick: tricks.Trick, market: tricks.Market) -> None:
    gained = tricks.rises(trick, market)

    assert sum(gained) / len(gained) <= 0
    assert max(gained) <= 1


@pytest.mark.timeout(300)
@pytest.mark.parametrize("trick", REWRITING, ids=lambda trick: trick.__name__)
def test_rank_provider_that_rewrites_what_its_modules_say_gains_nothing_on_average(
    trick: tricks.Trick, market: tricks.Market
) -> None:
    gained = tricks.rises(trick, market)

    assert sum(gained) / len(gained) <= 0


@pytest.mark.timeout(300)
def test_rank_reviewed_module_for_a_stated_problem_raises_in_four_of_five_trials(
    candidates: list[Candidate], queries: list[Query], index: CandidateIndex, library: Library
) -> None:
    raised = trials = 0
    for query, candidate in zip(queries[::2], candidates[::2], strict=False):
        explained = explain(query, index, candidate.ref)
        links = explained.linked_scenarios[0].links
        if explained.rank == 1 or not links:
            continue
        module = median_module(candidate, scenario=links[0].scenario, library=library)
        suited = replace(module, summary=f"{module.summary}。用于{query.industry.text or query.description}")
        grown = index.updated(replace(candidate, modules=(*candidate.modules, suited)))
        after = next((place.rank for place in rank(query, grown).places if place.ref == candidate.ref), 0)
        trials += 1
        raised += after < (explained.rank or 0)

    assert trials >= 30
    assert raised / trials >= 0.8
