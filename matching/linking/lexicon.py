"""Evidence from fixed words: official names, aliases, vendors' words and symptoms of the scenario library."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matching.library import Library, Scenario
from matching.linking.negation import denied_spans, is_denied
from matching.linking.types import Evidence, Source, TextKind
from matching.text import Hit, WordIndex, fold
from matching.text.words import longest_only

# Strength of one hit by the number of its characters: two characters are often a coincidence.
STRENGTH_BY_LENGTH = {1: 0.15, 2: 0.45, 3: 0.6, 4: 0.75}
LONG_STRENGTH = 0.85
SYMPTOM_SINGLE = 0.85  # Times the strength of its word.
SYMPTOM_PAIR = 0.65
SYMPTOM_MORE = 0.8
OWNER_ALIAS_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class _Meaning:
    scenario: str
    share: float
    source: Source


def word_strength(word: str) -> float:
    """Return how far a hit of ``word`` can be trusted by its length alone, in [0, 1]."""
    return STRENGTH_BY_LENGTH.get(len(word), LONG_STRENGTH)


class ScenarioLexicon:
    """All words of the library with what they mean."""

    def __init__(self, library: Library) -> None:
        """Index the words of every scenario; a word of several scenarios is shared among them."""
        self._meanings = _meanings(library.scenarios)
        self._symptoms = [
            (scenario.code, tuple(dict.fromkeys(fold(word) for word in words)))
            for scenario in library.scenarios
            for words in scenario.symptoms
        ]
        self._by_symptom_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, words) in enumerate(self._symptoms):
            for word in words:
                self._by_symptom_word[word].append(number)
        self._index = WordIndex([*self._meanings, *self._by_symptom_word])

    def evidence(self, folded: str, *, kind: TextKind) -> dict[str, list[Evidence]]:
        """Return the evidence for each scenario in a folded text."""
        denied = denied_spans(folded, kind=kind)
        hits = [hit for hit in self._index.hits(folded) if not is_denied(hit.start, hit.end, denied)]
        found: dict[str, list[Evidence]] = defaultdict(list)
        for hit in longest_only(hit for hit in hits if hit.word in self._meanings):
            for meaning in self._meanings[hit.word]:
                found[meaning.scenario].append(_word_evidence(hit, meaning=meaning, whole=hit.word == folded))
        if kind is not TextKind.MODULE:
            self._add_symptoms(found, hits=hits)
        return found

    def named(self, folded: str, *, kind: TextKind) -> set[str]:
        """Return the scenarios that a folded text names, symptoms left out."""
        denied = denied_spans(folded, kind=kind)
        hits = [hit for hit in self._index.hits(folded) if hit.word in self._meanings]
        spoken = {hit.word for hit in longest_only(hit for hit in hits if not is_denied(hit.start, hit.end, denied))}
        return {meaning.scenario for word in spoken for meaning in self._meanings[word]}

    def _add_symptoms(self, found: dict[str, list[Evidence]], *, hits: Iterable[Hit]) -> None:
        first: dict[str, Hit] = {}
        for hit in hits:
            first.setdefault(hit.word, hit)
        candidates = {number for word in first for number in self._by_symptom_word.get(word, ())}
        for number in sorted(candidates):
            code, words = self._symptoms[number]
            if all(word in first for word in words):
                strength = symptom_strength(words)
                found[code].extend(
                    Evidence(
                        source=Source.SYMPTOM,
                        word=word,
                        start=first[word].start,
                        end=first[word].end,
                        strength=strength,
                    )
                    for word in words
                )


def symptom_strength(words: tuple[str, ...]) -> float:
    """Return the strength of a met symptom: more words that occur together are surer."""
    if len(words) == 1:
        return SYMPTOM_SINGLE * word_strength(words[0])
    return SYMPTOM_PAIR if len(words) == 2 else SYMPTOM_MORE  # noqa: PLR2004 - the number of words of a pair


def _meanings(scenarios: Iterable[Scenario]) -> dict[str, list[_Meaning]]:
    owners: dict[str, dict[str, Source]] = defaultdict(dict)
    for scenario in scenarios:
        for word in (*scenario.aliases, *scenario.vendor_words):
            owners[fold(word.strip())].setdefault(scenario.code, Source.ALIAS)
        owners[fold(scenario.name)][scenario.code] = Source.NAME
    owners.pop("", None)
    return {
        word: [_Meaning(code, 1 / len(codes) ** 0.5, source) for code, source in codes.items()]
        for word, codes in owners.items()
    }


def _word_evidence(hit: Hit, *, meaning: _Meaning, whole: bool) -> Evidence:
    strength = 0.97 if whole else word_strength(hit.word)
    return Evidence(
        source=meaning.source, word=hit.word, start=hit.start, end=hit.end, strength=round(strength * meaning.share, 6)
    )
