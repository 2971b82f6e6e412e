"""One candidate as rows of numbers: what its modules do, for whom, and on which terms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.linking import TextKind
from matching.ranking.candidates.offers import module_links
from matching.ranking.candidates.reading import ReadCandidate
from matching.ranking.candidates.serving import Background, background_of, bound, served
from matching.ranking.candidates.texts import module_parts, module_text
from matching.ranking.knowledge.library import Knowledge
from matching.text import fold
from matching.types import ModuleOffer

# A module of up to this much is taken at its word; one that claims more is believed in proportion.
CREDIBLE_LABELS = 6
CREDIBLE_SCENARIOS = 6.0
CREDIBLE_CHARACTERS = 400
# Who says less of a module than one sentence is believed less, down to a share, unless somebody confirmed what it does.
CREDIBLE_SUMMARY, TERSE_SHARE = 30, 0.8
SILENT_SHARE = 0.3  # What a name is believed without any sentence about it.
# So many scenarios, by their chances, are believed of all modules of a provider that nobody confirmed: a third more
# than of any in the judged collection. Of more, ever less is believed in all.
CREDIBLE_CATALOGUE = 20.0
CREDIBLE_TRADES = 6.0  # Who says that it serves more unlike trades than these is believed in proportion.
VERTICAL_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRow:
    """One module: the scenarios and the trades it serves, and how far it is bound to any, in [0, 1].

    ``own`` and ``whole`` carry the texts that count, ``foreign`` is the share of business outside manufacturing, and
    ``credibility`` how far the module's words count.
    """

    offer: ModuleOffer
    own: ModuleOffer
    whole: ModuleOffer
    scenarios: NDArray[np.float64]
    trades: NDArray[np.float64]
    abilities: NDArray[np.float32]
    bound: float
    foreign: float
    credibility: float


def module_rows(read: ReadCandidate, *, knowledge: Knowledge) -> tuple[ModuleRow, ...]:
    """Return one row for each module of a candidate, in the order of their refs."""
    return _believed(_rows(read, knowledge=knowledge))


def _believed(rows: Sequence[ModuleRow]) -> tuple[ModuleRow, ...]:
    """Return rows that count less where modules that nobody confirmed claim many scenarios between them."""
    unconfirmed = [row.scenarios for row in rows if not row.offer.links]
    claimed = float(np.max(unconfirmed, axis=0).sum()) if unconfirmed else 0.0
    if claimed <= CREDIBLE_CATALOGUE:
        return tuple(rows)
    share = round((CREDIBLE_CATALOGUE / claimed) ** 2, 6)
    return tuple(
        row
        if row.offer.links
        else replace(row, scenarios=row.scenarios * share, credibility=round(row.credibility * share, 6))
        for row in rows
    )


def _rows(read: ReadCandidate, *, knowledge: Knowledge) -> list[ModuleRow]:
    background = _background(read, knowledge=knowledge)
    rows = []
    for offer, own, whole in zip(read.offers, read.owns, read.wholes, strict=True):
        row = _module_row(offer, text=own, background=background, knowledge=knowledge)
        if whole is not own:
            row = _lower(row, _module_row(offer, text=whole, background=background, knowledge=knowledge))
        rows.append(row)
    return rows


def _lower(own: ModuleRow, whole: ModuleRow) -> ModuleRow:
    """Return what holds of a piece by itself and as a part of its whole: neither cutting up nor joining gains."""
    return replace(
        own,
        whole=whole.whole,
        scenarios=np.minimum(own.scenarios, whole.scenarios),
        trades=np.minimum(own.trades, whole.trades),
        abilities=np.minimum(own.abilities, whole.abilities),
        bound=max(own.bound, whole.bound),
        foreign=max(own.foreign, whole.foreign),
        credibility=min(own.credibility, whole.credibility),
    )


def _module_row(offer: ModuleOffer, *, text: ModuleOffer, background: Background, knowledge: Knowledge) -> ModuleRow:
    row = knowledge.scenario_row(module_links(text, knowledge=knowledge))
    own = knowledge.trade_vector(module_parts(text), kind=TextKind.MODULE)
    trades = background.beside(own)
    verticals = knowledge.linker.spoken(fold(module_text(text))).verticals
    foreign = VERTICAL_SHARE * verticals[0].confidence * (1 - float(own.max(initial=0.0))) if verticals else 0.0
    unlike = float(knowledge.industry.unlike(own))
    credibility = _credibility(text, scenario_mass=float(row.sum()), unlike=unlike) * (1 - foreign)
    return ModuleRow(
        offer=offer,
        own=text,
        whole=text,
        scenarios=row * credibility,
        trades=served(trades, background=background, industry=knowledge.industry),
        abilities=knowledge.abilities(module_parts(text)),
        bound=bound(trades, industry=knowledge.industry),
        foreign=foreign,
        credibility=credibility,
    )


def _credibility(offer: ModuleOffer, *, scenario_mass: float, unlike: float) -> float:
    """Return how far a module's words count, in [0, 1]: who claims everything is believed in nothing."""
    length = len(module_text(offer))
    return round(
        min(1.0, CREDIBLE_LABELS / max(len(set(offer.scenarios)), 1))
        * min(1.0, CREDIBLE_SCENARIOS / max(scenario_mass, 1e-9))
        * min(1.0, CREDIBLE_CHARACTERS / max(length, 1))
        * (1.0 if offer.links else _told(offer.summary))
        * min(1.0, CREDIBLE_TRADES / max(unlike, 1e-9)),
        6,
    )


def _told(summary: str) -> float:
    """Return how far a module is believed by how much is told of it, in [0, 1]."""
    told = len(summary.strip())
    return max(TERSE_SHARE, min(1.0, told / CREDIBLE_SUMMARY)) if told else SILENT_SHARE


def _background(read: ReadCandidate, *, knowledge: Knowledge) -> Background:
    candidate, told = read.candidate, partial(knowledge.trade_vector, kind=TextKind.MODULE)
    # Each module's own words are among them, so that a copy of it brings nothing.
    modules = dict.fromkeys(module_parts(whole) for whole in read.wholes)
    return background_of(
        provider=told((candidate.name, candidate.description)),
        cases=[told((case.enterprise,)) for case in candidate.cases],
        modules=[told(parts) for parts in modules],
        industry=knowledge.industry,
    )
