"""Entries of the programme's catalogue as documents, found by products, processes and official class names."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, pattern, whole_numbers
from marketplace.taxonomy.models import GbtCode, Industry
from search_index import Document

KIND = "industry"


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of these entries: two statements."""
    rows = session.execute(select(Industry).where(_among(ids)).order_by(col(Industry.catalog_no))).scalars()
    classes = session.execute(select(col(GbtCode.code), col(GbtCode.name)).order_by(col(GbtCode.code))).all()
    return [_document(row, classes=[(code, name) for code, name in classes]) for row in rows]


def _document(row: Industry, *, classes: Sequence[tuple[str, str]]) -> Document:
    inside = [name for code, name in classes if code.startswith(tuple(row.gbt_prefixes))]
    parts = [f"第 {row.catalog_no} 号　{row.level1}", "、".join(row.words), "、".join(dict.fromkeys(inside))]
    number = str(row.catalog_no)
    return make_document(kind=KIND, key=number, title=row.level2, parts=parts, facets={Facet.INDUSTRY: [number]})


def _among(ids: Ids) -> ColumnElement[bool]:
    return col(Industry.catalog_no).in_(ids)


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return catalogue numbers beyond one."""
    numbers = col(Industry.catalog_no)
    return list(session.execute(select(numbers).where(numbers > after_id).order_by(numbers).limit(limit)).scalars())


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how entries are shown."""
    rows = session.execute(select(col(Industry.catalog_no), col(Industry.level1)).where(_among(whole_numbers(keys))))
    return {str(number): Card(url=f"/industries/{number}", meta=["细分行业目录", level1]) for number, level1 in rows}


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return entries whose names hold the text, shortest names first."""
    rows = session.execute(
        select(col(Industry.catalog_no), col(Industry.level2))
        .where(col(Industry.level2).like(pattern(text), escape="/"))
        .order_by(func.length(col(Industry.level2)), col(Industry.catalog_no))
        .limit(limit)
    )
    return [(str(number), name) for number, name in rows]


INDUSTRIES = DocumentSource(
    kind=KIND,
    label="细分行业",
    unit="个",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"industry": same_ids},
)
