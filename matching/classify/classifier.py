"""Classify a business scope or self-description into the programme's catalogue."""

import re
from collections import defaultdict
from collections.abc import Iterator

from matching.classify.chance import chance
from matching.classify.clauses import WEIGHTS, read_scope
from matching.classify.lexicon import ACTIVITY_PREFIX, IndustryLexicon
from matching.classify.phrases import Evidence, PhraseReader
from matching.classify.results import CatalogCandidate, Classification, CodeGuess
from matching.classify.roles import Deed, Item
from matching.classify.scoring import CatalogScorer
from matching.classify.vocabulary import Vocabulary
from matching.text import fold

TOP = 5
CODES = 3
# The first product decides; later ones confirm or hint.
DECAY = (1.0, 0.45, 0.3, 0.2, 0.15, 0.1)
NAME_WEIGHT = 0.1  # A name may mislead: it breaks ties and speaks where the text is silent.
ABSORBED = 0.8  # 制革 beside 牛皮 means 1910, not the whole of 19.
TRADE = ACTIVITY_PREFIX + "51"
LEAST_MASS = 0.05  # Below this nothing is known.
LEAST_SIGNS = 2  # One character alone may mean anything: 香 is incense, a scent, a place.

_SUFFIX = re.compile(r"(?:制造业|加工业|制造|加工|生产|业)$")
_FORM = re.compile(r"(?:股份|责任|集团|有限|控股|分|总)*(?:公司|厂|合作社|经营部|企业)$")


class Classifier:
    """A lexicon made ready for reading; build it once and share it."""

    def __init__(self, lexicon: IndustryLexicon) -> None:
        """Index the words; takes about a second for 20,000 words."""
        self._reader = PhraseReader(Vocabulary(_entries(lexicon)), machines=lexicon.machines, wholes=lexicon.wholes)
        self._scorer = CatalogScorer(lexicon.catalog)
        listed = {name for _, name in _official(lexicon) if "、" in name}
        self._listed = tuple(sorted(listed, key=lambda name: (-len(name), name)))

    def classify(self, text: str, *, name: str | None = None) -> Classification:
        """Return the entries that ``text`` belongs to; see ``classify``."""
        items = read_scope(text, names=self._listed)
        masses, words = self._masses(items)
        if _only_trades(items) and masses:
            masses[TRADE] += sum(masses.values())
            words.setdefault(TRADE, items[0].raw)
        if name:
            self._add_name(masses, words=words, name=name)
        return self._conclude(_absorb(masses), words=words, is_bare=not name and _signs(text) < LEAST_SIGNS)

    def _masses(self, items: tuple[Item, ...]) -> tuple[dict[str, float], dict[str, str]]:
        masses: dict[str, float] = defaultdict(float)
        words: dict[str, str] = {}
        place = 0
        for item in items:
            evidence = self._activity(item) or self._reader.read(item.text)
            if not evidence:
                continue
            decay = DECAY[min(place, len(DECAY) - 1)]
            self._add(masses, words=words, evidence=evidence, weight=item.weight * decay)
            place += item.weight > 0.5  # noqa: PLR2004 - what is made or plainly named takes a place in the order
        return masses, words

    def _activity(self, item: Item) -> tuple[Evidence, ...]:
        """Return the activity outside manufacturing that the phrase with its verb names, if it names one."""
        found = self._reader.heads(item.raw) if item.raw else ()
        return tuple(one for one in found if one.code.startswith(ACTIVITY_PREFIX))

    @staticmethod
    def _add(masses: dict[str, float], *, words: dict[str, str], evidence: tuple[Evidence, ...], weight: float) -> None:
        for one in evidence:
            masses[one.code] += one.weight * weight
            words.setdefault(one.code, one.word)

    def _add_name(self, masses: dict[str, float], *, words: dict[str, str], name: str) -> None:
        evidence = self._reader.read(_FORM.sub("", fold(name).strip()))
        self._add(masses, words=words, evidence=evidence, weight=NAME_WEIGHT)

    def _conclude(self, masses: dict[str, float], *, words: dict[str, str], is_bare: bool) -> Classification:
        total = sum(masses.values())
        if total < LEAST_MASS:
            return Classification(candidates=(), outside=True)
        entries, outside = self._scorer.score(masses)
        ranked = sorted(entries.items(), key=lambda pair: (-pair[1], pair[0]))
        codes = sorted(masses.items(), key=lambda pair: (-pair[1], pair[0]))[:CODES]
        guesses = tuple(CodeGuess(code=code, score=_share(mass, total), word=words[code]) for code, mass in codes)
        if is_bare or not ranked or outside > ranked[0][1]:
            return Classification(candidates=(), outside=True, codes=guesses)
        candidates = tuple(
            CatalogCandidate(catalog_no=number, score=chance(mass, total=total)) for number, mass in ranked[:TOP]
        )
        return Classification(candidates=candidates, outside=False, codes=guesses)


def classify(text: str, *, name: str | None = None, classifier: Classifier) -> Classification:
    """Return up to five catalogue entries for ``text``, best first, scores in [0, 1].

    What the text makes decides, not ``name``; in a mixed scope the first product decides; where entries nest the
    more exact one leads. ``outside`` is true, and nothing is proposed, when no entry contains the industry.
    """
    return classifier.classify(text, name=name)


def _signs(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


def _only_trades(items: tuple[Item, ...]) -> bool:
    """Return whether everything is sold or served and nothing made, designed or named without a verb."""
    stated = [item for item in items if not item.context]
    return bool(stated) and all(item.weight == WEIGHTS[Deed.SELL] for item in stated)


def _absorb(masses: dict[str, float]) -> dict[str, float]:
    """Give the mass of a broad code to the exact codes inside it that are also in evidence, in proportion."""
    absorbed = dict(masses)
    for code in sorted(masses, key=len):
        inner = {one: mass for one, mass in absorbed.items() if one.startswith(code) and one != code and mass > 0}
        total = sum(inner.values())
        if not total:
            continue
        given = ABSORBED * absorbed[code]
        absorbed[code] -= given
        for one, mass in inner.items():
            absorbed[one] += given * mass / total
    return absorbed


def _share(mass: float, total: float) -> float:
    return round(min(1.0, max(0.0, mass / total)), 6)


def _official(lexicon: IndustryLexicon) -> Iterator[tuple[str, str]]:
    for code, name in lexicon.gbt_names:
        folded = fold(name)
        yield code, folded
        yield code, _SUFFIX.sub("", folded)


def _entries(lexicon: IndustryLexicon) -> Iterator[tuple[str, str]]:
    """Yield (word, code): written words first, then official names that no word says yet."""
    known: set[str] = set()
    for code, words in lexicon.products:
        for word in words:
            known.add(fold(word))
            yield word, code
    for division, words in lexicon.activities:
        for word in words:
            yield word, ACTIVITY_PREFIX + division
    # The shortest code of a repeated name is the widest; the name of a class repeats that of its group.
    for code, name in sorted(_official(lexicon), key=lambda pair: -len(pair[0])):
        bare = name.replace("、", "")
        if len(bare) > 1 and bare not in known and not bare.startswith("其他"):
            known.add(bare)
            yield bare, code
