"""Take a name apart: place, body (brand and trade) and form."""

import re
from dataclasses import dataclass

from matching.names.knowledge import NameKnowledge
from matching.names.places import NOWHERE, Gazetteer, Place
from matching.names.spelling import bare, spell
from matching.text import fold

_BRACKETED = re.compile(r"\(([^()]*)\)")
LEAST_BODY = 2  # 南湖区 in 嘉兴市南湖厂 may be the brand: some body must stay.


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name in parts.

    ``plain`` is the whole without brackets; ``stem`` the same without its form; ``body`` the stem without places;
    ``whole`` the body with its form; ``full`` whether a form of company ended it.
    """

    plain: str
    stem: str
    body: str
    whole: str
    place: Place
    full: bool


class NameParser:
    """Takes names apart with the places, forms and trade words of a knowledge."""

    def __init__(self, knowledge: NameKnowledge) -> None:
        """Index forms and words."""
        self.gazetteer = Gazetteer(knowledge)
        self._forms = tuple(sorted(map(fold, knowledge.forms), key=lambda form: (-len(form), form)))
        self._synonyms = {fold(word): number for number, group in enumerate(knowledge.synonyms) for word in group}
        self._words = frozenset(map(fold, knowledge.trade_words)) | frozenset(self._synonyms)
        self._other_words = frozenset(map(fold, knowledge.other_words))
        self._longest = max(map(len, self._words), default=0)

    def parse(self, name: str) -> ParsedName:
        """Return ``name`` in parts; never fails, also on an empty or strange one."""
        spelled = spell(name)
        plain = bare(spelled)
        place, rest = self._take_place(spelled)
        body = self._strip_forms(rest)
        return ParsedName(
            plain=plain, stem=self._strip_forms(plain), body=body, whole=rest, place=place, full=body != rest
        )

    def _take_place(self, spelled: str) -> tuple[Place, str]:
        place, rest = NOWHERE, spelled
        for found in _BRACKETED.finditer(spelled):
            inside = self.gazetteer.find(found[1])
            if inside is not None:
                place, rest = inside, spelled[: found.start()] + spelled[found.end() :]
                break
        rest = bare(rest)
        leading, length = self.gazetteer.read(rest)
        if length and len(self._strip_forms(rest[length:])) >= LEAST_BODY and (place == NOWHERE or not place.city):
            return leading, rest[length:]
        return place, rest

    def _strip_forms(self, text: str) -> str:
        """Strip forms from the end again and again: 船厂有限公司 and 船厂 leave the same."""
        stripped = True
        while stripped:
            form = next((form for form in self._forms if text.endswith(form) and len(text) > len(form) + 1), None)
            stripped = form is not None
            text = text.removesuffix(form or "")
        return text

    def is_known(self, text: str) -> bool:
        """Return whether ``text`` is a trade word or a place."""
        return text in self._words or self.gazetteer.knows(text)

    def is_word(self, text: str) -> bool:
        """Return whether ``text`` is a trade word, a place or any other word: what is a word is no misspelling."""
        return self.is_known(text) or text in self._other_words

    def mean_the_same(self, left: str, right: str) -> bool:
        """Return whether two trade words are of one group of synonyms."""
        group = self._synonyms.get(left)
        return group is not None and group == self._synonyms.get(right)

    def words_over(self, text: str, *, place: int) -> list[tuple[int, int]]:
        """Return (start, end) of every known word of ``text`` that covers the character at ``place``."""
        spans: list[tuple[int, int]] = []
        longest = max(self._longest, 8)
        for start in range(max(0, place - longest + 1), place + 1):
            spans.extend(
                (start, end)
                for end in range(place + 1, min(len(text), start + longest) + 1)
                if end - start > 1 and self.is_known(text[start:end])
            )
        return spans
