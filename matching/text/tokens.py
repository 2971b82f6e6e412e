"""Words and character n-grams of a text."""

import re
from collections.abc import Iterable
from functools import lru_cache

from matching.text.normalise import fold

RUNS = re.compile(r"[0-9a-z\u4e00-\u9fff]+")
GRAM_LENGTHS = (2, 3)
TERM_LENGTHS = (1, 2)
DOMAIN_FREQUENCY = 50_000

# Function words and programme words that every text uses; they tell nothing about a plant.
STOPWORDS = frozenset(
    (  # noqa: SIM905 - words read better in a row than one a line
        "没有 我们 他们 自己 可以 需要 进行 通过 以及 支持 提供 实现 公司 企业 有限公司 系统 平台 管理 "
        "数字化 智能 信息 科技 服务"
    ).split()
)


def char_grams(folded: str, *, lengths: tuple[int, ...] = GRAM_LENGTHS) -> list[str]:
    """Return the character n-grams of each unbroken run of letters, digits and Chinese characters."""
    grams: list[str] = []
    for run in RUNS.findall(folded):
        for length in lengths:
            grams.extend(run[start : start + length] for start in range(len(run) - length + 1))
    return grams


class Tokenizer:
    """Cut Chinese text into words with jieba's dictionary and the words of the domain."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Add the domain words of two characters or more to the dictionary."""
        import rjieba  # Reads its dictionary when it is loaded, which many commands needn't wait for.

        self._jieba = rjieba.Jieba()
        self._added = tuple(sorted(word for word in {fold(word.strip()) for word in words} if len(word) > 1))
        for word in self._added:
            self._jieba.add_word(word, DOMAIN_FREQUENCY, "n")

    def __reduce__(self) -> tuple[type["Tokenizer"], tuple[tuple[str, ...]]]:
        """Travel to another process as the words: the dictionary lives outside Python and is built anew there."""
        return Tokenizer, (self._added,)

    def terms(self, folded: str) -> list[str]:
        """Return what linear models read: characters, character pairs, and every word, marked as such.

        Single characters and function words stay in: in an owner's short complaint 缸, 乱 and 没 carry meaning.
        """
        return char_grams(folded, lengths=TERM_LENGTHS) + self.marked_words(folded)

    def marked_words(self, folded: str) -> list[str]:
        """Return every word of a folded text, marked as one."""
        return [marked for word in self._jieba.cut(folded) if (marked := _marked(word))]

    def words(self, folded: str) -> list[str]:
        """Return the words of a folded text without function words, punctuation and single characters."""
        return [word for word in self._jieba.cut(folded) if _tells(word)]


@lru_cache(maxsize=65536)
def _marked(word: str) -> str:
    return f"={word}" if RUNS.fullmatch(word) else ""


@lru_cache(maxsize=65536)
def _tells(word: str) -> bool:
    return len(word) > 1 and word not in STOPWORDS and RUNS.fullmatch(word) is not None
