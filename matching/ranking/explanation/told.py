"""What may be told of answers: a score adds up weak evidence, a sentence may not.

A module answers a need by a scenario that the need means and that the module itself bears, confirmed by a person or
said in its own words. Likeness alone is told only of needs for which the library has no scenario, if it is strong, and
then as an answer in part. Of answers told without this rule, one in five was said to solve what the module doesn't do.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.candidates.segment import Segment
from matching.ranking.knowledge.library import Knowledge
from matching.ranking.query.needs import Need
from matching.ranking.scoring.score import Scored

ANSWERED, SOLVED = 0.15, 0.5  # From so much on a need is told to be answered in part, and to be solved.
MEANT, MAY_MEAN = 0.4, 0.25  # A need means the scenarios to which it is linked so surely, and may mean others.
STRONG = 0.4  # An answer by what a need only may mean, or by likeness, has to be as strong to be told.
IN_PART = SOLVED - 0.01  # Likeness alone solves nothing.

Floats = NDArray[np.float64]


def told_shares(scored: Scored, index: CandidateIndex) -> tuple[Floats, ...]:
    """Return for each block needs × rows of its signals: how far each module may be told to answer, in [0, 1]."""
    means, may_mean = (meant_by(scored.profile.needs, least, knowledge=index.knowledge) for least in (MEANT, MAY_MEAN))
    shares = []
    for segment, places, signals in zip(index.segments, scored.parts, scored.signals, strict=True):
        answers = signals.answers_of(np.arange(len(signals.fit)))
        borne = segment.borne[_rows(segment, places, count=len(signals.fit))]
        strong, unknown = answers >= STRONG, ~may_mean.any(axis=1, keepdims=True)
        sure = _bears(borne, means) | (_bears(borne, may_mean) & strong)
        shares.append(np.where(sure, answers, np.where(unknown & strong, np.minimum(answers, IN_PART), 0.0)))
    return tuple(shares)


def told_best(scored: Scored, told: Iterable[Floats]) -> Floats:
    """Return needs × candidates of a scored query: the best that may be told of each one's own modules."""
    best = [signals.groups.best(shares) for signals, shares in zip(scored.signals, told, strict=True)]
    spots = np.split(np.array(scored.spots, np.int64), np.cumsum([len(part) for part in scored.parts])[:-1])
    return np.concatenate([values[:, here] for values, here in zip(best, spots, strict=True)], axis=1)


def meant_by(needs: Sequence[Need], least: float, *, knowledge: Knowledge) -> NDArray[np.float32]:
    """Return needs × scenarios, 1 or 0: those to which a need is linked so surely or more, and their special forms."""
    meant = np.zeros((len(needs), len(knowledge.scenarios)), np.float32)
    for place, need in enumerate(needs):
        for link in need.links:
            if link.confidence >= least and link.scenario in knowledge.column:
                meant[place, knowledge.forms[knowledge.column[link.scenario]]] = 1
    return meant


def _rows(segment: Segment, places: NDArray[np.int64], *, count: int) -> NDArray[np.int64]:
    """Return the segment's row of each row that was scored: all of them, or those of the candidates at some places."""
    groups = segment.groups
    return np.arange(count) if count == len(groups.owners) else groups.among(places)[1]


def _bears(borne: csr_array, meant: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return needs × modules: whether a module bears a scenario that a need means."""
    return np.asarray((borne @ meant.T).T > 0)
