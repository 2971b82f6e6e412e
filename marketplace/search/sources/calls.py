"""Calls for applications to recommended lists as documents."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, select
from sqlmodel import Session, col

from marketplace.core.wording import day_text
from marketplace.lists.models import ListCall, RecommendedList
from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, whole_numbers
from marketplace.search.sources.places import places_by_code
from marketplace.search.sources.reading import ids_beyond, titled
from search_index import Document

KIND = "call"
_PUBLIC = and_(col(ListCall.published_at).is_not(None), col(ListCall.withdrawn_at).is_(None))


def _public(*columns: Any) -> Select[Any]:
    """Select columns of published calls with the lists that they are for."""
    joined = select(*columns).select_from(ListCall)
    return joined.join(RecommendedList, col(RecommendedList.id) == col(ListCall.list_id)).where(_PUBLIC)


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the published calls among these: two statements."""
    places = places_by_code(session)
    rows = session.execute(
        _public(ListCall, RecommendedList).where(col(ListCall.id).in_(ids)).order_by(col(ListCall.id))
    )
    return [_document(call, kept=kept, place=places.get(kept.county_code, "")) for call, kept in rows]


def _document(call: ListCall, *, kept: RecommendedList, place: str) -> Document:
    criteria = "、".join(str(one["label"]) for one in call.scheme["criteria"])
    return make_document(
        kind=KIND,
        key=str(call.id),
        title=call.title,
        parts=[f"{place}　{kept.industry}　{kept.provider_kind.value}", call.guide, criteria],
        facets={
            Facet.INDUSTRY: [str(kept.catalog_no)] if kept.catalog_no else [],
            Facet.COUNTY: [place],
            Facet.PROVIDER_KIND: [kept.provider_kind.value],
        },
    )


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of calls beyond an id."""
    return ids_beyond(session, col(ListCall.id), after_id=after_id, limit=limit)


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how published calls are shown: one statement."""
    rows = session.execute(_public(ListCall, RecommendedList).where(col(ListCall.id).in_(whole_numbers(keys))))
    return {
        str(call.id): Card(
            url=f"/calls/{call.id}",
            meta=[kept.county, kept.provider_kind.value, f"{day_text(call.closes_on)}截止申报"],
        )
        for call, kept in rows
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return published calls whose titles hold the text, shortest titles first."""
    return titled(
        session, _public(col(ListCall.id), col(ListCall.title)), title=col(ListCall.title), text=text, limit=limit
    )


CALLS = DocumentSource(
    kind=KIND,
    label="征集",
    unit="次",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"list_call": same_ids},
)
