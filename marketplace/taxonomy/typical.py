"""What owners of a trade usually complain about: sentences of the library, for a form that is hard to begin."""

from collections.abc import Iterable

from marketplace.exchange.rows import IndustryRef
from matching.library import Library, Role, Trade, Voice

MOST_CHARACTERS = 40


def typical_problems(library: Library, *, industry: IndustryRef, most: int = 8) -> list[str]:
    """Return sentences of owners of the same trade, one a scenario; of any trade when the industry is not known."""
    found = trades_of(library, industry=industry)
    trades = {trade.code for trade in found}
    makes_machines = any(trade.makes_machines for trade in found)
    seen: set[str] = set()
    chosen: list[str] = []
    for phrase in library.phrases:
        fits = bool(trades.intersection(phrase.trades)) if trades else not phrase.trades
        is_peer = phrase.role is not Role.MAKER or makes_machines
        is_owner = phrase.voice is Voice.OWNER and is_peer and not phrase.held_out
        if not (fits and is_owner and phrase.scenarios and len(phrase.text) <= MOST_CHARACTERS):
            continue
        if phrase.scenarios[0] in seen:
            continue
        seen.update(phrase.scenarios)
        chosen.append(phrase.text)
        if len(chosen) == most:
            break
    return chosen


def trades_of(library: Library, *, industry: IndustryRef) -> list[Trade]:
    """Return the trades that an industry stands for: by its codes, or by the words that its text shares with them."""
    codes = _codes(library, industry=industry)
    if codes:
        return [trade for trade in library.trades if _meets(codes, trade.gbt_prefixes)]
    if not industry.text:
        return []
    return [
        trade
        for trade in library.trades
        if any(word in industry.text for word in (trade.name, *trade.words) if len(word) > 1)
    ]


def _codes(library: Library, *, industry: IndustryRef) -> tuple[str, ...]:
    if industry.gbt_code:
        return (industry.gbt_code.removeprefix("C"),)
    return next((entry.gbt_prefixes for entry in library.catalog if entry.catalog_no == industry.catalog_no), ())


def _meets(codes: Iterable[str], prefixes: Iterable[str]) -> bool:
    known = tuple(prefixes)
    return any(code.startswith(prefix) or prefix.startswith(code) for code in codes for prefix in known)
