"""From a text to the scenarios that it is about, each with a confidence and its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matching.library import Library, Phrase
from matching.linking.lexicon import ScenarioLexicon
from matching.linking.model import LabelModel, joined
from matching.linking.trades import TradeDetector
from matching.linking.types import Evidence, Link, Source, TextKind
from matching.statistics import Statistics, fit_statistics
from matching.text import Tokenizer, char_grams, fold

MIN_CONFIDENCE = 0.12
MAX_LINKS = 8
MAX_CONFIDENCE = 0.97
FUZZY_FLOOR = 70.0
FUZZY_STRENGTH = 0.7
NAME_LENGTH = 16  # Longer texts are sentences: fuzzy comparison with names says nothing there.
MODEL_FLOOR = 0.08
MODEL_GAIN = 1.6


@dataclass(frozen=True, slots=True)
class Linker:
    """A fitted linker; build it with :func:`fit_linker`."""

    edition: str
    codes: tuple[str, ...]
    tokenizer: Tokenizer
    lexicon: ScenarioLexicon
    trades: TradeDetector
    statistics: Statistics
    scenario_model: LabelModel
    names: tuple[tuple[str, str], ...]

    def model_scores(self, folded: Sequence[str]) -> NDArray[np.float32]:
        """Return texts × scenario classes scores of the linear model."""
        return self.scenario_model.scores(text_vectors(folded, statistics=self.statistics, tokenizer=self.tokenizer))


def text_vectors(folded: Sequence[str], *, statistics: Statistics, tokenizer: Tokenizer):  # type: ignore[no-untyped-def]
    """Return words and character n-grams of folded texts side by side, one row a text."""
    return joined(
        [
            (statistics.grams, [char_grams(text) for text in folded]),
            (statistics.words, [tokenizer.words(text) for text in folded]),
        ]
    )


def domain_words(library: Library) -> tuple[str, ...]:
    """Return every word that the library knows, for the tokenizer's dictionary."""
    words: set[str] = set()
    for scenario in library.scenarios:
        words.update((scenario.name, *scenario.aliases, *scenario.vendor_words, *scenario.objects))
        words.update(word for symptom in scenario.symptoms for word in symptom)
    for trade in library.trades:
        words.update(trade.words)
    return tuple(sorted(words))


def _description(scenario_words: Sequence[str]) -> str:
    return "，".join(scenario_words)


def training_phrases(library: Library) -> list[Phrase]:
    """Return the corpus without its held-out part, and each scenario's own words as one sentence more."""
    return [phrase for phrase in library.phrases if not phrase.held_out]


def fit_linker(library: Library, *, random_state: int = 0) -> Linker:
    """Learn from the library and its corpus; the same library and state give the same linker.

    ``random_state`` is kept for the interface: every step is in closed form and draws no random number.
    """
    del random_state
    tokenizer = Tokenizer(domain_words(library))
    own = [(fold(_description((s.name, *s.aliases, *s.vendor_words))), (s.code,)) for s in library.scenarios] + [
        (fold(_description(["".join(words) for words in s.symptoms])), (s.code,))
        for s in library.scenarios
        if s.symptoms
    ]
    known = {scenario.code for scenario in library.scenarios}
    rows = own + [
        (fold(phrase.text), tuple(code for code in phrase.scenarios if code in known))
        for phrase in training_phrases(library)
    ]
    texts = [text for text, _ in rows]
    statistics = fit_statistics(texts, tokenizer=tokenizer)
    vectors = text_vectors(texts, statistics=statistics, tokenizer=tokenizer)
    return Linker(
        edition=library.edition,
        codes=tuple(sorted(known)),
        tokenizer=tokenizer,
        lexicon=ScenarioLexicon(library),
        trades=TradeDetector(library),
        statistics=statistics,
        scenario_model=LabelModel(alpha=1.0).fit(vectors, [labels for _, labels in rows]),
        names=tuple(
            (fold(word), scenario.code)
            for scenario in library.scenarios
            for word in (scenario.name, *scenario.aliases)
            if len(word) > 2  # noqa: PLR2004 - two characters are alike by chance
        ),
    )


def link_text(text: str, linker: Linker, *, kind: TextKind) -> tuple[Link, ...]:
    """Return the scenarios of one text, best first; empty for a text that says nothing known."""
    return link_texts((text,), linker, kind=kind)[0]


def link_texts(texts: Sequence[str], linker: Linker, *, kind: TextKind) -> tuple[tuple[Link, ...], ...]:
    """Return the links of many texts of one kind, in their order."""
    folded = [fold(text.strip()) for text in texts]
    if not folded:
        return ()
    scores = linker.model_scores(folded)
    return tuple(_links(text, row, linker=linker, kind=kind) for text, row in zip(folded, scores, strict=True))


def _links(folded: str, scores: NDArray[np.float32], *, linker: Linker, kind: TextKind) -> tuple[Link, ...]:
    found = linker.lexicon.evidence(folded, kind=kind) if folded else {}
    for code, evidence in _fuzzy_evidence(folded, linker=linker, kind=kind):
        found.setdefault(code, []).append(evidence)
    for number in np.flatnonzero(scores > MODEL_FLOOR):
        strength = round(float(min(0.9, MODEL_GAIN * scores[number])), 6)
        whole = Evidence(source=Source.MODEL, word=folded, start=0, end=len(folded), strength=strength)
        found.setdefault(linker.scenario_model.classes_[number], []).append(whole)
    links = [
        Link(scenario=code, confidence=confidence_of(evidence), evidence=tuple(evidence))
        for code, evidence in found.items()
    ]
    sure = [link for link in links if link.confidence >= MIN_CONFIDENCE]
    return tuple(sorted(sure, key=lambda link: (-link.confidence, link.scenario))[:MAX_LINKS])


def confidence_of(evidence: Sequence[Evidence]) -> float:
    """Return 1 - product of (1 - strength) over different sources and words, at most 0.97, rounded to 1e-6."""
    best: dict[tuple[Source, str], float] = {}
    for one in evidence:
        key = (one.source, one.word if one.source is Source.ALIAS else "")
        best[key] = max(best.get(key, 0.0), one.strength)
    doubt = float(np.prod([1 - strength for strength in sorted(best.values())]))
    return round(min(MAX_CONFIDENCE, 1 - doubt), 6)


def _fuzzy_evidence(folded: str, *, linker: Linker, kind: TextKind) -> list[tuple[str, Evidence]]:
    if kind is TextKind.PROBLEM or not 2 < len(folded) <= NAME_LENGTH:  # noqa: PLR2004
        return []
    names = [name for name, _ in linker.names]
    near = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=FUZZY_FLOOR, limit=3)
    return [
        (
            linker.names[number][1],
            Evidence(
                source=Source.FUZZY,
                word=name,
                start=0,
                end=len(folded),
                strength=round(FUZZY_STRENGTH * (score - FUZZY_FLOOR) / (100 - FUZZY_FLOOR), 6),
            ),
        )
        for name, score, number in near
    ]
