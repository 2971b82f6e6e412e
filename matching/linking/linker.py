"""What linking knows once it is fitted: words, names, and a linear model with its calibrators."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.linking.calibration import Calibrator
from matching.linking.lexicon import ScenarioLexicon
from matching.linking.memo import MEMO_LINKS, MEMO_SCORES, Memo, remember
from matching.linking.model import LabelModel
from matching.linking.trades import Spoken, TradeWords
from matching.linking.types import TextKind
from matching.statistics import TermTable
from matching.text import Tokenizer
from matching.text.tokens import TERM_LENGTHS


@dataclass(frozen=True, slots=True)
class Linker:
    """A fitted linker; build it with :func:`matching.linking.fit_linker`.

    ``model`` scores scenarios first, then trades, and last, where the corpus holds some, praise of oneself.
    ``calibrators`` and ``trade_calibrators`` hold one calibrator a kind of text; a kind without one joins its evidence
    as independent.
    """

    edition: str
    tokenizer: Tokenizer
    lexicon: ScenarioLexicon
    trade_words: TradeWords
    terms: TermTable
    model: LabelModel
    scenarios: tuple[str, ...]
    trades: tuple[str, ...]
    calibrators: dict[TextKind, Calibrator]
    trade_calibrators: dict[TextKind, Calibrator]
    names: tuple[tuple[str, str], ...]
    name_words: tuple[str, ...]
    scenario_column: dict[str, int]
    trade_column: dict[str, int]
    memo: Memo

    @property
    def scenario_columns(self) -> slice:
        """Return where the scores of scenarios stand."""
        return slice(0, len(self.scenarios))

    @property
    def trade_columns(self) -> slice:
        """Return where the scores of trades stand."""
        return slice(len(self.scenarios), len(self.scenarios) + len(self.trades))

    def vectors(self, folded: Sequence[str]) -> csr_array:
        """Return the term vectors of texts that the linear model reads: one row a text."""
        words = [self.tokenizer.marked_words(text) for text in folded]
        return self.terms.gram_vectors(folded, lengths=TERM_LENGTHS, words=words)

    def spoken(self, folded: str) -> Spoken:
        """Return the trades and businesses that a folded text names, remembered by text."""
        found = self.memo.spoken.get(folded)
        if found is None:
            found = self.trade_words.spoken(folded)
            remember(self.memo.spoken, {folded: found}, limit=MEMO_LINKS)
        return found

    def prepare(self, folded: Sequence[str]) -> None:
        """Score many texts in one go, so that linking them one by one afterwards finds every score remembered."""
        known = self.memo.scores
        if len(known) + len(folded) > MEMO_SCORES:
            known.clear()
        fresh = [text for text in dict.fromkeys(folded) if text not in known]
        if fresh and self.model.classes_:
            known.update(zip(fresh, self.model.scores(self.vectors(fresh)), strict=True))

    def scores(self, folded: Sequence[str]) -> NDArray[np.float32]:
        """Return texts × (scenarios, then trades, then praise) scores of the linear model, remembered by text."""
        if not self.model.classes_ or not folded:
            return np.zeros((len(folded), len(self.model.classes_)), np.float32)
        known = self.memo.scores
        fresh = [text for text in dict.fromkeys(folded) if text not in known]
        if fresh:
            rows = self.model.scores(self.vectors(fresh))
            computed = dict(zip(fresh, rows, strict=True))
            result = np.stack([computed[text] if text in computed else known[text] for text in folded])
            remember(known, computed, limit=MEMO_SCORES)
            return result
        return np.stack([known[text] for text in folded])

    def is_praise(self, folded: str) -> bool:
        """Return whether a vendor's sentence sounds more like praise of itself than like any scenario or trade."""
        row = self.scores([folded])[0]
        said = len(self.scenarios) + len(self.trades)
        return bool(row[said:].max(initial=0.0) > row[:said].max(initial=0.0))
