"""Stuffing raises nobody; a module that answers a problem does."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matching.counterfactual import median_module
from matching.library import Library
from matching.ranking import CandidateIndex, rank
from matching.types import Candidate, Query

EVERY = 12  # Each twelfth provider and each ninth enterprise: the whole collection takes minutes.


def all_industries(candidate: Candidate, library: Library) -> Candidate:
    every = tuple(entry.catalog_no for entry in library.catalog)
    modules = tuple(replace(module, industries=every) for module in candidate.modules)
    return replace(candidate, industries=every, modules=modules)


def all_scenarios(candidate: Candidate, library: Library) -> Candidate:
    names = tuple(scenario.name for scenario in library.scenarios)
    return replace(candidate, modules=tuple(replace(module, scenarios=names) for module in candidate.modules))


def all_aliases(candidate: Candidate, library: Library) -> Candidate:
    words = "、".join(alias for scenario in library.scenarios for alias in scenario.aliases)
    modules = tuple(replace(module, summary=module.summary + words) for module in candidate.modules)
    return replace(candidate, modules=modules)


def text_five_times(candidate: Candidate, library: Library) -> Candidate:
    modules = tuple(replace(module, summary=f"{module.summary}。" * 5) for module in candidate.modules)
    return replace(candidate, description=f"{candidate.description}。" * 5, modules=modules)


def split_in_ten(candidate: Candidate, library: Library) -> Candidate:
    pieces = []
    for module in candidate.modules:
        size = len(module.summary) // 10 + 1
        pieces += [
            replace(module, ref=f"{module.ref}-{part}", summary=module.summary[part * size : (part + 1) * size])
            for part in range(10)
        ]
    return replace(candidate, modules=tuple(pieces))


TRICKS = [all_industries, all_scenarios, all_aliases, text_five_times, split_in_ten]


def places(queries: list[Query], index: CandidateIndex, ref: str) -> list[int]:
    return [next(place.rank for place in rank(query, index).places if place.ref == ref) for query in queries]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "trick",
    [all_industries, all_scenarios, all_aliases, text_five_times, split_in_ten],
    ids=lambda trick: trick.__name__,
)
def test_rank_stuffed_provider_does_not_rise(
    trick: Callable[[Candidate, Library], Candidate],
    candidates: list[Candidate],
    queries: list[Query],
    index: CandidateIndex,
    library: Library,
) -> None:
    asked = queries[::EVERY]
    rises = []
    for candidate in candidates[::EVERY]:
        before = places(asked, index, candidate.ref)
        after = places(asked, index.updated(trick(candidate, library)), candidate.ref)
        rises += [old - new for old, new in zip(before, after, strict=True)]

    assert sum(rises) / len(rises) <= 0.05  # Repeating a text moves single places at the cut between two copies.
    assert max(rises) <= 2


@pytest.mark.timeout(300)
def test_rank_reviewed_module_for_a_stated_problem_raises_in_four_of_five_trials(
    candidates: list[Candidate], queries: list[Query], index: CandidateIndex, library: Library
) -> None:
    raised = trials = 0
    for query, candidate in zip(queries[::4], candidates[::4], strict=False):
        stated = replace(query.problems[0], links=("energy",))
        asked = replace(query, problems=(stated, *query.problems[1:]))
        grown = replace(
            candidate, modules=(*candidate.modules, median_module(candidate, scenario="energy", library=library))
        )
        before = places([asked], index, candidate.ref)[0]
        after = places([asked], index.updated(grown), candidate.ref)[0]
        trials += 1
        raised += after < before or before == 1

    assert raised / trials >= 0.8
