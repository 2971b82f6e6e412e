"""The one analyzer for documents and queries."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from search_index.batches import grams_of_all, latin_flags
from search_index.lexicon import Lexicon
from search_index.normalize import fold, lower, normalize_together
from search_index.pinyin import is_han, word_readings
from search_index.tokens import LEGAL_ENDS, compact, core_name, han_runs, latin_tokens

SCHEMA_VERSION = "3"
LONGEST_WORD = 8
# Titles and bodies of documents that are analyzed in one piece.
Texts: TypeAlias = Sequence[tuple[str, str]]
_FIRST_HAN = "\u3400"


class Tokens(NamedTuple):
    """The token streams of a document, one for each field of the schema; repeated tokens count.

    Each is one text with spaces between tokens: some engines take it so, and it travels well between processes.
    """

    title_words: str
    title_grams: str
    title_sounds: str
    title_exact: str
    body_words: str
    body_grams: str

    @property
    def streams(self) -> tuple[list[str], ...]:
        """Return the tokens of each field, in the order of the fields."""
        return tuple(text.split() for text in self)


class Analyzer:
    """Turns texts into tokens; holds the segmenter with the lexicon's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        import rjieba  # Reads its dictionary when it is loaded, which many commands needn't wait for.

        self.lexicon = lexicon
        self._jieba = rjieba.Jieba()
        groups = (word for group in lexicon.synonyms for word in group)
        for word in dict.fromkeys((*lexicon.words, *groups)):
            folded = fold(word)
            if 1 < len(folded) <= LONGEST_WORD and han_runs(folded) == [folded]:
                self._jieba.add_word(folded, self._jieba.suggest_freq(folded), None)

    def document(self, *, title: str, body: str) -> Tokens:
        """Return every token stream of a document."""
        return self.documents([(title, body)])[0]

    def documents(self, texts: Texts) -> list[Tokens]:
        """Return the token streams of documents given by title and body; many at once are quicker than one by one."""
        plain = normalize_together([text for pair in texts for text in pair])
        folded = [lower(text) for text in plain]
        latin = latin_flags(folded)
        grams = grams_of_all(folded, latin=latin)
        words = list(map(self._words, plain, folded, latin))
        sounds = map(self._sounds, folded[::2])
        fields = zip(words[::2], grams[::2], sounds, words[1::2], grams[1::2], strict=True)
        return [Tokens(tw, tg, *spoken, bw, bg) for tw, tg, spoken, bw, bg in fields]

    def cut(self, folded: str) -> list[str]:
        """Split Chinese text into words that don't overlap."""
        words: list[str] = self._jieba.cut(folded)
        return words

    def syllables(self, han: str) -> list[tuple[str, ...]]:
        """Return the readings of each character: the one that its word asks for first, then the usual one."""
        out: list[tuple[str, ...]] = []
        for word in self.cut(han):
            out += word_readings(word)
        return out

    def _words(self, plain: str, folded: str, latin: bool) -> str:  # noqa: FBT001  # Mapped over lists of each.
        # One call for the whole text: Latin pieces and punctuation are told by their first character.
        cut: list[str] = self._jieba.cut_for_search(folded)
        found = [word for word in cut if word >= _FIRST_HAN and len(word) > 1]
        if latin or plain != folded:  # A few capitals leave the Latin range when they become small.
            found += latin_tokens(plain)
        return " ".join(found)

    def _sounds(self, folded: str) -> tuple[str, str]:
        """Return the sounds of a title, and the forms under which it is found as a whole."""
        runs = han_runs(folded)
        readings = [self.syllables(run) for run in runs]
        sounds: list[str] = []
        for run in readings:
            sounds += sound_tokens(run)
        first = [one[0] for run in readings for one in run]
        if runs == [folded] and folded.isalnum():
            whole, spoken = folded, first
        else:
            whole, syllables = compact(folded), iter(first)
            spoken = [next(syllables) if is_han(char) else char for char in whole]
        core = core_name(folded) if folded.rstrip().endswith(LEGAL_ENDS) else whole
        return " ".join(sounds), " ".join(_exact_tokens(whole, core=core, spoken=spoken))


def _exact_tokens(whole: str, *, core: str, spoken: list[str]) -> list[str]:
    """Return a compact title, its pinyin and its initials, each also without the legal form at its end."""
    out = _whole_tokens(whole, spoken=spoken)
    if len(core) < len(whole):
        out += _whole_tokens(core, spoken=spoken[: len(core)])
    return out


def _whole_tokens(text: str, *, spoken: list[str]) -> list[str]:
    return [f"={text}", f"p:{''.join(spoken)}", f"i:{''.join([syllable[0] for syllable in spoken])}"]


@lru_cache(maxsize=4)
def analyzer_for(lexicon: Lexicon) -> Analyzer:
    """Return the analyzer of a lexicon: its dictionary takes a quarter of a second to make and never changes."""
    return Analyzer(lexicon)


def sound_tokens(readings: list[tuple[str, ...]]) -> list[str]:
    """Return syllables, pairs of syllables (zhao'jian) and two and three initials (;zj ;zjy) of a run."""
    first = [r[0] for r in readings]
    letters = "".join([s[0] for s in first])
    out = [*first, *[f"{a}'{b}" for a, b in pairwise(first)]]
    out += [f";{a}{b}" for a, b in pairwise(letters)]
    out += [f";{a}{b}{c}" for a, b, c in zip(letters, letters[1:], letters[2:], strict=False)]
    if max(map(len, readings)) > 1:
        out += [s for r in readings for s in r[1:]]
        ways = [f"{a}'{b}" for left, right in pairwise(readings) for a in left for b in right]
        out += [way for way in ways if way not in out]
    return out
