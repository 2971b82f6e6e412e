"""Which scenarios a module serves: those that a person confirmed, or what its labels and sentences link to."""

from collections.abc import Sequence

from matching.linking import Link, TextKind, link_texts
from matching.linking.types import Evidence
from matching.ranking.knowledge.library import Knowledge
from matching.text import sentences
from matching.types import ModuleOffer

LABEL_SHARE = 0.95  # A scenario that the vendor names.
TEXT_LINK_SHARE = 0.85  # Its name or one of its sentences: the same, so that a sentence made a name gains nothing.
LABELS_FREE = 3  # More than three named scenarios: each name says less.


def module_links(offer: ModuleOffer, *, knowledge: Knowledge) -> tuple[Link, ...]:
    """Return the scenarios of a module: confirmed ones alone, else inferred from labels, name and summary."""
    if confirmed := knowledge.confirmed(offer.links):
        return confirmed
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
