"""Say which GB/T codes a noun phrase speaks for: its head decides, modifiers hint."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from matching.classify.vocabulary import Vocabulary, WordHit

HEAD = 1.0
MODIFIER = 0.15  # 汽车 in 汽车橡胶件 says who buys, not what is made.
NARROWING = 0.6  # A modifier inside the head's own division narrows a broad head: 缝纫机 in 缝纫机设备.
NEAR = 0.6  # Words that are merely alike count for less than known ones.

MOULD_CODE = "3525"
_MACHINE = re.compile(
    r"(?:机械设备|机械|设备|机器|专机|装备|装置|生产线|流水线|机组|机床|机|炉|自动线|作业线|线体)(?:的)?(?:配件|零件|零部件|部件|附件|配套件|整机|及配件|及零部件|及其配件)?$"
)
_PART = re.compile(
    r"(?:半成品|制成品|成品|制品|产品|用品|材料|原料|零部件|零配件|配套件|结构件|配件|零件|部件|组件|套件|附件|毛坯|坯件|外壳|壳体|总成|本体|整机|及配件|及其配件|类|件|坯|加工件)$"
)
_JOINTS = "和与及或等"
_PROCESS = re.compile(r"生产|制造|加工|全自动|半自动|自动化|自动|专用|成套|智能|数控|高速|工业|新型|厂|用|的")
MOST_UNKNOWN = 2  # Unknown characters between product and machine: 轴承装配机 is told, 光纤通信传输设备 is not.
GROUP = 3  # Codes that share three digits are neighbours.
_USE = re.compile(r"用(?!品|具|件|料|药)")
_BROAD = 2  # A code of two digits names a division, not a trade.


@dataclass(frozen=True, slots=True)
class Evidence:
    """A code (digits only) that a word speaks for, with weight in [0, 1]."""

    code: str
    weight: float
    word: str


class PhraseReader:
    """Reads noun phrases with a vocabulary and the table of machine makers."""

    def __init__(
        self, vocabulary: Vocabulary, *, machines: Iterable[tuple[str, str]], wholes: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Keep them; ``machines`` maps product prefixes to makers of their machines, ``wholes`` to makers of parts."""
        self._vocabulary = vocabulary
        self._machines = dict(machines)
        self._wholes = dict(wholes)

    def read(self, phrase: str) -> tuple[Evidence, ...]:
        """Return the evidence of the phrase, heads in order and then modifiers; empty when nothing is known."""
        hits = self._vocabulary.cover(phrase)
        if hits and hits[-1].end == len(phrase):
            return self._read_headed(phrase, hits=hits)
        if phrase.endswith(("模", "模具")):
            return (Evidence(MOULD_CODE, HEAD, phrase[-2:]),)
        if maker := self._machine_maker(phrase, hits=hits):
            return (Evidence(maker, HEAD * 0.9, phrase),)
        if (part := _PART.search(phrase)) and part.start() > 1:
            return tuple(
                Evidence(found.code, found.weight * 0.9, found.word) for found in self.read(phrase[: part.start()])
            )
        return self._read_unheaded(phrase, hits=hits)

    def heads(self, phrase: str) -> tuple[Evidence, ...]:
        """Return the evidence of the word that ends ``phrase``, empty when no known word does."""
        hits = self._vocabulary.cover(phrase)
        return tuple(self._spread(hits[-1], weight=HEAD)) if hits and hits[-1].end == len(phrase) else ()

    def _read_headed(self, phrase: str, *, hits: tuple[WordHit, ...]) -> tuple[Evidence, ...]:
        head = hits[-1]
        codes = self._vocabulary.codes(head.word)
        broad = all(len(code) == _BROAD for code in codes)
        if broad and (maker := self._machine_maker(phrase, hits=hits[:-1])):
            return (Evidence(maker, HEAD * 0.9, phrase), *self._spread(head, weight=MODIFIER))
        found = list(self._heads(phrase, hits=hits))
        for hit, following in pairwise(hits):
            if not self._is_head(phrase, hit=hit):
                found.extend(self._modifier(hit, following=following))
        return tuple(found)

    def _heads(self, phrase: str, *, hits: tuple[WordHit, ...]) -> Iterable[Evidence]:
        for hit in hits:
            if self._is_head(phrase, hit=hit):
                yield from self._spread(hit, weight=HEAD)

    @staticmethod
    def _is_head(phrase: str, *, hit: WordHit) -> bool:
        return hit.end == len(phrase) or phrase[hit.end] in _JOINTS

    def _modifier(self, hit: WordHit, *, following: WordHit) -> Iterable[Evidence]:
        head_codes = self._vocabulary.codes(following.word)
        for found in self._spread(hit, weight=1.0):
            inside = any(found.code.startswith(code) and found.code != code for code in head_codes)
            # 激光二极管 says more than 芯片 in 激光二极管芯片: a long modifier next to a short head of its group.
            beside = hit.end == following.start and len(following.word) < len(hit.word)
            kin = beside and any(found.code[:GROUP] == code[:GROUP] for code in head_codes)
            weight = HEAD if kin else NARROWING if inside else MODIFIER
            yield Evidence(found.code, found.weight * weight, found.word)

    def _spread(self, hit: WordHit, *, weight: float) -> Iterable[Evidence]:
        codes = self._vocabulary.codes(hit.word)
        # A long word is less likely to be here by chance: 2 characters 0.67, 4 characters 0.8.
        strength = weight * len(hit.word) / (len(hit.word) + 1) / len(codes)
        return [Evidence(code, strength, hit.word) for code in codes]

    def _machine_maker(self, phrase: str, *, hits: tuple[WordHit, ...]) -> str | None:
        tail = _MACHINE.search(phrase)
        if not tail or not hits:
            return None
        if len(_PROCESS.sub("", phrase[hits[-1].end : tail.start()])) > MOST_UNKNOWN:
            return None
        for hit in reversed(hits):
            if maker := self._look_up(hit, table=self._machines):
                return maker
        return None

    def _look_up(self, hit: WordHit, *, table: dict[str, str]) -> str | None:
        for code in self._vocabulary.codes(hit.word):
            for length in range(len(code), 1, -1):
                if answer := table.get(code[:length]):
                    return answer
        return None

    def _read_unheaded(self, phrase: str, *, hits: tuple[WordHit, ...]) -> tuple[Evidence, ...]:
        found: list[Evidence] = []
        use = _USE.search(phrase)
        for hit in hits:
            before_use = use is not None and hit.end <= use.start()
            last = hit is hits[-1] and not before_use
            if last and (part := self._look_up(hit, table=self._wholes)):
                found.append(Evidence(part, NARROWING, phrase))
                continue
            found.extend(self._spread(hit, weight=NARROWING if last else MODIFIER))
        found.extend(self._alike(phrase[use.end() :] if use else phrase))
        return tuple(found)

    def _alike(self, phrase: str) -> Iterable[Evidence]:
        near = self._vocabulary.nearest(phrase[-8:])
        total = sum(score for _, score in near)
        for word, score in near:
            codes = self._vocabulary.codes(word)
            for code in codes:
                yield Evidence(code, NEAR * near[0][1] * score / total / len(codes), word)
