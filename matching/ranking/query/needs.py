"""One enterprise as the engine sees it: needs with weights and links, trades, places and texts."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.digests import digest_of
from matching.linking import Link, TextKind, link_texts
from matching.ranking.knowledge.library import Knowledge
from matching.ranking.query.plant import Plant, plant_of
from matching.statistics import Statistics
from matching.text import fold
from matching.types import Query

# Priority 1, 2, 3 weigh 3, 2, 1 (the product's specification of coverage).
PRIORITY_WEIGHTS = {1: 3.0, 2: 2.0, 3: 1.0}
WISH_WEIGHT = 1.5
DESCRIPTION_TRADES = 1.0
PROBLEM_TRADES = 0.5
FOREIGN_PROCESS = 0.3  # What is left of a link to a scenario whose process the plant does not have.


class NeedKind(StrEnum):
    """Where a need comes from."""

    PROBLEM = "problem"
    WISH = "wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A problem or a wish; ``number`` counts from 1 in its own list."""

    kind: NeedKind
    number: int
    text: str
    weight: float
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryProfile:
    """A query with everything that does not depend on a candidate.

    ``digest`` is the query's. ``scenarios`` is needs × scenarios, how surely each need asks for each, and ``links`` the
    same, sparse and float32.
    """

    query: Query
    digest: str
    needs: tuple[Need, ...]
    weights: NDArray[np.float64]
    scenarios: NDArray[np.float64]
    links: csr_array
    plant: Plant
    grams: csr_array
    words: csr_array
    meaning: csr_array
    profile_grams: csr_array
    profile_words: csr_array
    places: frozenset[str]


def profile_query(query: Query, *, knowledge: Knowledge, statistics: Statistics) -> QueryProfile:
    """Link the needs of an enterprise and lay its texts out as vectors."""
    codes = knowledge.industry.codes_of(query.industry)
    trades = knowledge.industry.plant(codes=codes, words=_trade_words(query, knowledge=knowledge))
    needs = tuple(_needs(query, knowledge=knowledge))
    texts = [fold(need.text) for need in needs]
    whole = fold("。".join((query.industry.text, query.description, *(need.text for need in needs))))
    reach = knowledge.industry.reach(trades)
    rows = [_damped(knowledge.scenario_row(need.links), reach=reach, knowledge=knowledge) for need in needs]
    tokenizer = knowledge.linker.tokenizer
    scenarios = np.array(rows, np.float64).reshape(len(needs), len(knowledge.scenarios))
    asked = np.flatnonzero(scenarios.any(axis=0)).tolist()
    return QueryProfile(
        query=query,
        digest=digest_of(query),
        needs=needs,
        weights=np.array([need.weight for need in needs], np.float64),
        scenarios=scenarios,
        links=csr_array(scenarios, dtype=np.float32),
        plant=plant_of(query, codes=codes, trades=trades, reach=reach, asked=asked, knowledge=knowledge),
        grams=statistics.grams.gram_vectors(texts),
        words=statistics.words.vectors([tokenizer.words(text) for text in texts]),
        meaning=csr_array(
            np.array([knowledge.meaning((need.text,)) for need in needs], np.float32).reshape(
                len(needs), len(knowledge.linker.scenarios)
            )
        ),
        profile_grams=statistics.grams.gram_vectors([whole]),
        profile_words=statistics.words.vectors([tokenizer.words(whole)]),
        places=knowledge.gazetteer.containing(county=query.county, city=query.city),
    )


def _needs(query: Query, *, knowledge: Knowledge) -> list[Need]:
    linker = knowledge.linker
    problems = link_texts([one.text for one in query.problems], linker, kind=TextKind.PROBLEM)
    wishes = link_texts([one.name for one in query.scenarios], linker, kind=TextKind.SCENARIO)
    needs = [
        Need(
            kind=NeedKind.PROBLEM,
            number=number,
            text=problem.text,
            weight=PRIORITY_WEIGHTS.get(problem.priority, PRIORITY_WEIGHTS[2]),
            links=knowledge.confirmed(problem.links) or links,
        )
        for number, (problem, links) in enumerate(zip(query.problems, problems, strict=True), start=1)
    ]
    return needs + [
        Need(
            kind=NeedKind.WISH,
            number=number,
            text=wish.name,
            weight=WISH_WEIGHT,
            links=knowledge.confirmed(wish.links) or links,
        )
        for number, (wish, links) in enumerate(zip(query.scenarios, wishes, strict=True), start=1)
    ]


def _trade_words(query: Query, *, knowledge: Knowledge) -> NDArray[np.float64]:
    own = knowledge.trade_vector((query.name, query.industry.text, query.description), kind=TextKind.PROBLEM)
    told = [one.text for one in query.problems] + [one.name for one in query.scenarios]
    spoken = knowledge.trade_vector(told, kind=TextKind.PROBLEM)
    return 1 - (1 - DESCRIPTION_TRADES * own) * (1 - PROBLEM_TRADES * spoken)


def _damped(row: NDArray[np.float64], *, reach: NDArray[np.float64], knowledge: Knowledge) -> NDArray[np.float64]:
    """Weaken links to scenarios of a process that the plant, as far as it is known, does not have."""
    if not reach.any():
        return row
    damped = row.copy()
    for number in np.flatnonzero(row):
        if trades := knowledge.trades_of[number]:
            near = max(reach[trade] for trade in trades)
            damped[number] = row[number] * max(FOREIGN_PROCESS, min(1.0, 2 * near))
    return np.round(damped, 6)
