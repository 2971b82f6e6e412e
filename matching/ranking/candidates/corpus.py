"""Corpus statistics of candidates: which terms their modules and descriptions hold, and how long these usually are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.linking import Linker
from matching.ranking.candidates.texts import module_text, profile_text
from matching.statistics import Pivots, Statistics, fit_statistics
from matching.text import fold, without_repeats
from matching.types import Candidate
from matching.work import Work, one_by_one

# Most modules are shorter than this share of them: a shorter text is measured as if it were as long.
PIVOT_QUANTILE = 0.8
PIVOT_SAMPLE = 2_000


def fit_candidate_statistics(candidates: Iterable[Candidate], *, linker: Linker, work: Work = one_by_one) -> Statistics:
    """Count the terms of all module texts, one document a module, and of the providers' descriptions."""
    known = tuple(candidates)
    modules = [without_repeats(module_text(offer)) for candidate in known for offer in candidate.modules]
    counted = fit_statistics(modules + [one.description for one in known], tokenizer=linker.tokenizer, work=work)
    profiles = [profile_text(candidate, offer) for candidate in known for offer in candidate.modules]
    modules, profiles = _sample(modules), _sample([without_repeats(text) for text in profiles])
    cut = linker.tokenizer.words
    return replace(
        counted,
        pivots=Pivots(
            words=_usual(counted.words.lengths(map(cut, modules))),
            grams=_usual(counted.grams.gram_lengths(modules)),
            profile_words=_usual(counted.words.lengths(map(cut, profiles))),
            profile_grams=_usual(counted.grams.gram_lengths(profiles)),
        ),
    )


def _sample(texts: Sequence[str]) -> list[str]:
    """Return evenly spaced ones of the sorted texts, folded: enough to tell the usual length, whatever their order."""
    ordered = sorted(texts)
    return [fold(text) for text in ordered[:: max(1, len(ordered) // PIVOT_SAMPLE)]]


def _usual(lengths: NDArray[np.float64]) -> float:
    return round(float(np.quantile(lengths, PIVOT_QUANTILE)), 6) if len(lengths) else 0.0
