"""Linking: from owners', vendors' and clerks' texts to scenarios and trades."""

from matching.linking.linker import Linker
from matching.linking.scenarios import link_text, link_texts
from matching.linking.trade_links import link_trades
from matching.linking.training import fit_linker, with_words
from matching.linking.types import Evidence, Link, Source, TextKind, TradeLink

__all__ = [
    "Evidence",
    "Link",
    "Linker",
    "Source",
    "TextKind",
    "TradeLink",
    "fit_linker",
    "link_text",
    "link_texts",
    "link_trades",
    "with_words",
]
