"""From a text to the scenarios that it is about, each with a confidence and its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.sparse import csr_array

from matching.linking.calibration import Calibrator, audible_labels, link_signals, noisy_or, word_signals
from matching.linking.lexicon import ScenarioLexicon
from matching.linking.model import LabelModel
from matching.linking.trades import MIN_CONFIDENCE as MIN_TRADE
from matching.linking.trades import MODEL_FLOOR as MODEL_TRADE
from matching.linking.trades import Spoken, TradeWords, trade_signals
from matching.linking.types import Evidence, Link, Source, TextKind, TradeLink
from matching.statistics import TermTable
from matching.text import Tokenizer, fold
from matching.text.grams import chunks
from matching.text.tokens import TERM_LENGTHS

MIN_CONFIDENCE = 0.06
MAX_LINKS = 8
FUZZY_FLOOR = 70.0
FUZZY_STRENGTH = 0.7
MOST_NAMES = 3
NAME_LENGTH = 16  # Longer texts are sentences: fuzzy comparison with names says nothing there.
MODEL_FLOOR = 0.04
MEMO_SCORES = 20_000  # Rows of about 1.5 KB.
MEMO_LINKS = 50_000

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Memo:
    """What was already computed, by text: linking is a function of the text alone. Emptied when it grows too large."""

    scores: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    links: dict[tuple[TextKind, str], tuple[Link, ...]] = field(default_factory=dict)
    trades: dict[tuple[TextKind, str], tuple[TradeLink, ...]] = field(default_factory=dict)
    spoken: dict[str, Spoken] = field(default_factory=dict)


def remember(known: dict[Key, Value], computed: Mapping[Key, Value], *, limit: int) -> None:
    """Add to what is remembered; past ``limit`` entries everything older is forgotten first."""
    if len(known) + len(computed) > limit:
        known.clear()
    known.update(computed)


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


def link_text(text: str, linker: Linker, *, kind: TextKind) -> tuple[Link, ...]:
    """Return the scenarios of one text, best first; empty for a text that says nothing known."""
    return link_texts((text,), linker, kind=kind)[0]


def link_texts(texts: Sequence[str], linker: Linker, *, kind: TextKind) -> tuple[tuple[Link, ...], ...]:
    """Return the links of many texts of one kind, in their order."""
    folded = [fold(text.strip()) for text in texts]
    known = linker.memo.links
    fresh = [text for text in dict.fromkeys(folded) if (kind, text) not in known]
    computed: dict[tuple[TextKind, str], tuple[Link, ...]] = {}
    for part in chunks(fresh):
        computed.update(zip(((kind, text) for text in part), _links(part, linker=linker, kind=kind), strict=True))
    result = tuple(computed[kind, text] if (kind, text) in computed else known[kind, text] for text in folded)
    remember(known, computed, limit=MEMO_LINKS)
    return result


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


def link_trades(texts: Sequence[str], linker: Linker, *, kind: TextKind) -> tuple[tuple[TradeLink, ...], ...]:
    """Return the trades of many texts of one kind, best first, in the order of the texts."""
    folded = [fold(text.strip()) for text in texts]
    known = linker.memo.trades
    fresh = [text for text in dict.fromkeys(folded) if (kind, text) not in known]
    computed: dict[tuple[TextKind, str], tuple[TradeLink, ...]] = {}
    for part in chunks(fresh):
        computed.update(zip(((kind, text) for text in part), _trades(part, linker=linker, kind=kind), strict=True))
    result = tuple(computed[kind, text] if (kind, text) in computed else known[kind, text] for text in folded)
    remember(known, computed, limit=MEMO_LINKS)
    return result


def _trades(texts: Sequence[str], *, linker: Linker, kind: TextKind) -> list[tuple[TradeLink, ...]]:
    scores = linker.scores(texts)[:, linker.trade_columns]
    calibrator = linker.trade_calibrators.get(kind)
    audible = audible_labels(scores, calibrator=calibrator, floor=MODEL_TRADE, enough=MIN_TRADE)
    links = []
    for text, row, heard in zip(texts, scores, audible, strict=True):
        codes = [linker.trades[number] for number in np.flatnonzero(heard).tolist()]
        links.append(_judged_trades(text, row, codes=codes, linker=linker, calibrator=calibrator) if text else ())
    return links


def _judged_trades(
    folded: str,
    scores: NDArray[np.float32],
    *,
    codes: Sequence[str],
    linker: Linker,
    calibrator: Calibrator | None,
) -> tuple[TradeLink, ...]:
    """Return the trades of ``codes`` and of the text's own words that are likely enough, best first."""
    words = linker.spoken(folded).trades
    levels: list[float] = scores.tolist()
    top = max(0.0, *levels) if levels else 0.0
    links = []
    for code in {*words, *codes}:
        spoken = words.get(code, {})
        score = levels[linker.trade_column[code]] if code in linker.trade_column else 0.0
        if calibrator is not None:
            confidence = calibrator.confidence(trade_signals(spoken, score=score, top=top))
        else:
            confidence = round(noisy_or([*spoken.values(), min(1.0, max(0.0, score))]), 6)
        if confidence >= MIN_TRADE:
            links.append(TradeLink(trade=code, confidence=confidence, words=tuple(spoken)))
    return tuple(sorted(links, key=lambda link: (-link.confidence, link.trade)))


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
