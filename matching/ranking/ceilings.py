"""What no candidate can score above, at a fraction of the cost of a score.

Each need is taken as if the modules of a candidate were one that is as good as the best of them in every way: its
links and functions add up, its fit is that of the trades nearest to the plant, and its terms meet every wish.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.features import FEATURES, GENTLE, PROFILE, STEEP, focus_of, meant
from matching.ranking.needs import QueryProfile
from matching.ranking.products import Likenesses
from matching.ranking.signals import GRAM_SCALE, MEANING_SHARE, TEXT_SHARE, WORD_SHARE, joined
from matching.ranking.view import View

Floats = NDArray[np.float64]
Columns = dict[str, Likenesses]

STEEPNESS = {"trade_fit": GENTLE, "claim": GENTLE, "case": GENTLE, "profile_grams": PROFILE, "profile_words": PROFILE}
ROOM = 1e-3  # More than single precision loses on the way.


def ceilings_of(profile: QueryProfile, view: View, *, weights: Floats) -> Floats:
    """Return for each candidate of a segment a number that its score doesn't exceed; weights as ``FEATURES``."""
    weighed, plain = dict(zip(FEATURES, weights.tolist(), strict=True)), _plain(view)
    told = _answered(profile, view) | _claimed(view)
    untold = sum(weight for name, weight in weighed.items() if name not in told and name not in plain)
    total = np.full(len(view.region), ROOM + untold, np.float32)
    for name, values in plain.items():
        total += np.float32(weighed[name]) * values.astype(np.float32)
    # Several features are bounded alike: each logarithm is taken once.
    shares: dict[tuple[int, float], float] = {}
    columns = {}
    for name, values in told.items():
        key = id(values), STEEPNESS.get(name, STEEP)
        columns[key] = values
        shares[key] = shares.get(key, 0.0) + weighed[name]
    for (number, steep), values in columns.items():
        # ``log`` takes a tenth of the time of ``log1p``, and what it loses near 0 is far less than the room.
        height = np.log(1 + np.float32(steep) * values.astype(np.float32, copy=False))
        total += np.float32(shares[number, steep] / np.log1p(steep)) * height
    return total.astype(np.float64)


def _answered(profile: QueryProfile, view: View) -> Columns:
    """Return the features that tell how needs are answered, before their logarithms: the best of all, or the mean."""
    figures, products, fit = view.figures, view.products, view.figures.groups.best(view.fit)
    scale = figures.credibility / np.float32(GRAM_SCALE)
    links = np.minimum(csr_array(profile.scenarios, dtype=np.float32) @ figures.tops.scenarios, 1)
    texts = np.minimum(figures.groups.best(products.text * scale), 1)
    words = np.minimum(figures.groups.best(products.word * scale), 1)
    meanings = np.minimum(profile.meaning @ figures.tops.functions, 1)
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
    products, believed = view.products, view.figures.credibility
    said = np.stack([products.profile_grams * believed, products.profile_words * believed, view.module_claim])
    profile_grams, profile_words, claim = view.figures.groups.best(said)
    return {
        "profile_grams": np.minimum(profile_grams, 1),
        "profile_words": np.minimum(profile_words, 1),
        "claim": np.maximum(view.claim, claim),
        "case": view.case,
    }


def _plain(view: View) -> dict[str, NDArray[np.floating]]:
    """Return the features that enter the score as they are."""
    ticks, ratings = view.figures.ticks, view.figures.ratings
    return {"admits": view.admits, "region": view.region, "focus": focus_of(ticks), "rated": ratings}


def _most(answers: Likenesses) -> Likenesses:
    return np.asarray(answers.max(axis=0, initial=0.0))


def _mean(answers: Likenesses, *, shares: Likenesses) -> Likenesses:
    """Return the mean over needs by their shares, without the threads that ``@`` starts for so little."""
    return np.asarray(np.einsum("i,ij->j", shares, answers), np.float32)
