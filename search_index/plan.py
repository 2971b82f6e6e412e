"""An engine-neutral tree of what to look for; each engine evaluates it in its own way."""

from dataclasses import dataclass
from enum import StrEnum
from operator import add
from typing import TypeAlias

from search_index.tokens import is_latin


class Field(StrEnum):
    """Fields with tokens; values are the names inside the index."""

    TITLE_WORDS = "tw"
    TITLE_GRAMS = "tg"
    TITLE_SOUNDS = "tp"
    TITLE_EXACT = "tx"
    BODY_WORDS = "bw"
    BODY_GRAMS = "bg"
    KIND = "kind"
    FACET = "facet"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Term:
    """Documents that hold a token, scored by BM25 times `boost`."""

    field: Field
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents that hold the tokens one after the other, in title or body."""

    tokens: tuple[str, ...]
    boost: float = 1.0

    @property
    def anchors(self) -> tuple[tuple[int, str], ...]:
        """Return places and tokens that decide: a character beside its pair with a neighbour says nothing more."""
        tokens = ("", *self.tokens, "")
        return tuple(
            (place, token)
            for place, token in enumerate(self.tokens)
            if is_latin(token) or not (_pairs_with(token, tokens[place]) or _pairs_with(token, tokens[place + 2]))
        )

    @property
    def run(self) -> str:
        """Return the characters when they are one run without Latin tokens, which any text holds as they stand."""
        units, joins = self.tokens[::2], self.tokens[1::2]
        is_run = joins == tuple(map(add, units, units[1:])) and not any(map(is_latin, units))
        return "".join(units) if is_run else ""


def _pairs_with(token: str, beside: str) -> bool:
    """Tell whether the token beside is a pair of characters that holds this one."""
    return len(beside) > len(token) and token in beside and not is_latin(beside)


@dataclass(frozen=True, slots=True)
class Every:
    """Documents that match all nodes; scores add up."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Documents that match at least `least` nodes; scores add up."""

    nodes: tuple["Node", ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Best:
    """Documents that match any node; the best score counts."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """Documents that match the node, all with the same score."""

    node: "Node"
    score: float


@dataclass(frozen=True, slots=True)
class Boosted:
    """Documents of `must` and of no node in `never`; nodes in `bonus` only add to the score."""

    must: "Node"
    bonus: tuple["Node", ...] = ()
    never: tuple["Node", ...] = ()


Node: TypeAlias = Term | Phrase | Every | Some | Best | Constant | Boosted


EVERYTHING = Constant(Term(Field.ALL, "1"), 1.0)
NOTHING = Constant(Term(Field.ALL, "0"), 1.0)
