"""What of a vendor's text counts: each sentence once, and only sentences that tell something.

A sentence that sounds more like praise of oneself than like any scenario or trade tells nothing, unless its words make
a link count or it names a business outside manufacturing; without this rule it lends every module a little likeness to
everything. A sentence that names a dozen of them is a list, written to be found, and tells nothing either.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from matching.linking import Linker, TextKind, link_texts, link_trades
from matching.linking.memo import remember
from matching.ranking.candidates.texts import module_parts, module_texts
from matching.ranking.candidates.wholes import whole_module
from matching.ranking.knowledge.library import Knowledge
from matching.text import fold, sentences, without_repeats
from matching.types import Candidate, ModuleOffer

SURE = 0.3  # A link by words counts from this confidence.
LIST = 12  # Names of so many different scenarios or trades in one sentence are a list.
MEMO_SENTENCES = 50_000
DESCRIPTION = 400  # Characters of a provider's description that are read,
NAME = 30  # and of its name: few firms have a longer one.


def read_text(text: str, *, knowledge: Knowledge) -> str:
    """Return the telling sentences of a text, each once, in their order."""
    return "。".join(_telling(text, knowledge=knowledge))


def _telling(text: str, *, knowledge: Knowledge) -> Iterator[str]:
    for sentence in sentences(without_repeats(text)):
        if tells(sentence, knowledge=knowledge):
            yield sentence


def tells(sentence: str, *, knowledge: Knowledge) -> bool:
    """Return whether a sentence says anything about functions, trades or businesses, and is not a list of them."""
    folded, linker = fold(sentence), knowledge.linker
    if (known := knowledge.telling.get(folded)) is not None:
        return known
    scenarios = linker.lexicon.named(folded, kind=TextKind.MODULE)
    spoken = linker.spoken(folded)
    if max(len(scenarios), len(spoken.trades)) >= LIST:
        telling = False
    else:
        telling = bool(spoken.verticals) or not linker.is_praise(folded)
        telling = telling or _names_surely(sentence, scenarios=scenarios, linker=linker)
    remember(knowledge.telling, {folded: telling}, limit=MEMO_SENTENCES)
    return telling


def _names_surely(sentence: str, *, scenarios: AbstractSet[str], linker: Linker) -> bool:
    (links,) = link_texts((sentence,), linker, kind=TextKind.MODULE)
    (spoken,) = link_trades((sentence,), linker, kind=TextKind.MODULE)
    named = [link.confidence for link in links if link.scenario in scenarios]
    return max([*named, *(link.confidence for link in spoken if link.words)], default=0.0) >= SURE


def read_offer(offer: ModuleOffer, *, knowledge: Knowledge) -> ModuleOffer:
    """Return a module with the part of its summary that counts."""
    return replace(offer, summary=read_text(offer.summary, knowledge=knowledge))


def read_candidate(candidate: Candidate, *, knowledge: Knowledge) -> Candidate:
    """Return a candidate with the part of its description that counts; its modules are left alone.

    A module is believed less the longer it is; a description is read as far as a page would show it.
    """
    told = list[str]()
    for sentence in _telling(candidate.description, knowledge=knowledge):
        if sum(map(len, told)) + len(sentence) > DESCRIPTION:
            break
        told.append(sentence)
    return replace(candidate, name=candidate.name[:NAME], description="。".join(told))


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
