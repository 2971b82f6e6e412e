"""How good linking is on texts whose scenarios are known: precision, recall, and whether confidences tell the truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.linking.linker import Linker
from matching.linking.scenarios import link_texts
from matching.linking.types import Link, TextKind

SURE = 0.3  # A text whose best link stays below it is weakly linked.
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text with the scenarios that a person reads in it; none means that it asks for nothing known."""

    text: str
    kind: TextKind
    scenarios: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkQuality:
    """Shares in [0, 1] over labelled texts; ``precision`` and ``recall`` count links of at least ``SURE``.

    ``first_right`` is the share of texts with a scenario whose surest link is right. ``found`` is the share with any
    right link. ``weak`` counts texts without a sure link. ``calibration_error`` is the mean distance of confidence and
    share of right links over ten equal bins, each weighing by its links; 0 is best.
    """

    texts: int
    precision: float
    recall: float
    found: float
    first_right: float
    weak: float
    calibration_error: float


def measure_links(texts: Sequence[LabelledText], linker: Linker) -> LinkQuality:
    """Link every text as its kind and compare with its scenarios; raise ValueError without texts."""
    if not texts:
        raise ValueError("there is nothing to measure")
    links = _links(texts, linker)
    sure = [{link.scenario for link in row if link.confidence >= SURE} for row in links]
    asking = [number for number, one in enumerate(texts) if one.scenarios]
    right = sum(len(found & one.scenarios) for found, one in zip(sure, texts, strict=True))
    return LinkQuality(
        texts=len(texts),
        precision=_share(right, sum(map(len, sure))),
        recall=_share(right, sum(len(one.scenarios) for one in texts)),
        found=_share(sum(bool(sure[number] & texts[number].scenarios) for number in asking), len(asking)),
        first_right=_share(sum(_first_right(links[number], texts[number]) for number in asking), len(asking)),
        weak=_share(sum(not found for found in sure), len(texts)),
        calibration_error=calibration_error(*_outcomes(links, texts)),
    )


def calibration_error(confidences: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten equal bins, in [0, 1]; 0 without links.

    After Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning" (2015).
    """
    if not len(confidences):
        return 0.0
    places = np.minimum((confidences * BINS).astype(int), BINS - 1)
    gaps = [
        abs(float(confidences[places == place].mean()) - float(right[places == place].mean()))
        * float((places == place).mean())
        for place in np.unique(places)
    ]
    return round(sum(gaps), 6)


def _links(texts: Sequence[LabelledText], linker: Linker) -> list[tuple[Link, ...]]:
    found: dict[tuple[TextKind, str], tuple[Link, ...]] = {}
    for kind in TextKind:
        of_kind = [one.text for one in texts if one.kind is kind]
        for text, links in zip(of_kind, link_texts(of_kind, linker, kind=kind), strict=True):
            found[kind, text] = links
    return [found[one.kind, one.text] for one in texts]


def _first_right(links: tuple[Link, ...], text: LabelledText) -> bool:
    return bool(links) and links[0].scenario in text.scenarios


def _outcomes(
    links: Sequence[tuple[Link, ...]], texts: Sequence[LabelledText]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    pairs = [
        (link.confidence, link.scenario in one.scenarios) for row, one in zip(links, texts, strict=True) for link in row
    ]
    return np.array([pair[0] for pair in pairs], np.float64), np.array([pair[1] for pair in pairs], bool)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0
