"""An engine-neutral tree of what to look for; each engine evaluates it in its own way."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


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


def unscored(node: Node) -> Node:  # noqa: PLR0911  # One for each node.
    """Return a smaller tree with the same matches, for counting."""
    match node:
        case Boosted(must, _, never):
            return Boosted(unscored(must), (), tuple(map(unscored, never))) if never else unscored(must)
        case Every(nodes):
            return Every(tuple(map(unscored, nodes)))
        case Some(nodes, least):
            return Some(tuple(map(unscored, nodes)), least)
        case Best(nodes):
            return Some(tuple(dict.fromkeys(map(unscored, nodes))))
        case Constant(inner, _):
            return unscored(inner)
        case Term(field, token, _):
            return Term(field, token)
        case Phrase():
            return node


EVERYTHING = Constant(Term(Field.ALL, "1"), 1.0)
NOTHING = Constant(Term(Field.ALL, "0"), 1.0)
