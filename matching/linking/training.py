"""Fit the linker on the library and its authored corpus."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.library import Library, Phrase, Voice
from matching.linking.calibration import Calibrator, link_signals
from matching.linking.evidence import gather_evidence
from matching.linking.lexicon import ScenarioLexicon
from matching.linking.linker import Linker
from matching.linking.memo import Memo
from matching.linking.model import LabelModel
from matching.linking.trades import TradeWords, candidate_trades, trade_signals
from matching.linking.types import TextKind
from matching.statistics import fit_table
from matching.text import Tokenizer, fold

VOICE_KINDS = {Voice.OWNER: TextKind.PROBLEM, Voice.VENDOR: TextKind.MODULE, Voice.COUNTY: TextKind.SCENARIO}
SCENARIO, TRADE, PRAISE = "s/", "t/", "u/praise"  # Scenarios sort before trades, and praise is last.
MIN_SENTENCES = 50  # Fewer sentences of a voice calibrate nothing.


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A folded sentence with what it is about."""

    text: str
    scenarios: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    praise: bool = False

    def labels(self) -> tuple[str, ...]:
        """Return the labels of the joint model."""
        known = tuple(SCENARIO + code for code in self.scenarios) + tuple(TRADE + code for code in self.trades)
        return (*known, PRAISE) if self.praise else known


def domain_words(library: Library) -> tuple[str, ...]:
    """Return every word that the library knows, for the tokenizer's dictionary."""
    words: set[str] = set()
    for scenario in library.scenarios:
        words.update((scenario.name, *scenario.aliases, *scenario.vendor_words, *scenario.objects))
        words.update(word for symptom in scenario.symptoms for word in symptom)
    for trade in library.trades:
        words.update(trade.words)
    return tuple(sorted(words))


def fit_linker(library: Library, *, random_state: int = 0) -> Linker:
    """Learn from the library and its corpus, without the held-out part; takes seconds.

    The same library gives the same linker: every step is in closed form or convex, and ``random_state`` is there for
    the interface only.
    """
    del random_state
    tokenizer = Tokenizer(domain_words(library))
    sentences = [phrase for phrase in library.phrases if not phrase.held_out]
    rows = [_row(phrase, library=library) for phrase in sentences] + _own_words(library)
    terms = [tokenizer.terms(row.text) for row in rows]
    table = fit_table(terms)
    model = LabelModel().fit(table.vectors(terms), [row.labels() for row in rows])
    names = _names(library)
    linker = Linker(
        edition=library.edition,
        tokenizer=tokenizer,
        lexicon=ScenarioLexicon(library),
        trade_words=TradeWords(library),
        terms=table,
        model=model,
        scenarios=_classes(model, prefix=SCENARIO),
        trades=_classes(model, prefix=TRADE),
        calibrators={},
        trade_calibrators={},
        names=names,
        name_words=tuple(name for name, _ in names),
        scenario_column={code: number for number, code in enumerate(_classes(model, prefix=SCENARIO))},
        trade_column={code: number for number, code in enumerate(_classes(model, prefix=TRADE))},
        memo=Memo(),
    )
    kinds = [VOICE_KINDS[phrase.voice] for phrase in sentences]
    spoken = rows[: len(sentences)]
    return replace(
        linker,
        memo=Memo(),
        calibrators=_calibrators(linker, spoken=spoken, kinds=kinds),
        trade_calibrators=_trade_calibrators(linker, spoken=spoken, kinds=kinds),
    )


def with_words(linker: Linker, *, library: Library) -> Linker:
    """Return a linker that hears the words of another library of the same scenarios, without learning anew.

    What it learned from sentences stays, and so does every score that it remembers: nearly what :func:`fit_linker`
    gives for a few changed words, in a hundredth of the time.
    """
    names = _names(library)
    return replace(
        linker,
        edition=library.edition,
        lexicon=ScenarioLexicon(library),
        names=names,
        name_words=tuple(name for name, _ in names),
        memo=replace(linker.memo, links={}),
    )


