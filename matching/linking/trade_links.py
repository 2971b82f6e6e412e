"""From a text to the trades that it is about, each with a confidence and its words."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.linking.calibration import Calibrator, audible_labels, noisy_or
from matching.linking.linker import Linker
from matching.linking.memo import looked_up
from matching.linking.trades import MIN_CONFIDENCE, MODEL_FLOOR, trade_signals
from matching.linking.types import TextKind, TradeLink
from matching.text import fold


def link_trades(texts: Sequence[str], linker: Linker, *, kind: TextKind) -> tuple[tuple[TradeLink, ...], ...]:
    """Return the trades of many texts of one kind, best first, in the order of the texts."""
    folded = [fold(text.strip()) for text in texts]
    return looked_up(folded, linker.memo.trades, kind=kind, compute=partial(_trades, linker=linker, kind=kind))


def _trades(texts: Sequence[str], *, linker: Linker, kind: TextKind) -> list[tuple[TradeLink, ...]]:
    scores = linker.scores(texts)[:, linker.trade_columns]
    calibrator = linker.trade_calibrators.get(kind)
    audible = audible_labels(scores, calibrator=calibrator, floor=MODEL_FLOOR, enough=MIN_CONFIDENCE)
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
        if confidence >= MIN_CONFIDENCE:
            links.append(TradeLink(trade=code, confidence=confidence, words=tuple(spoken)))
    return tuple(sorted(links, key=lambda link: (-link.confidence, link.trade)))
