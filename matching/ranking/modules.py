"""One candidate as rows of numbers: what its modules do, for whom, and on which terms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.linking import Link, TextKind, link_texts
from matching.linking.types import Evidence, Source
from matching.ranking.knowledge import Knowledge
from matching.text import fold
from matching.types import Candidate, ModuleOffer

LABEL_SHARE = 0.95  # A scenario that the vendor names.
NAME_SHARE = 0.9
SUMMARY_SHARE = 0.75
CONFIRMED = 0.98
MASS_CAP = 3.0  # More than about three scenarios in one module: the claim of each is worth less.
TRADE_CAP = 2.0
OWN_TEXT = 1.0
PROVIDER_TEXT = 0.55
CASE_TEXT = 0.5
VERTICAL_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRow:
    """One module: links to scenarios, trades it is bound to, and share of foreign business in [0, 1]."""

    offer: ModuleOffer
    links: tuple[Link, ...]
    scenarios: NDArray[np.float64]
    trades: NDArray[np.float64]
    foreign: float


def module_rows(candidate: Candidate, *, knowledge: Knowledge) -> tuple[ModuleRow, ...]:
    """Return one row for each module of a candidate, in the order of their refs."""
    offers = sorted(candidate.modules, key=lambda offer: offer.ref)
    background = _background(candidate, knowledge=knowledge)
    return tuple(_module_row(offer, background=background, knowledge=knowledge) for offer in offers)


def _module_row(offer: ModuleOffer, *, background: NDArray[np.float64], knowledge: Knowledge) -> ModuleRow:
    links = module_links(offer, knowledge=knowledge)
    row = knowledge.scenario_row(links)
    row = row * min(1.0, MASS_CAP / max(float(row.sum()), 1e-9))
    own = knowledge.trade_vector(module_parts(offer), kind=TextKind.MODULE)
    trades = 1 - (1 - OWN_TEXT * own) * (1 - background)
    trades = trades * min(1.0, TRADE_CAP / max(float(trades.sum()), 1e-9))
    verticals = knowledge.linker.trade_words.verticals(fold(module_text(offer)))
    foreign = VERTICAL_SHARE * verticals[0].confidence * (1 - float(own.max(initial=0.0))) if verticals else 0.0
    return ModuleRow(offer=offer, links=links, scenarios=row, trades=trades, foreign=foreign)


def module_text(offer: ModuleOffer) -> str:
    """Return everything that a module says about itself."""
    return "。".join(part for part in (offer.name, "、".join(offer.scenarios), offer.summary) if part)


def module_parts(offer: ModuleOffer) -> tuple[str, str]:
    """Return a module's text in two parts: its labels, and its sentences."""
    return f"{offer.name}，{'、'.join(offer.scenarios)}", offer.summary


def module_links(offer: ModuleOffer, *, knowledge: Knowledge) -> tuple[Link, ...]:
    """Return the scenarios of a module: confirmed ones alone, else inferred from labels, name and summary."""
    confirmed = tuple(code for code in offer.links if code in knowledge.column)
    if confirmed:
        return tuple(_confirmed(code) for code in confirmed)
    labels = link_texts(offer.scenarios, knowledge.linker, kind=TextKind.SCENARIO)
    named = link_texts((offer.name,), knowledge.linker, kind=TextKind.MODULE)
    summary = link_texts((offer.summary,), knowledge.linker, kind=TextKind.MODULE)
    # Ten ticked scenarios say less of each one than two do.
    label_share = LABEL_SHARE * min(1.0, (MASS_CAP / max(len(offer.scenarios), 1)) ** 0.5)
    return merge_links([(label_share, labels), (NAME_SHARE, named), (SUMMARY_SHARE, summary)])


def merge_links(groups: Sequence[tuple[float, Sequence[Sequence[Link]]]]) -> tuple[Link, ...]:
    """Join links of several texts: confidences as independent evidence, best of each group times its share."""
    doubt: dict[str, float] = {}
    evidence: dict[str, list[Evidence]] = {}
    for share, texts in groups:
        best: dict[str, float] = {}
        for links in texts:
            for link in links:
                best[link.scenario] = max(best.get(link.scenario, 0.0), share * link.confidence)
                evidence.setdefault(link.scenario, []).extend(link.evidence)
        for code, confidence in best.items():
            doubt[code] = doubt.get(code, 1.0) * (1 - confidence)
    return tuple(
        Link(scenario=code, confidence=round(1 - value, 6), evidence=tuple(evidence[code]))
        for code, value in sorted(doubt.items())
    )


def _confirmed(code: str) -> Link:
    one = Evidence(source=Source.CONFIRMED, word="", start=0, end=0, strength=CONFIRMED)
    return Link(scenario=code, confidence=CONFIRMED, evidence=(one,))


def _background(candidate: Candidate, *, knowledge: Knowledge) -> NDArray[np.float64]:
    own = knowledge.trade_vector((candidate.name, candidate.description), kind=TextKind.MODULE)
    cases = knowledge.trade_vector([case.enterprise for case in candidate.cases], kind=TextKind.MODULE)
    return np.round(1 - (1 - PROVIDER_TEXT * own) * (1 - CASE_TEXT * cases), 6)


def profile_text(candidate: Candidate, offer: ModuleOffer | None) -> str:
    """Return what a provider says about itself and about one of its modules."""
    module = module_text(offer) if offer else ""
    return "。".join(part for part in (candidate.name, candidate.description, module) if part)
