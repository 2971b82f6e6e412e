"""Speed of the ranking engine on ten thousand modules, each text different."""

import random
import time
from dataclasses import replace
from statistics import median

import pytest

from matching.linking import Linker, fit_linker
from matching.ranking import CandidateIndex, build_index, explain_many, rank
from matching.types import Candidate, Query
from seed.reference import load_library
from tests.matching import judged

MODULES = 10_000
RANK_SECONDS = 0.05
UPDATE_SECONDS = 0.05
EXPLAIN_SECONDS = 0.1  # Scoring and explaining the first twenty.

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def linker() -> Linker:
    return fit_linker(load_library())


@pytest.fixture(scope="module")
def index(linker: Linker) -> CandidateIndex:
    return build_index(many_candidates(judged.candidates()), library=load_library(), linker=linker)


@pytest.fixture(scope="module")
def queries() -> list[Query]:
    return judged.queries()[:20]


def many_candidates(known: list[Candidate]) -> list[Candidate]:
    """Repeat the candidates under new refs, each summary cut and lengthened by a piece of another one."""
    dice = random.Random(0)
    texts = [module.summary for candidate in known for module in candidate.modules]
    copies: list[Candidate] = []
    count = 0
    while count < MODULES:
        turn = len(copies) // len(known)
        candidate = known[len(copies) % len(known)]
        modules = tuple(
            replace(
                module,
                ref=f"{module.ref}-{turn}",
                summary=module.summary[dice.randrange(10) :] + dice.choice(texts)[: dice.randrange(60)],
            )
            for module in candidate.modules
        )
        copies.append(replace(candidate, ref=f"{candidate.ref}-{turn}", partners=(), modules=modules))
        count += len(modules)
    return copies


def seconds(action: object, *arguments: object) -> float:
    started = time.perf_counter()
    action(*arguments)  # type: ignore[operator]
    return time.perf_counter() - started


def test_rank_ten_thousand_modules_takes_fifty_milliseconds(index: CandidateIndex, queries: list[Query]) -> None:
    rank(queries[0], index, top=20)

    taken = median(seconds(lambda query: rank(query, index, top=20), query) for query in queries)

    assert taken <= RANK_SECONDS


def test_updated_one_candidate_takes_fifty_milliseconds(index: CandidateIndex) -> None:
    changed = [replace(candidate, description="新的简介") for candidate in index.candidates()[:5]]

    taken = median(seconds(index.updated, candidate) for candidate in changed)

    assert taken <= UPDATE_SECONDS


def test_explain_first_twenty_takes_a_tenth_of_a_second(index: CandidateIndex, queries: list[Query]) -> None:
    query = queries[0]
    refs = [place.ref for place in rank(query, index, top=20).places]
    explain_many(query, index, refs)

    taken = median(seconds(lambda: explain_many(query, index, refs)) for _ in range(5))

    assert taken <= EXPLAIN_SECONDS
