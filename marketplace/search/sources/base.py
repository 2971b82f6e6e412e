"""What a kind of public thing gives to the search: its documents, who they depend on, and how a hit is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from search_index import Document

Ids = Sequence[int]


def plain_keys(_session: Session, ids: Ids) -> Sequence[str]:
    """Return the rows' ids as texts."""
    return [str(row_id) for row_id in ids]


def same_ids(_session: Session, ids: Ids) -> Ids:
    """Return the ids as they are: the changed objects are rows of this kind themselves."""
    return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a page shows of a hit beside title and snippet; ``fact_items`` are (label, value, note)."""

    url: str
    meta: Sequence[str] = ()
    marks: Sequence[str] = ()
    fact_items: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSource:
    """One kind of public thing. Rows are named by their database id; ``keys`` gives the ids of their documents.

    ``load`` returns the documents of those rows that are public now; whatever it leaves out is not searchable.
    ``ids_after`` pages through rows of the kind in rising order of id. ``follows`` tells for each kind of the change
    log which rows of this kind a change of those objects may alter. ``named`` finds (document id, title) by a part of
    the name in the database alone, for the time without an index. ``cards`` describes the hits of one page by
    document id; a hit without a card is not public any more.
    """

    kind: str
    label: str
    unit: str
    load: Callable[[Session, Ids], Sequence[Document]]
    ids_after: Callable[[Session, int, int], Ids]
    cards: Callable[[Session, Sequence[str]], Mapping[str, Card]]
    named: Callable[[Session, str, int], Sequence[tuple[str, str]]]
    keys: Callable[[Session, Ids], Sequence[str]] = plain_keys
    follows: Mapping[str, Callable[[Session, Ids], Ids]] = field(default_factory=dict)
