"""The library in the form that ranking needs: built once for an edition, shared by every query."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.library import Bound, Library
from matching.linking import Link, Linker, TextKind, link_trades
from matching.linking.memo import remember
from matching.linking.scenarios import SHORTEST
from matching.linking.types import Evidence, Source
from matching.ranking.knowledge.industry import IndustryKnowledge
from matching.ranking.knowledge.regions import Gazetteer
from matching.text import fold, sentences, word_place

# A product that covers a parent usually brings a part of its children, and the other way round.
FAMILY_SHARE = 0.4

CONFIRMED = 0.98  # A person is hardly ever wrong.
MEANING_FLOOR = 0.05  # Scores of the linear model below it are noise.
MOST_MEANT = 10_000  # Texts of which it is remembered, 1 KB each.
SURE_MEANING = 0.45  # A score of the linear model that makes a function a module's own.
SURE_TRADE = 0.3  # A vendor's sentence that names no word of a trade speaks of it only if the model is so sure.

# How far the fit of trades matters to a scenario: one exponent a kind of bound.
FIT_EXPONENT = {Bound.GENERIC: 0.5, Bound.TUNED: 0.8, Bound.PROCESS: 1.0}


class Knowledge:
    """Scenarios by number with stage, bound and family; trades; places."""

    def __init__(self, library: Library, *, linker: Linker) -> None:
        """Lay the library out as arrays."""
        self.edition = library.edition
        self.linker = linker
        self.industry = IndustryKnowledge(library)
        self.gazetteer = Gazetteer(library.regions)
        self.scenarios = tuple(scenario.code for scenario in library.scenarios)
        self.column = {code: number for number, code in enumerate(self.scenarios)}
        self.scenario_names = {scenario.code: scenario.name for scenario in library.scenarios}
        self._words = {
            scenario.code: _longest_first((scenario.name, *scenario.aliases, *scenario.vendor_words))
            for scenario in library.scenarios
        }
        self.meant: dict[tuple[str, ...], NDArray[np.float32]] = {}
        self.telling: dict[str, bool] = {}  # Sentences with whether they tell anything, as far as it was asked.
        self.stages = tuple(scenario.stage for scenario in library.scenarios)
        self.exponents = np.array([FIT_EXPONENT[scenario.bound] for scenario in library.scenarios])
        self.bounds = tuple(scenario.bound for scenario in library.scenarios)
        self.trades_of = tuple(
            tuple(self.industry.column[code] for code in scenario.trades if code in self.industry.column)
            for scenario in library.scenarios
        )
        self.forms = _forms(library, column=self.column)
        self.family = _family(library, column=self.column)

    def trade_vector(self, texts: Iterable[str], *, kind: TextKind) -> NDArray[np.float64]:
        """Return the confidence of each trade in any sentence of the texts, as an array."""
        parts = [sentence for text in texts for sentence in sentences(text)]
        values = np.zeros(len(self.industry.trades))
        for links in link_trades(parts, self.linker, kind=kind):
            for link in links:
                if link.words or link.confidence >= SURE_TRADE or kind is not TextKind.MODULE:
                    column = self.industry.column[link.trade]
                    values[column] = max(values[column], link.confidence)
        return values

    def meaning(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row over all scenarios: what the texts are about, before any decision.

        Two texts may mean the same although neither is linked surely. Texts without meaning give zeros. Remembered by
        the texts.
        """
        found = self.meant.get(key := tuple(texts))
        if found is None:
            row = self._best_scores(texts)
            norm = max(float(np.sqrt((row.astype(np.float64) ** 2).sum())), MEANING_FLOOR)
            found = np.round(row / norm, 6).astype(np.float32)
            remember(self.meant, {key: found}, limit=MOST_MEANT)
        return found

    def abilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row over all scenarios in [0, 1]: what a module does, each function by its surest sentence.

        Not of unit length: a module that does three things does each of them as well as one that does nothing else,
        and three modules cut out of it do no more than it did.
        """
        telling = [part for text in texts for part in sentences(text) if len(part) >= SHORTEST]
        shares = np.minimum(self._best_scores(telling) / SURE_MEANING, 1.0)
        return np.asarray(np.round(shares, 6), np.float32)

    def _best_scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the best score of any sentence for each scenario; scores below the floor are dropped."""
        parts = [fold(part) for text in texts for part in sentences(text)]
        row = self.linker.scores(parts)[:, : len(self.linker.scenarios)].max(axis=0, initial=0.0)
        return np.where(row >= MEANING_FLOOR, row, np.float32(0.0))

    def confirmed(self, codes: Iterable[str]) -> tuple[Link, ...]:
        """Return links to the scenarios of these codes that a person confirmed; unknown codes are left out."""
        one = Evidence(source=Source.CONFIRMED, word="", start=0, end=0, strength=CONFIRMED)
        known = (code for code in codes if code in self.column)
        return tuple(Link(scenario=code, confidence=CONFIRMED, evidence=(one,)) for code in known)

    def word_in(self, folded: str, *, scenario: str) -> str:
        """Return the longest word of a scenario that a folded text holds, empty when it holds none."""
        for word in self._words.get(scenario, ()):
            # Most words aren't in it at all, which is told at once.
            if word in folded and word_place(word, folded) >= 0:
                return word
        return ""

    def scenario_row(self, links: Iterable[Link]) -> NDArray[np.float64]:
        """Return the confidence of each scenario as an array."""
        values = np.zeros(len(self.scenarios))
        for link in links:
            if link.scenario in self.column:
                values[self.column[link.scenario]] = link.confidence
        return values


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    folded = {fold(word.strip()) for word in words} - {""}
    return tuple(sorted(folded, key=lambda word: (-len(word), word)))


def _forms(library: Library, *, column: dict[str, int]) -> tuple[NDArray[np.int64], ...]:
    """Return for each scenario its own number and those of its special forms, whose parent it is."""
    below: dict[str, list[int]] = {code: [number] for code, number in column.items()}
    for scenario in library.scenarios:
        for parent in scenario.parents:
            if parent in below:
                below[parent].append(column[scenario.code])
    return tuple(np.array(numbers, np.int64) for numbers in below.values())


def _family(library: Library, *, column: dict[str, int]) -> csr_array:
    matrix = np.eye(len(column))
    for scenario in library.scenarios:
        for parent in scenario.parents:
            if parent in column:
                here, above = column[scenario.code], column[parent]
                matrix[here, above] = matrix[above, here] = FAMILY_SHARE
    return csr_array(matrix)
