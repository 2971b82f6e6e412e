"""The scenario library as the engine's lexicon: words to keep whole, and words that mean the same."""

import re
from collections.abc import Iterator

from matching.library import Library, Scenario
from search_index import Lexicon

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+/ -]*")


def make_lexicon(library: Library) -> Lexicon:
    """Return the words of scenarios, trades and industries, and one group of synonyms for each scenario."""
    return Lexicon(
        words=tuple(dict.fromkeys(_words(library))),
        synonyms=tuple(group for group in map(_names, library.scenarios) if len(group) > 1),
    )


def _words(library: Library) -> Iterator[str]:
    for scenario in library.scenarios:
        yield from (*_names(scenario), *scenario.objects)
    for trade in library.trades:
        yield from (trade.name, *trade.words)
    for entry in library.catalog:
        yield from (entry.level2, *entry.words)
    for _, words in library.industry_words:
        yield from words


def _names(scenario: Scenario) -> tuple[str, ...]:
    """Return a scenario's names; short names in Latin letters first, because a query takes up the first few only."""
    latin = [word for word in scenario.vendor_words if _LATIN.fullmatch(word)]
    return tuple(dict.fromkeys((scenario.name, *latin, *scenario.aliases, *scenario.vendor_words)))
