"""Scenarios of the library as documents, found by every name that owners and vendors give them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, pattern
from marketplace.taxonomy.models import Scenario
from search_index import Document

KIND = "scenario"
_IN_USE = col(Scenario.retired).is_(False)


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the scenarios in use among these: one statement."""
    rows = session.execute(select(Scenario).where(_IN_USE, col(Scenario.id).in_(ids)).order_by(col(Scenario.id)))
    return [_document(row) for row in rows.scalars()]


def _document(row: Scenario) -> Document:
    parts = [
        row.description,
        "、".join(row.aliases),
        "、".join(row.vendor_words),
        "、".join(row.objects),
        "；".join("".join(words) for words in row.symptoms),
    ]
    return make_document(kind=KIND, key=row.code, title=row.name, parts=parts, facets={Facet.SCENARIO: [row.code]})


def keys(session: Session, ids: Ids) -> list[str]:
    """Return the codes of scenarios; rows are never deleted, only retired."""
    rows = session.execute(select(col(Scenario.code)).where(col(Scenario.id).in_(ids)).order_by(col(Scenario.id)))
    return list(rows.scalars())


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of scenarios beyond an id."""
    wanted: Any = select(col(Scenario.id)).where(col(Scenario.id) > after_id)
    return list(session.execute(wanted.order_by(col(Scenario.id)).limit(limit)).scalars())


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how scenarios in use are shown."""
    rows = session.execute(
        select(col(Scenario.code), col(Scenario.description)).where(_IN_USE, col(Scenario.code).in_(keys))
    )
    return {code: Card(url=f"/scenarios/{code}", meta=["场景库"]) for code, _ in rows}


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return scenarios whose official names hold the text, shortest names first."""
    rows = session.execute(
        select(col(Scenario.code), col(Scenario.name))
        .where(_IN_USE, col(Scenario.name).like(pattern(text), escape="/"))
        .order_by(func.length(col(Scenario.name)), col(Scenario.id))
        .limit(limit)
    )
    return [(code, name) for code, name in rows]


SCENARIOS = DocumentSource(
    kind=KIND,
    label="场景",
    unit="个",
    load=load,
    keys=keys,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"scenario": same_ids},
)
