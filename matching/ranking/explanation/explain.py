"""Why a candidate stands where it stands: contributions that add up to the score, each with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.errors import UnknownCandidateError
from matching.linking import Link
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.explanation.asked import ask
from matching.ranking.explanation.pair import Contribution, Pair
from matching.ranking.query.needs import NeedKind
from matching.ranking.rank import input_digest, ranks_of
from matching.ranking.scoring.heads import score_heads
from matching.ranking.scoring.score import Scored
from matching.types import Must, Query
from matching.version import ENGINE_VERSION
from matching.weights import DEFAULT, WeightSet


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedNeed:
    """A need with the scenarios it was linked to."""

    kind: NeedKind
    number: int
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The whole account of one pair; ``rank`` is None for an excluded candidate, and ``excluded`` says why."""

    query_ref: str
    ref: str
    score: float
    rank: int | None
    contributions: tuple[Contribution, ...]
    linked_scenarios: tuple[LinkedNeed, ...]
    unsolved_problems: tuple[int, ...]
    excluded: tuple[Must, ...]
    engine_version: str
    input_digest: str


def explain(
    query: Query, index: CandidateIndex, ref: str, *, weights: WeightSet = DEFAULT, seed: int = 0
) -> Explanation:
    """Return the account of one pair, as :func:`rank` scored it; raise UnknownCandidateError for a foreign ref."""
    return explain_many(query, index, (ref,), weights=weights, seed=seed)[0]


def explain_many(
    query: Query, index: CandidateIndex, refs: Sequence[str], *, weights: WeightSet = DEFAULT, seed: int = 0
) -> tuple[Explanation, ...]:
    """Return the accounts of several candidates of one query, scoring only once."""
    for ref in refs:
        if ref not in index:
            raise UnknownCandidateError(ref)
    scored = score_heads(query, index, weights=weights, top=len(refs), refs=refs)
    return explain_scored(scored, index, refs, weights=weights, seed=seed)


def explain_scored(
    scored: Scored, index: CandidateIndex, refs: Sequence[str], *, weights: WeightSet, seed: int
) -> tuple[Explanation, ...]:
    """Explain already scored candidates of an index."""
    numbers = [scored.numbers[ref] for ref in refs]
    ranks = ranks_of(numbers, scored=scored, seed=seed)
    asked = ask(scored, index, weights=weights)
    digest = input_digest(scored.profile, index, weights=weights)
    linked = tuple(
        LinkedNeed(kind=need.kind, number=need.number, text=need.text, links=need.links)
        for need in scored.profile.needs
    )
    explanations = []
    for ref, number, rank in zip(refs, numbers, ranks, strict=True):
        pair = Pair(scored=scored, index=index, number=number, asked=asked)
        explanations.append(
            Explanation(
                query_ref=scored.profile.query.ref,
                ref=ref,
                score=float(scored.scores[number]),
                rank=rank,
                contributions=pair.contributions(),
                linked_scenarios=linked,
                unsolved_problems=pair.unsolved(),
                excluded=scored.reasons[number],
                engine_version=ENGINE_VERSION,
                input_digest=digest,
            )
        )
    return tuple(explanations)
