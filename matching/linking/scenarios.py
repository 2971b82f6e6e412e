"""From a text to the scenarios that it is about, each with a confidence and its evidence."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.linking.calibration import Calibrator, audible_labels, link_signals, noisy_or, word_signals
from matching.linking.evidence import MODEL_FLOOR, add_model_evidence, near_names, word_evidence
from matching.linking.linker import Linker
from matching.linking.memo import looked_up
from matching.linking.types import Evidence, Link, TextKind
from matching.text import fold

MIN_CONFIDENCE = 0.06
MAX_LINKS = 8
SHORTEST = 3  # A vendor's or clerk's word of fewer characters means what it says, and nothing that a model hears in it.


def link_text(text: str, linker: Linker, *, kind: TextKind) -> tuple[Link, ...]:
    """Return the scenarios of one text, best first; empty for a text that says nothing known."""
    return link_texts((text,), linker, kind=kind)[0]


def link_texts(texts: Sequence[str], linker: Linker, *, kind: TextKind) -> tuple[tuple[Link, ...], ...]:
    """Return the links of many texts of one kind, in their order."""
    folded = [fold(text.strip()) for text in texts]
    return looked_up(folded, linker.memo.links, kind=kind, compute=partial(_links, linker=linker, kind=kind))


def _links(texts: Sequence[str], *, linker: Linker, kind: TextKind) -> list[tuple[Link, ...]]:
    """Return the links of folded texts; what arrays can say of all of them is said once."""
    scores = linker.scores(texts)[:, linker.scenario_columns]
    calibrator = linker.calibrators.get(kind)
    audible = audible_labels(scores, calibrator=calibrator, floor=MODEL_FLOOR, enough=MIN_CONFIDENCE)
    near = near_names(texts, linker=linker, kind=kind)
    links = []
    for text, row, heard, names in zip(texts, scores, audible, near, strict=True):
        found = word_evidence(text, near=names, linker=linker, kind=kind)
        spoken = [linker.scenario_column[code] for code in found if code in linker.scenario_column]
        if kind is not TextKind.PROBLEM and len(text) < SHORTEST:
            heard[:] = False
        heard[spoken] = row[spoken] > MODEL_FLOOR
        add_model_evidence(found, np.flatnonzero(heard), folded=text, scores=row, linker=linker)
        links.append(_judged(found, row, linker=linker, calibrator=calibrator) if text else ())
    return links


def _judged(
    found: Mapping[str, Sequence[Evidence]],
    scores: NDArray[np.float32],
    *,
    linker: Linker,
    calibrator: Calibrator | None,
) -> tuple[Link, ...]:
    """Return the scenarios that their evidence makes likely enough, best first."""
    levels: list[float] = scores.tolist()
    top = max(0.0, *levels) if levels else 0.0
    links = []
    for code, evidence in found.items():
        score = levels[linker.scenario_column[code]] if code in linker.scenario_column else 0.0
        if calibrator is not None:
            confidence = calibrator.confidence(link_signals(evidence, score=score, top=top))
        else:
            confidence = round(noisy_or([*word_signals(evidence), max(0.0, score)]), 6)
        if confidence >= MIN_CONFIDENCE:
            links.append(Link(scenario=code, confidence=confidence, evidence=tuple(evidence)))
    return tuple(sorted(links, key=lambda link: (-link.confidence, link.scenario))[:MAX_LINKS])
