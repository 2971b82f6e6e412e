"""What one more published, reviewed module for a scenario would do to a provider's places.

Only a whole module is asked about, never a tick, so that the answer rewards work and not wording. Places are told
over three or more enterprises, unless the caller vouches that the one enterprise has sent an enquiry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.errors import MatchingError
from matching.library import Library, Scenario, Voice
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.rank import rank
from matching.types import Candidate, ModuleOffer, Query
from matching.weights import DEFAULT, WeightSet

MIN_QUERIES = 3


class TooFewQueriesError(MatchingError):
    """Places of fewer than three enterprises would tell about a single one."""


class UnknownScenarioError(MatchingError):
    """The asked scenario is not in the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """The places of a provider for one enterprise; None where a must excludes it."""

    query_ref: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleEffect:
    """Places gained on average (positive is better) and how many enterprises see the provider higher or lower."""

    provider: str
    scenario: str
    module: ModuleOffer
    mean_places_gained: float
    higher: int
    lower: int
    changes: tuple[PlaceChange, ...]


def module_effect(
    queries: Sequence[Query],
    index: CandidateIndex,
    *,
    provider: str,
    scenario: str,
    library: Library,
    weights: WeightSet = DEFAULT,
    seed: int = 0,
    enquiry_sent: bool = False,
) -> ModuleEffect:
    """Return what a module of median text for ``scenario`` would do to the provider's places.

    Raises TooFewQueriesError for fewer than three queries unless ``enquiry_sent``, UnknownScenarioError and
    UnknownCandidateError.
    """
    if len(queries) < MIN_QUERIES and not (enquiry_sent and queries):
        raise TooFewQueriesError(f"{len(queries)} queries, {MIN_QUERIES} needed")
    candidate = index.candidate(provider)
    module = median_module(candidate, scenario=scenario, library=library)
    grown = index.updated(replace(candidate, modules=(*candidate.modules, module)))
    changes = tuple(
        PlaceChange(
            query_ref=query.ref,
            before=_place(query, index, provider=provider, weights=weights, seed=seed),
            after=_place(query, grown, provider=provider, weights=weights, seed=seed),
        )
        for query in queries
    )
    gains = [one.before - one.after for one in changes if one.before is not None and one.after is not None]
    return ModuleEffect(
        provider=provider,
        scenario=scenario,
        module=module,
        mean_places_gained=sum(gains) / len(gains) if gains else 0.0,
        higher=sum(gain > 0 for gain in gains),
        lower=sum(gain < 0 for gain in gains),
        changes=changes,
    )


def median_module(candidate: Candidate, *, scenario: str, library: Library) -> ModuleOffer:
    """Return a reviewed module on the terms of the provider's own ones, with the vendors' sentence of median length."""
    found = next((one for one in library.scenarios if one.code == scenario), None)
    if found is None:
        raise UnknownScenarioError(scenario)
    model = min(candidate.modules, key=lambda module: module.ref, default=None)
    return ModuleOffer(
        ref=f"{candidate.ref}+{scenario}",
        name=found.name,
        summary=_median_text(found, library=library),
        scenarios=(found.name,),
        industries=model.industries if model else candidate.industries,
        payment=model.payment if model else (),
        deployment=model.deployment if model else None,
        links=(scenario,),
    )


def _median_text(scenario: Scenario, *, library: Library) -> str:
    spoken = sorted(
        (
            phrase.text
            for phrase in library.phrases
            if phrase.voice is Voice.VENDOR and scenario.code in phrase.scenarios
        ),
        key=lambda text: (len(text), text),
    )
    return spoken[len(spoken) // 2] if spoken else scenario.description


def _place(query: Query, index: CandidateIndex, *, provider: str, weights: WeightSet, seed: int) -> int | None:
    places = rank(query, index, weights=weights, seed=seed).places
    return next((place.rank for place in places if place.ref == provider), None)
