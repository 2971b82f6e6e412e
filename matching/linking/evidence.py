"""What speaks for a scenario in a text: its words, its near names, and the linear model."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matching.linking.linker import Linker
from matching.linking.types import Evidence, Source, TextKind

FUZZY_FLOOR = 70.0
FUZZY_STRENGTH = 0.7
MOST_NAMES = 3
NAME_LENGTH = 16  # Longer texts are sentences: fuzzy comparison with names says nothing there.
MODEL_FLOOR = 0.04


def gather_evidence(
    folded: str, scores: NDArray[np.float32], *, linker: Linker, kind: TextKind
) -> dict[str, list[Evidence]]:
    """Return for each scenario the words, symptoms, near names and model scores that speak for it."""
    near = near_names((folded,), linker=linker, kind=kind)[0]
    found = word_evidence(folded, near=near, linker=linker, kind=kind)
    add_model_evidence(found, np.flatnonzero(scores > MODEL_FLOOR), folded=folded, scores=scores, linker=linker)
    return found


def word_evidence(
    folded: str, *, near: Sequence[tuple[str, Evidence]], linker: Linker, kind: TextKind
) -> dict[str, list[Evidence]]:
    """Return for each scenario the words and symptoms that speak for it, and its ``near`` names last."""
    found = linker.lexicon.evidence(folded, kind=kind)
    for code, evidence in near:
        found.setdefault(code, []).append(evidence)
    return found


def add_model_evidence(
    found: dict[str, list[Evidence]],
    numbers: NDArray[np.int64],
    *,
    folded: str,
    scores: NDArray[np.float32],
    linker: Linker,
) -> None:
    """Add the linear model's word for the scenarios of these numbers, last in each list."""
    for number in numbers.tolist():
        strength = round(float(min(1.0, scores[number])), 6)
        whole = Evidence(source=Source.MODEL, word=folded, start=0, end=len(folded), strength=strength)
        found.setdefault(linker.scenarios[number], []).append(whole)


def near_names(texts: Sequence[str], *, linker: Linker, kind: TextKind) -> list[list[tuple[str, Evidence]]]:
    """Return for each folded text the scenarios whose names it nearly equals, three at most, the nearest first."""
    found: list[list[tuple[str, Evidence]]] = [[] for _ in texts]
    short = [number for number, text in enumerate(texts) if 2 < len(text) <= NAME_LENGTH]  # noqa: PLR2004 - two characters are alike by chance
    if kind is TextKind.PROBLEM or not short or not linker.names:
        return found
    ratios = process.cdist(
        [texts[number] for number in short],
        linker.name_words,
        scorer=fuzz.ratio,
        score_cutoff=FUZZY_FLOOR,
        dtype=np.float64,
    )
    for number, row in zip(short, ratios, strict=True):
        alike = sorted(np.flatnonzero(row).tolist(), key=lambda place: (-row[place], place))[:MOST_NAMES]
        found[number] = [_near_name(texts[number], place, ratio=float(row[place]), linker=linker) for place in alike]
    return found


def _near_name(folded: str, place: int, *, ratio: float, linker: Linker) -> tuple[str, Evidence]:
    name, scenario = linker.names[place]
    strength = round(FUZZY_STRENGTH * (ratio - FUZZY_FLOOR) / (100 - FUZZY_FLOOR), 6)
    return scenario, Evidence(source=Source.FUZZY, word=name, start=0, end=len(folded), strength=strength)
