"""What no candidate can score above, at a fraction of the cost of a score.

Each need is taken as if the modules of a candidate were one that is as good as the best of them in every way: its
links and functions add up, its fit is that of the trades nearest to the plant, and its terms meet every wish.
"""

import math

import numpy as np
from numpy.typing import NDArray

from matching.ranking.query.needs import QueryProfile
from matching.ranking.scoring.features import FEATURES, GENTLE, PROFILE, STEEP, focus_of, meant
from matching.ranking.scoring.products import Likenesses
from matching.ranking.scoring.signals import MEANING_SHARE, TEXT_SHARE, WORD_SHARE, joined
from matching.ranking.scoring.view import View

Floats = NDArray[np.float64]
Columns = dict[str, Likenesses]

STEEPNESS = {"trade_fit": GENTLE, "claim": GENTLE, "case": GENTLE, "profile_grams": PROFILE, "profile_words": PROFILE}
ROOM = 1e-3  # More than single precision loses on the way.


def ceilings_of(profile: QueryProfile, view: View, *, weights: Floats) -> Likenesses:
    """Return for each candidate of a segment a number that its score doesn't exceed; weights as ``FEATURES``."""
    weighed, plain = dict(zip(FEATURES, weights.tolist(), strict=True)), _plain(view)
    told = _answered(profile, view) | _claimed(view)
    untold = sum(weight for name, weight in weighed.items() if name not in told and name not in plain)
    total = np.full(len(view.region), ROOM + untold, np.float32)
    for name, values in plain.items():
        total += weighed[name] * values.astype(np.float32, copy=False)
    # Several features are bounded alike: each logarithm is taken once.
    shares: dict[tuple[int, float], float] = {}
    columns = {}
    for name, values in told.items():
        key = id(values), STEEPNESS.get(name, STEEP)
        columns[key] = values
        shares[key] = shares.get(key, 0.0) + weighed[name]
    height = np.empty_like(total)
    for (number, steep), values in columns.items():
        np.multiply(values.astype(np.float32, copy=False), steep, out=height)
        height += 1
        # ``log`` takes a tenth of the time of ``log1p``, and what it loses near 0 is far less than the room.
        np.log(height, out=height)
        height *= shares[number, steep] / math.log1p(steep)
        total += height
    return total


def _answered(profile: QueryProfile, view: View) -> Columns:
    """Return the features that tell how needs are answered, before their logarithms: the best of all, or the mean."""
    figures, products, fit = view.figures, view.products, view.figures.groups.best(view.fit)
    links = _full(profile.links @ figures.tops.scenarios)
    texts, words = _full(figures.groups.best(products.text)), _full(figures.groups.best(products.word))
    meanings = _full(profile.meaning @ figures.tops.functions)
    link, text, word, meaning = _most(links), _most(texts) * fit, _most(words) * fit, _most(meanings) * fit
    answer = joined(link, text=text, word=word, meaning=meaning)
    shares = (profile.weights / max(profile.weights.sum(), ROOM)).astype(np.float32)
    linked, alike, worded, like = (_mean(answers, shares=shares) for answers in (links, texts, words, meanings))
    covered = linked + (TEXT_SHARE * alike + WORD_SHARE * worded + MEANING_SHARE * like) * fit
    return {
        **dict.fromkeys(("scenario_cover", "scenario_depth"), link),
        **dict.fromkeys(("meaning_cover", "meaning_depth"), meant(meaning)),
        **dict.fromkeys(("terms", "payment", "deployment", "budget"), np.minimum(answer, covered)),
        "text_depth": text,
        "text_cover": alike,
        "word_cover": worded * fit,
        "answer_depth": answer,
        "trade_fit": fit,
    }


def _claimed(view: View) -> Columns:
    """Return the features that tell what is claimed, and how like the whole enterprise is, before their logarithms."""
    products, groups = view.products, view.figures.groups
    return {
        "profile_grams": _full(groups.best(products.profile_grams)),
        "profile_words": _full(groups.best(products.profile_words)),
        "claim": np.maximum(view.claim, groups.best(view.module_claim)),
        "case": view.case,
    }


def _plain(view: View) -> dict[str, NDArray[np.floating]]:
    """Return the features that enter the score as they are."""
    ticks, ratings = view.figures.ticks, view.figures.ratings
    return {"admits": view.admits, "region": view.region, "focus": focus_of(ticks), "rated": ratings}


def _full(answers: Likenesses) -> Likenesses:
    """Let no answer be more than full, in place."""
    return np.minimum(answers, 1, out=answers)


def _most(answers: Likenesses) -> Likenesses:
    return np.asarray(answers.max(axis=0, initial=0.0))


def _mean(answers: Likenesses, *, shares: Likenesses) -> Likenesses:
    """Return the mean over needs by their shares, without the threads that ``@`` starts for so little."""
    return np.asarray(np.einsum("i,ij->j", shares, answers), np.float32)
