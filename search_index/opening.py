"""Choose an engine by name."""

from enum import StrEnum

from search_index.analyzer import analyzer_for
from search_index.engine import SearchIndex
from search_index.lexicon import EMPTY_LEXICON, Lexicon


class EngineName(StrEnum):
    """WHOOSH needs nothing more, to about 10,000 documents; TANTIVY comes with the extra `fast`."""

    WHOOSH = "whoosh"
    TANTIVY = "tantivy"


def open_index(
    folder: str,
    *,
    engine: EngineName = EngineName.WHOOSH,
    lexicon: Lexicon = EMPTY_LEXICON,
    tie_seed: str = "",
) -> SearchIndex:
    """Open the index in an existing folder, or make an empty one there.

    Raises IndexUnavailableError without the folder, without the engine's package, or when the folder cannot be read.
    """
    if engine is EngineName.TANTIVY:
        from search_index.tantivy_index import TantivyIndex

        return TantivyIndex(folder, lexicon=lexicon, tie_seed=tie_seed)
    from search_index.whoosh_index import WhooshIndex

    return WhooshIndex(folder, lexicon=lexicon, tie_seed=tie_seed)


def prepare_analysis(lexicon: Lexicon, *, documents: bool = False) -> None:
    """Lay out the dictionary of a lexicon, which takes a quarter of a second, before an index is opened with it.

    Who is going to write ``documents`` needs the tables of readings, too, which takes as long again.
    """
    analyzer = analyzer_for(lexicon)
    if documents:
        analyzer.document(title="银行", body="")  # A word with a reading of its own.
