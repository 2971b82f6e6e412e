"""A segment as one query sees it: texts compared, terms and industries looked up, nothing joined yet."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.claims import admits, case, claim
from matching.ranking.figures import Figures, Numbers
from matching.ranking.knowledge import Knowledge
from matching.ranking.needs import QueryProfile
from matching.ranking.plant import Plant
from matching.ranking.products import Products, multiply
from matching.ranking.segment import Segment
from matching.ranking.wishes import budget_met, deployment_met, payment_met

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is claimed and wished, in [0, 1]: by row down to ``budget``, by candidate from ``region`` on."""

    figures: Figures
    products: Products
    module_claim: Floats
    payment: NDArray[np.bool_]
    deployment: NDArray[np.bool_]
    budget: Floats
    region: Floats
    claim: Floats
    admits: Floats
    case: Floats

    def among(self, places: Numbers) -> "View":
        """Return the same of some candidates of a whole segment, by ascending places."""
        rows = self.figures.groups.columns_of(places)
        return View(
            figures=self.figures.among(places),
            products=self.products.among(rows),
            module_claim=self.module_claim[rows],
            payment=self.payment[rows],
            deployment=self.deployment[rows],
            budget=self.budget[rows],
            region=self.region[places],
            claim=self.claim[places],
            admits=self.admits[places],
            case=self.case[places],
        )


def view_of(profile: QueryProfile, segment: Segment, *, plant: Plant, knowledge: Knowledge) -> View:
    """Look at every candidate of a segment."""
    figures, preferences = segment.figures, profile.query.preferences
    return View(
        figures=figures,
        products=multiply(profile, segment),
        module_claim=claim(segment.module_claims, plant=plant),
        payment=payment_met(figures, wished=preferences.payment),
        deployment=deployment_met(figures, wished=preferences.deployment),
        budget=budget_met(figures, budget=preferences.budget_wan),
        region=region_share(profile, segment.served, knowledge=knowledge),
        claim=claim(segment.claims, plant=plant),
        admits=admits(segment.claims, segment.ticked, plant=plant),
        case=case(segment.case_claims, segment.case_trades, plant=plant),
    )


def region_share(profile: QueryProfile, served: csr_array, *, knowledge: Knowledge) -> Floats:
    """Return 1 for a candidate that serves the plant's place, or whose places or the plant's are unknown."""
    if not profile.places:
        return np.ones(served.shape[0])
    here = np.zeros(served.shape[1])
    here[[knowledge.gazetteer.column[place] for place in profile.places if place in knowledge.gazetteer.column]] = 1.0
    unknown = np.diff(served.indptr) == 0
    return np.asarray((served @ here > 0) | unknown, np.float64)
