"""Why a candidate stands where it stands: contributions that add up to the score, each with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.errors import UnknownCandidateError
from matching.linking import Link, TextKind
from matching.ranking.evidence import CaseEvidence, Evidence, FactEvidence, NeedEvidence, rating_evidence, word_matches
from matching.ranking.features import FEATURES
from matching.ranking.heads import score_heads
from matching.ranking.index import CandidateIndex
from matching.ranking.knowledge import Knowledge
from matching.ranking.needs import Need, NeedKind
from matching.ranking.rank import TIED_SHARE, input_digest, ranks_of
from matching.ranking.score import PARTNER_SHARE, Scored
from matching.ranking.segment import Segment
from matching.ranking.signals import meets
from matching.ranking.terms import TERMS, offered_terms, wished_terms
from matching.types import Must, Query
from matching.version import ENGINE_VERSION
from matching.weights import DEFAULT, WeightSet

ANSWERED = 0.15  # Below this share a need is called unsolved.
SHOWN = 0.05

NEED_FEATURES = ("scenario_cover", "meaning_cover", "text_cover", "word_cover", "breadth", "team_cover")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One term of the score: raw value in [0, 1], weight, their product, and what speaks for it."""

    feature: str
    raw: float
    weight: float
    contribution: float
    evidence: tuple[Evidence, ...]


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
    scored, part = score_heads(query, index, weights=weights, top=len(refs), refs=refs)
    return explain_scored(scored, part, refs, weights=weights, seed=seed)


def explain_scored(
    scored: Scored, index: CandidateIndex, refs: Sequence[str], *, weights: WeightSet, seed: int
) -> tuple[Explanation, ...]:
    """Explain already scored candidates."""
    numbers = [index.numbers[ref] for ref in refs]
    ranks = ranks_of(numbers, scored=scored, seed=seed)
    asked = _Asked(
        reach=index.knowledge.industry.reach(scored.profile.plant),
        wanted=tuple(_wanted_scenarios(row) for row in scored.profile.scenarios),
    )
    digest = input_digest(scored.profile.query, index, weights=weights)
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
                contributions=pair.contributions(weights),
                linked_scenarios=linked,
                unsolved_problems=pair.unsolved(),
                excluded=scored.reasons[number],
                engine_version=ENGINE_VERSION,
                input_digest=digest,
            )
        )
    return tuple(explanations)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What all pairs of a query share: which trades serve the plant, and each need's scenarios with their chances."""

    reach: NDArray[np.float64]
    wanted: tuple[dict[int, float], ...]


def _wanted_scenarios(row: NDArray[np.float64]) -> dict[int, float]:
    numbers = np.flatnonzero(row)
    return dict(zip(numbers.tolist(), row[numbers].tolist(), strict=True))


