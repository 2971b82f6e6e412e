"""How well each module answers each need: the raw signals that the features are made of.

Every signal is a function of one query and one module, so that no other candidate can move it, and a candidate's
value is the best of its modules, so that one module more never takes anything away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.ranking.arrays.groups import Groups, Part
from matching.ranking.candidates.figures import Figures, Numbers
from matching.ranking.knowledge.library import Knowledge
from matching.ranking.query.needs import QueryProfile
from matching.ranking.scoring.fit import fits_of
from matching.ranking.scoring.products import Likenesses, meanings
from matching.ranking.scoring.view import View
from matching.ranking.scoring.wishes import Terms, terms_met
from matching.types import Must

Floats = NDArray[np.float64]
Rows = Sequence[int] | Numbers
Values = TypeVar("Values", Floats, Likenesses)

TEXT_SHARE, WORD_SHARE, MEANING_SHARE = 0.6, 0.4, 0.4  # How far each likeness alone can answer a need.
SILENT, AUDIBLE = 0.06, 0.12  # A module whose best answer stays below the first says nothing to this plant.
ROUNDING = 1e-9
WITHIN = 1 - 1e-6  # Prices are kept in single precision: one that equals the budget is within it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Signals of one segment: needs × heard modules in [0, 1], and what is known of modules and candidates.

    ``heard`` are the modules that may say something to the plant, by row. What a module says for itself (``link`` to
    ``module_claim``) and the joint ``answer`` are kept of these alone; all others say nothing, which is 0.
    ``fit`` and ``terms`` are kept of every module.
    """

    heard: Part
    answer: Floats
    link: Floats
    text: Floats
    word: Floats
    meaning: Floats
    heard_fit: Floats
    served_share: Floats
    module_claim: Floats
    profile_grams: Floats
    profile_words: Floats
    fit: Floats
    terms: Terms
    region: Floats
    claim: Floats
    admits: Floats
    case: Floats
    ticks: NDArray[np.int64]
    ratings: Floats
    groups: Groups

    def best(self, values: Floats) -> Floats:
        """Return the best value over each candidate's heard modules: needs × candidates, or candidates for one row."""
        return self.heard.best(values)

    def answers_of(self, rows: Rows) -> Floats:
        """Return the joint answers of some modules: needs × modules."""
        return self.heard.spread(self.answer, rows)

    def closeness_of(self, rows: Rows) -> Floats:
        """Return how near some modules are in characters, words and meaning together: needs × modules."""
        return self.heard.spread(self.text + self.word + self.meaning, rows)

    def depths_of(self, rows: Rows) -> dict[str, Floats]:
        """Return what each feature of depth takes the best of, at some modules: needs × modules by feature."""
        text, meaning, fit = (self.heard.spread(one, rows) for one in (self.text, self.meaning, self.heard_fit))
        return {
            "scenario_depth": self.heard.spread(self.link, rows),
            "meaning_depth": meaning * fit,
            "text_depth": text * fit,
            "answer_depth": self.answers_of(rows),
        }


def compute_signals(profile: QueryProfile, view: View, *, knowledge: Knowledge) -> Signals:
    """Compare one query with every module of a view."""
    figures = view.figures
    fits = fits_of(profile.plant, figures)
    fit = fits[0]
    meaning = meanings(profile, figures)
    doubt = _link_doubts(profile, figures, fits=fits, knowledge=knowledge)
    rows = _audible(view, meaning=meaning, doubt=doubt, fit=fit)
    heard = view.products.among(rows)
    credibility = figures.credibility[rows]
    signals = Signals(
        heard=figures.groups.part(rows),
        answer=np.zeros((len(profile.needs), len(rows))),
        link=1 - np.take(doubt, rows, axis=1),
        text=at_most_full(heard.text),
        word=at_most_full(heard.word),
        meaning=at_most_full(np.take(meaning, rows, axis=1) * credibility),
        heard_fit=fit[rows],
        served_share=fit[rows] * credibility,
        module_claim=view.module_claim[rows],
        profile_grams=at_most_full(heard.profile_grams),
        profile_words=at_most_full(heard.profile_words),
        fit=fit,
        terms=terms_met(figures, wishes=profile.query.preferences),
        region=view.region,
        claim=view.claim,
        admits=view.admits,
        case=view.case,
        ticks=figures.ticks,
        ratings=figures.ratings,
        groups=figures.groups,
    )
    return _gated(signals)


