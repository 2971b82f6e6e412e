"""What counts of candidates' texts, linked in one go."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.linking import TextKind, link_texts, link_trades
from matching.ranking.knowledge import Knowledge
from matching.ranking.reading import read_candidate, read_offer
from matching.ranking.texts import module_parts, module_texts
from matching.ranking.wholes import whole_module
from matching.text import fold, sentences
from matching.types import Candidate, ModuleOffer


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
