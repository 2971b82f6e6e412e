"""A place as programs read it: the figures that the page shows of a contractor beside the engine's own."""

from marketplace.recommendations import offers as of
from marketplace.recommendations.answers import explanation_json
from marketplace.recommendations.evidence_schemas import ContributionOut
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.page import texts_of
from marketplace.recommendations.ranked import Ranked
from marketplace.recommendations.schemas import NeedFitOut, PlaceOut
from marketplace.recommendations.sums import shown_sum
from matching.ranking import NeedEvidence, NeedKind


def places_of(ranked: Ranked, *, facts: of.Facts) -> list[PlaceOut]:
    """Return the places that are shown, in their order."""
    return [_place(ranked, number, facts=facts) for number in range(len(ranked.shown))]


def _place(ranked: Ranked, number: int, *, facts: of.Facts) -> PlaceOut:
    place, explanation = ranked.shown[number], ranked.explanations[number]
    told, evidence = explanation_json(explanation), of.need_evidence(explanation)
    used = of.used_modules(evidence, owners=ranked.candidates)
    price = of.price_of(evidence, owners=ranked.candidates)
    problems, scenarios = (_fits(ranked, evidence, kind=kind) for kind in (NeedKind.PROBLEM, NeedKind.WISH))
    return PlaceOut(
        rank=place.rank,
        provider_id=ranked.held.ids[place.ref],
        provider=place.ref,
        name=ranked.candidates[place.ref].name,
        score=place.score,
        score_ratio=shown_sum(explanation.contributions, weights=ranked.weights).total,
        helps=any(row.fit is not Fit.NO for row in (*problems, *scenarios)),
        tied_with=list(ranked.tied_with(place)),
        contributions=[ContributionOut.model_validate(item) for item in told["contributions"]],
        problems=problems,
        scenarios=scenarios,
        unsolved_problems=told["unsolved_problems"],
        first_year_wan=price.wan,
        three_years_wan=of.three_years_of(used, wished=ranked.query.preferences.payment).wan,
        modules=price.modules,
        unpriced_modules=price.unpriced,
        days=of.days_of(evidence, facts=facts),
    )


def _fits(ranked: Ranked, evidence: tuple[NeedEvidence, ...], *, kind: NeedKind) -> list[NeedFitOut]:
    texts = texts_of(ranked.row, kind=kind)
    states = of.states_of(evidence, kind=kind, count=len(texts))
    return [
        NeedFitOut(number=number, text=text, fit=fit)
        for number, (text, fit) in enumerate(zip(texts, states, strict=True), start=1)
    ]
