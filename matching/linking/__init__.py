"""Linking: from owners', vendors' and clerks' texts to scenarios and trades."""

from matching.linking.linker import Linker, fit_linker, link_text, link_texts
from matching.linking.types import Evidence, Link, Source, TextKind, TradeLink

__all__ = ["Evidence", "Link", "Linker", "Source", "TextKind", "TradeLink", "fit_linker", "link_text", "link_texts"]