class Pair:
    """One candidate of a scored query, with the rows of its modules."""

    def __init__(self, *, scored: Scored, index: CandidateIndex, number: int, asked: _Asked) -> None:
        """Find the candidate's rows in its block."""
        self.asked = asked
        self._offered: dict[int, dict[int, float]] = {}  # The scenarios of modules, as far as they were asked for.
        self.scored, self.index, self.number = scored, index, number
        self.block, self.place = scored.places[number]
        self.segment: Segment = index.segments[self.block]
        self.knowledge: Knowledge = index.knowledge
        starts = self.segment.starts
        stop = starts[self.place + 1] if self.place + 1 < len(starts) else len(self.segment.offers)
        self.rows = slice(int(starts[self.place]), int(stop))
        self.candidate = self.segment.candidates[self.place]
        self.answers = scored.signals[self.block].answers_of(self.rows)

    def contributions(self, weights: WeightSet) -> tuple[Contribution, ...]:
        """Return one contribution a feature, in the order of the features."""
        needs = self.need_evidence()
        known = dict(weights.weights)
        rows = []
        for name, raw in zip(FEATURES, self.scored.features[self.number].tolist(), strict=True):
            weight = known.get(name, 0.0)
            rows.append(
                Contribution(
                    feature=name,
                    raw=raw,
                    weight=weight,
                    contribution=round(raw * weight, 9),
                    evidence=self._evidence(name, needs=needs) if raw > 0 or name in TERMS else (),
                )
            )
        return tuple(rows)

    def unsolved(self) -> tuple[int, ...]:
        """Return the numbers of the problems that neither the candidate nor its partners answer."""
        team = self.scored.team[:, self.number]
        return tuple(
            need.number
            for need, share in zip(self.scored.profile.needs, team, strict=True)
            if need.kind is NeedKind.PROBLEM and share < ANSWERED
        )

    def need_evidence(self) -> tuple[NeedEvidence, ...]:
        """Return the best module for each answered need, the heaviest needs first."""
        found = []
        for place, need in enumerate(self.scored.profile.needs):
            row = self.answers[place]
            best = self._named(place)
            if row.size and row[best] >= SHOWN and (own := self._told(place, need=need, best=best)):
                found.append((need.weight * own.share, own))
                continue
            if brought := self._brought(place, need=need):
                found.append((need.weight * brought.share, brought))
        return tuple(one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].kind, pair[1].number)))

    def _named(self, place: int) -> int:
        """Return the module to be named for a need: of those that answer it about equally, the one nearest in words."""
        row = self.answers[place]
        if row.size < 2:  # noqa: PLR2004 - nothing to choose from
            return 0
        equal = np.flatnonzero(row >= (1 - TIED_SHARE) * row.max())
        if len(equal) == 1:
            return int(equal[0])
        near = self.scored.signals[self.block].closeness_of(self.rows, need=place)
        return int(equal[near[equal].argmax()])

    def _brought(self, place: int, *, need: Need) -> NeedEvidence | None:
        share = float(self.scored.team[place, self.number])
        if share < SHOWN:
            return None
        for partner in sorted(self.candidate.partners):
            if (number := self.index.numbers.get(partner)) is not None:
                other = Pair(scored=self.scored, index=self.index, number=number, asked=self.asked)
                row = other.answers[place]
                if row.size and abs(PARTNER_SHARE * row.max() - share) < 1e-9:  # noqa: PLR2004 - equal up to rounding
                    return other._told(place, need=need, best=other._named(place), factor=PARTNER_SHARE)
        return None

    def _told(self, place: int, *, need: Need, best: int, factor: float = 1.0) -> NeedEvidence | None:
        """Return what the candidate's module number ``best`` answers to a need, its share times ``factor``."""
        row = self.rows.start + best
        offer = self.segment.offers[row]
        if offer is None:
            return None
        scenario = self._shared_scenario(place, row=row)
        return NeedEvidence(
            kind=need.kind,
            number=need.number,
            text=need.text,
            share=round(factor * float(self.answers[place, best]), 6),
            module_ref=offer.ref,
            module_name=offer.name,
            module_of=self.candidate.ref,
            scenario=scenario,
            scenario_name=self.knowledge.scenario_names.get(scenario or "", ""),
            words=word_matches(need, offer, scenario=scenario, knowledge=self.knowledge),
        )

    def _shared_scenario(self, place: int, *, row: int) -> str | None:
        """Return the scenario that joins a need and a module most surely, the first of equals."""
        if row not in self._offered:
            rows = self.segment.scenario_rows
            stored = slice(rows.indptr[row], rows.indptr[row + 1])
            self._offered[row] = dict(zip(rows.indices[stored].tolist(), rows.data[stored].tolist(), strict=True))
        offered = self._offered[row]
        both = {number: chance * offered.get(number, 0.0) for number, chance in self.asked.wanted[place].items()}
        surest = max(both, key=both.__getitem__, default=None)
        return self.knowledge.scenarios[surest] if surest is not None and both[surest] > 0 else None

    def _evidence(self, feature: str, *, needs: tuple[NeedEvidence, ...]) -> tuple[Evidence, ...]:
        if feature in TERMS:
            return self._terms(feature, needs=needs)
        if feature == "case":
            return self._cases()
        if feature in ("claim", "admits", "focus"):
            return self._claims
        if feature == "rated":
            return rating_evidence(self.candidate)
        return needs if feature in NEED_FEATURES else needs[:1]

    def _cases(self) -> tuple[Evidence, ...]:
        codes, industry = self.scored.profile.codes, self.knowledge.industry
        found = []
        for case in self.candidate.cases:
            told = self.knowledge.trade_vector((case.enterprise,), kind=TextKind.MODULE)
            share = float((told * self.asked.reach).max(initial=0.0))
            prefixes = industry.catalog_prefixes(case.industry or 0)
            nests = any(code.startswith(prefix) or prefix.startswith(code) for code in codes for prefix in prefixes)
            same = case.industry is not None and case.industry == self.scored.profile.query.industry.catalog_no
            share = max(share, 0.7 if same else 0.5 if nests else 0.0)
            if share > SHOWN:
                found.append(CaseEvidence(case=case, share=round(share, 6)))
        return tuple(sorted(found, key=lambda one: (-one.share, one.case.enterprise)))

    @cached_property
    def _claims(self) -> tuple[Evidence, ...]:
        ticks = sorted({*self.candidate.industries, *(n for m in self.candidate.modules for n in m.industries)})
        industry = self.scored.profile.query.industry
        wished = industry.gbt_code or industry.text or str(industry.catalog_no or "")
        return (FactEvidence(wished=(wished,), offered=tuple(map(str, ticks)), met=True),)

    def _terms(self, feature: str, *, needs: tuple[NeedEvidence, ...]) -> tuple[Evidence, ...]:
        query, signals = self.scored.profile.query, self.scored.signals[self.block]
        if feature == "region":
            met = bool(signals.region[self.place])
            place = tuple(part for part in (query.city, query.county) if part)
            return (FactEvidence(wished=place, offered=self.candidate.regions, met=met),)
        wished = wished_terms(query, feature=feature)
        if not wished:
            return ()
        used = {one.module_ref for one in needs if one.module_of == self.candidate.ref}
        values = meets(Must(feature), signals=signals, rows=self.rows).tolist()
        facts = []
        for offer, met in zip(self.segment.offers[self.rows], values, strict=True):
            if offer is not None and offer.ref in used:
                offered = offered_terms(offer.payment, offer.deployment, offer.price_wan, feature=feature)
                facts.append(FactEvidence(wished=wished, offered=offered, met=met, modules=(offer.ref,)))
        return tuple(facts)
