"""What the resolver of names knows: places with their history, forms of body, trade words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKnowledge:
    """Knowledge about registered names in one edition.

    ``cities`` maps each prefecture's short name to its counties' short names. ``renamed`` maps an older or wider name
    to the counties that hold its ground today. ``parts`` maps towns and zones to their county. ``abroad`` are
    provinces and cities elsewhere. ``forms`` end a company's name and are stripped, longest first. ``trade_words``
    stand between brand and form; words of one group of ``synonyms`` say the same. ``other_words`` are further words
    of products: 毛毯 is a word, so it is no misspelling of 毛衫.
    """

    edition: str
    cities: tuple[tuple[str, tuple[str, ...]], ...]
    renamed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    abroad: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    trade_words: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
