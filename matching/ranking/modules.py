"""One candidate as rows of numbers: what its modules do, for whom, and on which terms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from matching.linking import Link, TextKind, link_texts, link_trades
from matching.linking.types import Evidence, Source
from matching.ranking.knowledge import Knowledge
from matching.ranking.reading import read_candidate, read_offer
from matching.ranking.serving import Background, background_of, bound, served
from matching.text import fold, sentences
from matching.types import Candidate, ModuleOffer

LABEL_SHARE = 0.95  # A scenario that the vendor names.
TEXT_LINK_SHARE = 0.85  # Its name or one of its sentences: the same, so that a sentence made a name gains nothing.
CONFIRMED = 0.98
LABELS_FREE = 3  # More than three named scenarios: each name says less.
# A module of up to this much is taken at its word; one that claims more is believed in proportion.
CREDIBLE_LABELS = 6
CREDIBLE_SCENARIOS = 6.0
CREDIBLE_CHARACTERS = 400
# Who says less of a module than one sentence is believed less, down to a share, unless somebody confirmed what it does.
CREDIBLE_SUMMARY, TERSE_SHARE = 30, 0.8
SAME_NAME = 80  # Names of one provider that agree so far (0 to 100) name pieces of one module,
SAME_LABELS = 0.5  # and so do modules of which so many of the scenarios that they name are the same.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCandidate:
    """What counts of a candidate's texts: ``candidate`` and its modules by ref as they are read, beside their wholes.

    A module that is no piece of anything is its own whole.
    """

    candidate: Candidate
    offers: tuple[ModuleOffer, ...]
    owns: tuple[ModuleOffer, ...]
    wholes: tuple[ModuleOffer, ...]

    @property
    def texts(self) -> tuple[ModuleOffer, ...]:
        """Return everything that is read of modules."""
        return (*self.owns, *(whole for own, whole in zip(self.owns, self.wholes, strict=True) if whole is not own))


def read_candidates(candidates: Sequence[Candidate], *, knowledge: Knowledge) -> list[ReadCandidate]:
    """Read candidates and link all their texts in one go, so that linking each one afterwards finds it remembered."""
    linker = knowledge.linker
    linker.prepare([fold(text) for candidate in candidates for text in module_texts(candidate)])
    read = [_read(candidate, knowledge=knowledge) for candidate in candidates]
    offers = [offer for one in read for offer in one.texts]
    linker.prepare([fold(offer.summary.strip()) for offer in offers])
    link_texts([label for offer in offers for label in offer.scenarios], linker, kind=TextKind.SCENARIO)
    link_texts([text for offer in offers for text in (offer.name, offer.summary)], linker, kind=TextKind.MODULE)
    told = [text for one in read for text in _trade_texts(one)]
    link_trades([sentence for text in told for sentence in sentences(text)], linker, kind=TextKind.MODULE)
    return read


def _read(candidate: Candidate, *, knowledge: Knowledge) -> ReadCandidate:
    offers = tuple(sorted(candidate.modules, key=lambda offer: offer.ref))
    owns = tuple(read_offer(offer, knowledge=knowledge) for offer in offers)
    wholes = tuple(
        own if (whole := whole_module(offer, offers)) is offer else read_offer(whole, knowledge=knowledge)
        for offer, own in zip(offers, owns, strict=True)
    )
    return ReadCandidate(
        candidate=read_candidate(candidate, knowledge=knowledge), offers=offers, owns=owns, wholes=wholes
    )


def _trade_texts(read: ReadCandidate) -> list[str]:
    candidate = read.candidate
    about = [candidate.name, candidate.description, *(case.enterprise for case in candidate.cases)]
    # Wholes alone: a name that somebody invents for a piece would pass for another trade.
    wholes = {module_parts(whole): None for whole in read.wholes}
    return about + [part for parts in wholes for part in parts]


def module_rows(read: ReadCandidate, *, knowledge: Knowledge) -> tuple[ModuleRow, ...]:
    """Return one row for each module of a candidate, in the order of their refs."""
    background = _background(read, knowledge=knowledge)
    rows = []
    for offer, own, whole in zip(read.offers, read.owns, read.wholes, strict=True):
        row = _module_row(offer, text=own, background=background, knowledge=knowledge)
        if whole is not own:
            row = _lower(row, _module_row(offer, text=whole, background=background, knowledge=knowledge))
        rows.append(row)
    return tuple(rows)


def module_texts(candidate: Candidate) -> list[str]:
    """Return the texts of a candidate that the linear model scores, so that it can read them in one go."""
    texts = [candidate.name, *sentences(candidate.description), *(case.enterprise for case in candidate.cases)]
    for offer in candidate.modules:
        texts += [offer.name, *offer.scenarios]
        texts += [sentence for part in module_parts(offer) for sentence in sentences(part)]
    return [text.strip() for text in texts]


def whole_module(offer: ModuleOffer, offers: Sequence[ModuleOffer]) -> ModuleOffer:
    """Return the module with the text of its pieces, those offers of the same provider that are one with it."""
    pieces = [other for other in offers if _is_one(offer, other)]
    if len(pieces) == 1:
        return offer
    products = _end_to_end(pieces)
    labels = dict.fromkeys(label for piece in pieces for label in piece.scenarios)
    # The name that says most: those that pieces bear beside it say nothing that the whole does.
    name, summary = max(products, key=len), "。".join(products.values())
    return replace(offer, name=name, summary=summary, scenarios=tuple(labels))


def _is_one(offer: ModuleOffer, other: ModuleOffer) -> bool:
    """Return whether two offers of a provider are one: nearly one name, or half of the scenarios that they name."""
    mine, theirs = set(offer.scenarios), set(other.scenarios)
    shared, named = len(mine & theirs), len(mine | theirs)
    return _is_same_name(offer.name, other.name) or (named > 0 and shared >= SAME_LABELS * named)


def _is_same_name(name: str, other: str) -> bool:
    return fuzz.ratio(name, other) >= SAME_NAME


def _end_to_end(pieces: Sequence[ModuleOffer]) -> dict[str, str]:
    """Return names with texts: pieces that carry nearly one name are one text cut up, wherever the cuts are."""
    texts: dict[str, str] = {}
    for piece in pieces:
        name = next((known for known in texts if _is_same_name(known, piece.name)), piece.name)
        texts[name] = texts.get(name, "") + piece.summary
    return texts


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
        * (1.0 if offer.links else max(TERSE_SHARE, min(1.0, len(offer.summary.strip()) / CREDIBLE_SUMMARY)))
        * min(1.0, CREDIBLE_TRADES / max(unlike, 1e-9)),
        6,
    )


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
    spoken = link_texts((offer.name, *sentences(offer.summary)), knowledge.linker, kind=TextKind.MODULE)
    # Ten ticked scenarios say less of each one than two do.
    label_share = LABEL_SHARE * min(1.0, (LABELS_FREE / max(len(offer.scenarios), 1)) ** 0.5)
    return merge_links([(label_share, labels), (TEXT_LINK_SHARE, spoken)])


def merge_links(groups: Sequence[tuple[float, Sequence[Sequence[Link]]]]) -> tuple[Link, ...]:
    """Join links of several texts by the surest, each group's times its share: saying it twice says it once."""
    surest: dict[str, float] = {}
    evidence: dict[str, list[Evidence]] = {}
    for share, texts in groups:
        for links in texts:
            for link in links:
                surest[link.scenario] = max(surest.get(link.scenario, 0.0), share * link.confidence)
                evidence.setdefault(link.scenario, []).extend(link.evidence)
    return tuple(
        Link(scenario=code, confidence=round(confidence, 6), evidence=tuple(evidence[code]))
        for code, confidence in sorted(surest.items())
    )


def _confirmed(code: str) -> Link:
    one = Evidence(source=Source.CONFIRMED, word="", start=0, end=0, strength=CONFIRMED)
    return Link(scenario=code, confidence=CONFIRMED, evidence=(one,))


def _background(read: ReadCandidate, *, knowledge: Knowledge) -> Background:
    candidate, told = read.candidate, partial(knowledge.trade_vector, kind=TextKind.MODULE)
    # Each module's own words are among them, so that a copy of it brings nothing.
    modules = dict.fromkeys(module_parts(whole) for whole in read.wholes)
    return background_of(
        provider=told((candidate.name, candidate.description)),
        cases=told([case.enterprise for case in candidate.cases]),
        modules=[told(parts) for parts in modules],
    )


def profile_text(candidate: Candidate, offer: ModuleOffer | None) -> str:
    """Return what a provider says about itself and about one of its modules."""
    module = module_text(offer) if offer else ""
    return "。".join(part for part in (candidate.name, candidate.description, module) if part)
