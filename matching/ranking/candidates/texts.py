"""What a module and its provider say, as one text or in parts."""

from matching.text import sentences
from matching.types import Candidate, ModuleOffer


def module_texts(candidate: Candidate) -> list[str]:
    """Return the texts of a candidate that the linear model scores, so that it can read them in one go."""
    texts = [candidate.name, *sentences(candidate.description), *(case.enterprise for case in candidate.cases)]
    for offer in candidate.modules:
        texts += [offer.name, *offer.scenarios]
        texts += [sentence for part in module_parts(offer) for sentence in sentences(part)]
    return [text.strip() for text in texts]


def module_text(offer: ModuleOffer) -> str:
    """Return everything that a module says about itself."""
    return "。".join(part for part in (offer.name, "、".join(offer.scenarios), offer.summary) if part)


def module_parts(offer: ModuleOffer) -> tuple[str, str]:
    """Return a module's text in two parts: its labels, and its sentences."""
    return f"{offer.name}，{'、'.join(offer.scenarios)}", offer.summary


def profile_text(candidate: Candidate, offer: ModuleOffer | None) -> str:
    """Return what a provider says about itself and about one of its modules."""
    module = module_text(offer) if offer else ""
    return "。".join(part for part in (candidate.name, candidate.description, module) if part)
