"""A segment as one query sees it: texts compared, terms and industries looked up, nothing joined yet."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.candidates.figures import Figures, Numbers
from matching.ranking.candidates.segment import Segment
from matching.ranking.knowledge.library import Knowledge
from matching.ranking.query.needs import QueryProfile
from matching.ranking.scoring.claims import admits, case, claim
from matching.ranking.scoring.fit import fit_at_most
from matching.ranking.scoring.products import Products, multiply

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is claimed, in [0, 1], by row down to ``module_claim``, by candidate from ``region`` on.

    ``fit`` is no less than the share of a module that would serve the plant.
    """

    figures: Figures
    products: Products
    fit: NDArray[np.float32]
    module_claim: Floats
    region: Floats
    claim: Floats
    admits: Floats
    case: Floats

    def among(self, places: Numbers) -> "View":
        """Return the same of some candidates of a whole segment, by ascending places."""
        groups, rows = self.figures.groups.among(places)
        return View(
            figures=self.figures.among(places, rows=rows, groups=groups),
            products=self.products.among(rows),
            fit=self.fit[rows],
            module_claim=self.module_claim[rows],
            region=self.region[places],
            claim=self.claim[places],
            admits=self.admits[places],
            case=self.case[places],
        )


def view_of(profile: QueryProfile, segment: Segment, *, knowledge: Knowledge) -> View:
    """Look at every candidate of a segment."""
    plant = profile.plant
    return View(
        figures=segment.figures,
        products=multiply(profile, segment),
        fit=fit_at_most(plant, segment.figures),
        module_claim=claim(segment.module_claims, plant=plant),
        region=region_share(profile, segment, knowledge=knowledge),
        claim=claim(segment.claims, plant=plant),
        admits=admits(segment.ticks, plant=plant),
        case=case(segment.case_claims, segment.case_trades, plant=plant),
    )


def region_share(profile: QueryProfile, segment: Segment, *, knowledge: Knowledge) -> Floats:
    """Return 1 for a candidate that serves the plant's place, or whose places or the plant's are unknown."""
    if not profile.places:
        return np.ones(len(segment.order))
    share = segment.anywhere.copy()
    for place in profile.places & knowledge.gazetteer.column.keys():
        share |= segment.served[knowledge.gazetteer.column[place]]
    return share.astype(np.float64)