def _row(phrase: Phrase, *, library: Library) -> Row:
    scenarios = {scenario.code for scenario in library.scenarios}
    trades = {trade.code for trade in library.trades}
    return Row(
        text=fold(phrase.text),
        scenarios=tuple(sorted(scenarios.intersection(phrase.scenarios))),
        trades=tuple(sorted(trades.intersection(phrase.trades))),
        praise=phrase.voice is Voice.VENDOR and not phrase.scenarios and not phrase.trades,
    )


def _classes(model: LabelModel, *, prefix: str) -> tuple[str, ...]:
    return tuple(label.removeprefix(prefix) for label in model.classes_ if label.startswith(prefix))


def _own_words(library: Library) -> list[Row]:
    rows = []
    for scenario in library.scenarios:
        words = "，".join((scenario.name, *scenario.aliases, *scenario.vendor_words))
        rows.append(Row(text=fold(words), scenarios=(scenario.code,)))
        if scenario.symptoms:
            spoken = "，".join("".join(words) for words in scenario.symptoms)
            rows.append(Row(text=fold(spoken), scenarios=(scenario.code,)))
    rows += [Row(text=fold("，".join((trade.name, *trade.words))), trades=(trade.code,)) for trade in library.trades]
    return rows


def _names(library: Library) -> tuple[tuple[str, str], ...]:
    return tuple(
        (fold(word), scenario.code)
        for scenario in library.scenarios
        for word in (scenario.name, *scenario.aliases)
        if len(word) > 2  # noqa: PLR2004 - two characters are alike by chance
    )


def _calibrators(linker: Linker, *, spoken: Sequence[Row], kinds: Sequence[TextKind]) -> dict[TextKind, Calibrator]:
    """Calibrate on the corpus with each sentence's scores as if the model had not seen it."""
    samples = _Samples()
    column = {code: number for number, code in enumerate(linker.scenarios)}
    for number, (row, kind) in enumerate(zip(spoken, kinds, strict=True)):
        scores = linker.model.left_out_[number, linker.scenario_columns]
        top = float(scores.max(initial=0.0))
        for code, evidence in gather_evidence(row.text, scores, linker=linker, kind=kind).items():
            score = float(scores[column[code]]) if code in column else 0.0
            samples.add(kind, link_signals(evidence, score=score, top=top), right=code in row.scenarios)
    return samples.calibrators(kinds)


def _trade_calibrators(
    linker: Linker, *, spoken: Sequence[Row], kinds: Sequence[TextKind]
) -> dict[TextKind, Calibrator]:
    samples = _Samples()
    column = {code: number for number, code in enumerate(linker.trades)}
    for number, (row, kind) in enumerate(zip(spoken, kinds, strict=True)):
        scores = linker.model.left_out_[number, linker.trade_columns]
        top = float(scores.max(initial=0.0))
        words = linker.trade_words.trades(row.text)
        for code in candidate_trades(words, scores, classes=linker.trades):
            score = float(scores[column[code]]) if code in column else 0.0
            samples.add(kind, trade_signals(words.get(code, {}), score=score, top=top), right=code in row.trades)
    return samples.calibrators(kinds)


class _Samples:
    """Signals of links with whether they are right, by the kind of text."""

    def __init__(self) -> None:
        self._signals: dict[TextKind, list[tuple[float, ...]]] = {kind: [] for kind in TextKind}
        self._right: dict[TextKind, list[bool]] = {kind: [] for kind in TextKind}

    def add(self, kind: TextKind, signals: tuple[float, ...], *, right: bool) -> None:
        self._signals[kind].append(signals)
        self._right[kind].append(right)

    def calibrators(self, kinds: Sequence[TextKind]) -> dict[TextKind, Calibrator]:
        """Return one calibrator for each kind with enough sentences and both outcomes."""
        return {
            kind: Calibrator().fit(np.array(self._signals[kind]), np.array(self._right[kind]))
            for kind in TextKind
            if kinds.count(kind) >= MIN_SENTENCES and len(set(self._right[kind])) > 1
        }
