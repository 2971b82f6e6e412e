"""What no candidate can score above, at a fraction of the cost of a score: at a glance for all, closer for some.

Every feature is taken as it would be if the module that is best in one way were best in every way. At a glance, every
need is answered as well as the one answered best, and the functions of all needs are asked for together. A closer look
takes needs one by one, and lets all of them be answered no better than by all of a candidate's modules in turn.
"""

import numpy as np
from numpy.typing import NDArray

from matching.ranking.features import FEATURES, GENTLE, PROFILE, STEEP, focus_of, meant
from matching.ranking.figures import Figures
from matching.ranking.needs import QueryProfile
from matching.ranking.plant import Plant, fit_at_most
from matching.ranking.products import Likenesses, meanings, meant_at_most
from matching.ranking.signals import GRAM_SCALE, MEANING_SHARE, TEXT_SHARE, WORD_SHARE, joined
from matching.ranking.view import View

Floats = NDArray[np.float64]
Columns = dict[str, Likenesses]

STEEPNESS = {"trade_fit": GENTLE, "claim": GENTLE, "case": GENTLE, "profile_grams": PROFILE, "profile_words": PROFILE}
ROOM = 1e-3  # More than single precision loses on the way.


def glance(profile: QueryProfile, view: View, *, plant: Plant, weights: Floats) -> Floats:
    """Return for each candidate of a segment a number that its score doesn't exceed; weights as ``FEATURES``."""
    figures, fit = view.figures, fit_at_most(plant, view.figures)
    said = _said(profile, view, fit=fit, meant=meant_at_most(profile, figures))
    return _total(view, _features(view, _best(view, said)), weights=weights)


def closer_look(profile: QueryProfile, view: View, *, plant: Plant, weights: Floats) -> Floats:
    """Return the same of some candidates, nearer to the scores, and dearer."""
    figures, fit = view.figures, fit_at_most(plant, view.figures)
    meaning = meanings(profile, figures)
    features = _features(view, _best(view, _said(profile, view, fit=fit, meant=_most(meaning))))
    covered = _covered(profile, view, fit=fit, meaning=meaning)
    totals = zip(covered, figures.groups.total(np.stack(list(covered.values()))), strict=True)
    nearer = {name: np.minimum(features[name], total) for name, total in totals}
    return _total(view, features | nearer, weights=weights)


def _said(profile: QueryProfile, view: View, *, fit: Likenesses, meant: Likenesses) -> Columns:
    """Return what each module says at most to any need, one value a row; ``meant`` is the most it can mean."""
    products, believed = view.products, view.figures.credibility
    scale = believed / np.float32(GRAM_SCALE)
    text = np.minimum(_most(products.text) * scale, 1)
    return {
        "link": _links(profile.scenarios.max(axis=0, initial=0.0), view.figures),
        "text": text,
        "text_fit": text * fit,
        "word_fit": np.minimum(_most(products.word) * scale, 1) * fit,
        "meaning_fit": np.minimum(meant * believed, 1) * fit,
        "fit": fit * believed,
        "profile_grams": products.profile_grams * believed,
        "profile_words": products.profile_words * believed,
        "claim": view.module_claim.astype(np.float32),
    }


def _best(view: View, said: Columns) -> Columns:
    """Return for each candidate the best of its modules in every way."""
    return dict(zip(said, view.figures.groups.best(np.stack(list(said.values()))), strict=True))


def _covered(profile: QueryProfile, view: View, *, fit: Likenesses, meaning: Likenesses) -> Columns:
    """Return how far each module answers all needs at most, one value a row, by the features that read it."""
    shares = (profile.weights / max(profile.weights.sum(), ROOM)).astype(np.float32)
    scale = view.figures.credibility / np.float32(GRAM_SCALE)
    text, word = _weighed(shares, view.products.text) * scale, _weighed(shares, view.products.word) * scale
    link = _links(_weighed(shares, profile.scenarios), view.figures)
    near = TEXT_SHARE * text + WORD_SHARE * word
    near += MEANING_SHARE * _weighed(shares, meaning) * view.figures.credibility
    answered = link + near * fit
    return {
        "text_cover": text,
        "budget": answered,
        "payment": answered * view.payment,
        "deployment": answered * view.deployment,
        "terms": answered * (view.payment & view.deployment & (view.budget >= 1)),
    }


def _features(view: View, best: Columns) -> Columns:
    """Return the features that enter the score by their logarithms, before these are taken."""
    answer = joined(best["link"], text=best["text_fit"], word=best["word_fit"], meaning=best["meaning_fit"])
    meaning = meant(best["meaning_fit"])
    return {
        "scenario_cover": best["link"],
        "scenario_depth": best["link"],
        "meaning_cover": meaning,
        "meaning_depth": meaning,
        "text_depth": best["text_fit"],
        "text_cover": best["text"],
        "word_cover": best["word_fit"],
        **dict.fromkeys(("answer_depth", "terms", "payment", "deployment", "budget"), answer),
        "trade_fit": best["fit"],
        "claim": np.maximum(view.claim.astype(np.float32), best["claim"]),
        "case": view.case.astype(np.float32),
        "profile_grams": np.minimum(best["profile_grams"], 1),
        "profile_words": np.minimum(best["profile_words"], 1),
    }


def _plain(view: View) -> dict[str, NDArray[np.floating]]:
    """Return the features that enter the score as they are."""
    ticks, ratings = view.figures.ticks, view.figures.ratings
    return {"admits": view.admits, "region": view.region, "focus": focus_of(ticks), "rated": ratings}


def _total(view: View, features: Columns, *, weights: Floats) -> Floats:
    """Return the weighed sum of the features, 1 for those that aren't told."""
    weighed, plain = dict(zip(FEATURES, weights.tolist(), strict=True)), _plain(view)
    total = np.full(
        len(view.region), ROOM + sum(weighed[name] for name in FEATURES if name not in features and name not in plain)
    )
    for name, values in plain.items():
        total += weighed[name] * values
    # Several features are bounded alike: each logarithm is taken once.
    shares: dict[tuple[int, float], float] = {}
    told = {}
    for name, values in features.items():
        steep = STEEPNESS.get(name, STEEP)
        told[id(values), steep] = values
        shares[id(values), steep] = shares.get((id(values), steep), 0.0) + weighed[name]
    for key, values in told.items():
        total += np.float32(shares[key] / np.log1p(key[1])) * np.log(1 + np.float32(key[1]) * values)
    return total


def _most(products: Likenesses) -> Likenesses:
    return np.asarray(products.max(axis=0, initial=0.0))


def _weighed(shares: Likenesses, products: NDArray[np.floating]) -> Likenesses:
    """Return the weighed sum of rows, without the threads that ``@`` starts for so little."""
    return np.asarray(np.einsum("i,ij->j", shares, products), np.float32)


def _links(chances: NDArray[np.floating], figures: Figures) -> Likenesses:
    """Return the most that the scenarios of each module may answer to a need of such chances: all of them added up."""
    most = np.zeros(len(figures), np.float32)
    for number in np.flatnonzero(chances).tolist():
        most += np.float32(chances[number]) * figures.scenario(number)
    return np.minimum(most, 1)
