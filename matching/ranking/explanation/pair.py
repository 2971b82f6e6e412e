"""One candidate of a scored query: what its modules answer, and what speaks for each feature."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.candidates.segment import Segment
from matching.ranking.candidates.texts import module_text
from matching.ranking.explanation.asked import Asked
from matching.ranking.explanation.evidence import (
    CaseEvidence,
    Evidence,
    FactEvidence,
    NeedEvidence,
    rating_evidence,
    word_matches,
)
from matching.ranking.explanation.terms import TERMS, offered_terms
from matching.ranking.explanation.told import ANSWERED
from matching.ranking.knowledge.library import Knowledge
from matching.ranking.query.needs import Need, NeedKind
from matching.ranking.rank import TIED_SHARE
from matching.ranking.scoring.claims import CASE_SHARE
from matching.ranking.scoring.features import FEATURES
from matching.ranking.scoring.score import PARTNER_SHARE, SCORE_DECIMALS, Scored
from matching.ranking.scoring.signals import meets
from matching.text import fold
from matching.types import Must

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


class Pair:
    """One candidate of a scored query, with the rows of its modules."""

    def __init__(self, *, scored: Scored, index: CandidateIndex, number: int, asked: Asked) -> None:
        """Find the candidate's rows in its block, and among the rows that were scored."""
        self.asked = asked
        self.scored, self.index, self.number = scored, index, number
        self.block, self.place = scored.places[number]
        self.segment: Segment = index.segments[self.block]
        self.knowledge: Knowledge = index.knowledge
        self.rows, self.spot = self.segment.rows_of(self.place), scored.spots[number]
        self._heard = scored.signals[self.block].groups.rows_of(self.spot)
        self.candidate = self.segment.candidates[self.place]
        self._texts: dict[int, str] = {}
        self.answers: list[list[float]] = scored.signals[self.block].answers_of(self._heard).tolist()
        self.told: list[list[float]] = asked.told[self.block][:, self._heard].tolist()
        self.team: list[float] = scored.team[:, number].tolist()

    def contributions(self) -> tuple[Contribution, ...]:
        """Return one contribution a feature, in the order of the features."""
        needs, raw = self.need_evidence, self.scored.features[self.number]
        products = np.round(raw * self.asked.weights, SCORE_DECIMALS)
        columns = zip(FEATURES, raw.tolist(), self.asked.weights.tolist(), products.tolist(), strict=True)
        return tuple(
            Contribution(
                feature=name,
                raw=value,
                weight=weight,
                contribution=product,
                evidence=self._evidence(name, needs=needs) if value > 0 or name in TERMS else (),
            )
            for name, value, weight, product in columns
        )

    def unsolved(self) -> tuple[int, ...]:
        """Return the numbers of the problems that neither the candidate nor its partners are told to answer."""
        answered = {(one.kind, one.number) for one in self.need_evidence if one.told >= ANSWERED}
        return tuple(
            need.number
            for need in self.scored.profile.needs
            if need.kind is NeedKind.PROBLEM and (need.kind, need.number) not in answered
        )

    @cached_property
    def need_evidence(self) -> tuple[NeedEvidence, ...]:
        """Return the best module for each need that counts in the score, the heaviest needs first."""
        found = []
        for place, need in enumerate(self.scored.profile.needs):
            own = self.evidence_of(place, need=need)
            if own is None or not own.told:
                own = self._brought(place, need=need) or own
            if own:
                found.append((need.weight * own.share, own))
        return tuple(one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].kind, pair[1].number)))

    def _named(self, place: int) -> int:
        """Return the module to be named for a need.

        Of those told to answer it about equally, else of those that answer it about equally, the one nearest in words.
        """
        told = self.told[place]
        row = told if max(told) >= SHOWN else self.answers[place]
        least = (1 - TIED_SHARE) * max(row)
        equal = [number for number, share in enumerate(row) if share >= least]
        return equal[0] if len(equal) == 1 else max(equal, key=self._closeness[place].__getitem__)

    @cached_property
    def _closeness(self) -> list[list[float]]:
        near: list[list[float]] = self.scored.signals[self.block].closeness_of(self._heard).tolist()
        return near

    def _brought(self, place: int, *, need: Need) -> NeedEvidence | None:
        """Return what the partner that is told to answer a need best, else that answers it best, brings; or none."""
        if self.team[place] < SHOWN or not self._partners:
            return None
        best = max(self._partners, key=lambda other: (max(other.told[place]), max(other.answers[place])))
        return best.evidence_of(place, need=need, factor=PARTNER_SHARE)

    @cached_property
    def _partners(self) -> "tuple[Pair, ...]":
        named = sorted(self.candidate.partners) if self.place in self.segment.contractors else ()
        numbers = [self.scored.numbers[ref] for ref in named if ref in self.scored.numbers]
        return tuple(Pair(scored=self.scored, index=self.index, number=number, asked=self.asked) for number in numbers)

    def evidence_of(self, place: int, *, need: Need, factor: float = 1.0) -> NeedEvidence | None:
        """Return what the module that is named for a need answers to it, times ``factor``, if that is anything."""
        best = self._named(place)
        row = self.rows[best]
        offer, share = self.segment.offers[row], round(factor * self.answers[place][best], 6)
        if offer is None or share < SHOWN:
            return None
        scenario = self._shared_scenario(place, row=row)
        return NeedEvidence(
            kind=need.kind,
            number=need.number,
            text=need.text,
            share=share,
            told=told if (told := round(factor * self.told[place][best], 6)) >= SHOWN else 0.0,
            module_ref=offer.ref,
            module_name=offer.name,
            module_of=self.candidate.ref,
            scenario=scenario,
            scenario_name=self.knowledge.scenario_names.get(scenario or "", ""),
            words=word_matches(self.asked.needs[place], self._text(row), scenario=scenario, knowledge=self.knowledge),
        )

    def _text(self, row: int) -> str:
        """Return the folded text of a module, kept while its pair is explained."""
        if row not in self._texts and (offer := self.segment.offers[row]) is not None:
            self._texts[row] = fold(module_text(offer))
        return self._texts[row]

    def _shared_scenario(self, place: int, *, row: int) -> str | None:
        """Return the scenario that the need may mean and the module bears, the surest, the first of equals; or none."""
        offered, borne = self.segment.figures.scenarios.item, self._borne(row) & self._meant(place)
        wanted = self.asked.wanted[place]
        both = {number: max(wanted.get(number, 0.0), SHOWN) * offered(number, row) for number in sorted(borne)}
        surest = max(both, key=both.__getitem__, default=None)
        return self.knowledge.scenarios[surest] if surest is not None and both[surest] > 0 else None

    def _borne(self, row: int) -> set[int]:
        borne = self.segment.borne
        return set(borne.indices[borne.indptr[row] : borne.indptr[row + 1]].tolist())

    def _meant(self, place: int) -> set[int]:
        return set(np.flatnonzero(self.asked.meant[place]).tolist())

    def _evidence(self, feature: str, *, needs: tuple[NeedEvidence, ...]) -> tuple[Evidence, ...]:
        if feature in TERMS:
            return self._terms(feature, needs=needs)
        if feature == "case":
            return self._cases()
        if feature in ("claim", "admits", "focus"):
            return self._claims
        if feature == "rated":
            return rating_evidence(self.candidate)
        # What partners bring enters the coverage of the team alone.
        if feature != "team_cover":
            needs = tuple(one for one in needs if one.module_of == self.candidate.ref)
        if feature in self._depths:
            return self._deepest(feature, needs=needs)
        return needs if feature in NEED_FEATURES else needs[:1]

    @cached_property
    def _depths(self) -> Mapping[str, Mapping[tuple[NeedKind, int], float]]:
        """Return for each feature of depth how deep the candidate's modules reach at each need."""
        keys = [(need.kind, need.number) for need in self.scored.profile.needs]
        values = self.scored.signals[self.block].depths_of(self._heard)
        return {
            name: dict(zip(keys, reached.max(axis=1, initial=0.0).tolist(), strict=True))
            for name, reached in values.items()
        }

    def _deepest(self, feature: str, *, needs: tuple[NeedEvidence, ...]) -> tuple[NeedEvidence, ...]:
        """Return of the told needs the one where the feature reaches deepest, the heaviest of equals."""
        reached = self._depths[feature]
        deepest = max(needs, key=lambda one: reached[one.kind, one.number], default=None)
        return (deepest,) if deepest and reached[deepest.kind, deepest.number] > 0 else ()

    def _cases(self) -> tuple[Evidence, ...]:
        nesting = self.scored.profile.plant.nesting
        found = []
        named = self.segment.case_trades_of(self.place)
        for case, (trades, told) in zip(self.candidate.cases, named, strict=True):
            share = float((told * self.asked.reach[trades]).max(initial=0.0))
            if case.industry is not None and 0 < case.industry < len(nesting):
                share = max(share, CASE_SHARE * float(nesting[case.industry]))
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
        wished, signals = self.asked.wished[feature], self.scored.signals[self.block]
        if feature == "region":
            met = bool(signals.region[self.spot])
            return (FactEvidence(wished=wished, offered=self.candidate.regions, met=met),)
        if not wished:
            return ()
        used = {one.module_ref for one in needs if one.module_of == self.candidate.ref}
        values = meets(Must(feature), signals=signals, rows=self._heard).tolist()
        facts = []
        for row, met in zip(self.rows, values, strict=True):
            if (offer := self.segment.offers[row]) is not None and offer.ref in used:
                offered = offered_terms(offer.payment, offer.deployment, offer.known_price_wan, feature=feature)
                facts.append(FactEvidence(wished=wished, offered=offered, met=met, modules=(offer.ref,)))
        return tuple(facts)