def _gated(signals: Signals) -> Signals:
    """Silence modules that answer no need: an unrelated module must not raise anything by a chance likeness."""
    whole = replace(signals, answer=joint_answer(signals))
    best = whole.answer.max(axis=0, initial=0.0)
    return damped(whole, by=np.clip((best - SILENT) / (AUDIBLE - SILENT), 0.0, 1.0))


def damped(signals: Signals, *, by: Floats) -> Signals:
    """Return the signals with all that each heard module says for itself times its share; terms stay as they are."""
    quieter = _times(signals, by=by)
    lowered = np.flatnonzero(by < 1)
    answer = signals.answer.copy()
    answer[:, lowered] = joint_answer(quieter, columns=lowered)
    return replace(quieter, answer=answer)


def _times(signals: Signals, *, by: Floats) -> Signals:
    return replace(
        signals,
        link=signals.link * by,
        text=signals.text * by,
        word=signals.word * by,
        meaning=signals.meaning * by,
        served_share=signals.served_share * by,
        profile_grams=signals.profile_grams * by,
        profile_words=signals.profile_words * by,
        module_claim=signals.module_claim * by,
    )


def meets(term: Must, *, signals: Signals, rows: Rows | slice = slice(None)) -> NDArray[np.bool_]:
    """Return which modules, or which of ``rows``, meet a wish; unknown facts and a wish that isn't there are met."""
    if term is Must.REGION:
        return np.asarray(signals.region[signals.groups.owners[rows]] > 0)
    if term is Must.BUDGET:
        return np.asarray(signals.terms.budget[rows] >= WITHIN)
    return (signals.terms.payment if term is Must.PAYMENT else signals.terms.deployment)[rows]


def joint_answer(signals: Signals, *, columns: NDArray[np.int64] | slice = slice(None)) -> Floats:
    """Return the joint answer per need and heard module: links, meaning and both texts as independent evidence."""
    link, fit = signals.link[:, columns], signals.heard_fit[columns]
    text, word, meaning = signals.text[:, columns], signals.word[:, columns], signals.meaning[:, columns]
    return joined(link, text=text * fit, word=word * fit, meaning=meaning * fit)


def joined(link: Values, *, text: Values, word: Values, meaning: Values) -> Values:
    """Return the chance that any of the evidence is right."""
    doubt: Values = (1 - link) * (1 - TEXT_SHARE * text) * (1 - WORD_SHARE * word) * (1 - MEANING_SHARE * meaning)
    return 1 - doubt


def _audible(view: View, *, meaning: Likenesses, doubt: Floats, fit: Floats) -> Numbers:
    """Return the rows of the modules whose answer to some need may be above silence: of a few candidates, all.

    The best of each kind of evidence over all needs, joined, is never less than the best joint answer to one need.
    """
    if not len(doubt):
        return np.zeros(0, np.int64)
    if view.figures.rows is not None:
        return np.arange(len(fit))
    bound = joined(
        1 - doubt.min(axis=0),
        text=at_most_full(view.products.text.max(axis=0)) * fit,
        word=at_most_full(view.products.word.max(axis=0)) * fit,
        meaning=at_most_full(meaning.max(axis=0) * view.figures.credibility) * fit,
    )
    return np.flatnonzero(bound > SILENT - ROUNDING)


def _link_doubts(profile: QueryProfile, figures: Figures, *, fits: Floats, knowledge: Knowledge) -> Floats:
    """Return the doubt that need and module are about the same scenarios that fit the plant: chances joined."""
    doubt = np.ones((len(profile.needs), len(figures)))
    powers: dict[tuple[int, float], Floats] = {}
    served: dict[int, Floats] = {}
    for number, need in zip(*(found.tolist() for found in np.nonzero(profile.scenarios.T)), strict=True):
        if number not in served:
            stage, exponent = profile.plant.stages[knowledge.stages[number]], float(knowledge.exponents[number])
            if (stage, exponent) not in powers:
                powers[stage, exponent] = fits[stage] if exponent == 1 else fits[stage] ** exponent
            served[number] = figures.scenario(number) * powers[stage, exponent]
        doubt[need] *= 1 - profile.scenarios[need, number] * served[number]
    return doubt


def at_most_full(products: Likenesses) -> Floats:
    """Return products of texts in [0, 1]."""
    return np.clip(products.astype(np.float64), 0.0, 1.0)
