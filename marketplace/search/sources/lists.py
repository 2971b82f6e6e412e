"""Published recommended lists as documents, found by county, industry and the names of those on them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlmodel import Session, col

from marketplace.core.wording import day_text
from marketplace.lists.facts import is_withdrawal
from marketplace.lists.labels import EntryState
from marketplace.lists.models import ListEdition, RecommendedList
from marketplace.lists.queries import Current, load_current_of
from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, pattern, whole_numbers
from marketplace.search.sources.places import places_by_code
from search_index import Document

KIND = "list"


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the published lists among these: two statements."""
    places = places_by_code(session)
    return [
        _document(one, place=places.get(one.kept.county_code, "")) for one in load_current_of(session, list_ids=ids)
    ]


def _document(one: Current, *, place: str) -> Document:
    kept = one.kept
    names = [entry.name for entry in one.entries if entry.state is EntryState.LISTED]
    return make_document(
        kind=KIND,
        key=str(kept.id),
        title=kept.title,
        parts=[kept.county, kept.industry, kept.provider_kind.value, one.edition.label, "、".join(names)],
        facets={
            Facet.INDUSTRY: [str(kept.catalog_no)] if kept.catalog_no else [],
            Facet.COUNTY: [place],
            Facet.PROVIDER_KIND: [kept.provider_kind.value],
        },
    )


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of lists beyond an id."""
    wanted = select(col(RecommendedList.id)).where(col(RecommendedList.id) > after_id)
    return [key or 0 for key in session.execute(wanted.order_by(col(RecommendedList.id)).limit(limit)).scalars()]


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how published lists are shown: one statement."""
    return {
        str(one.kept.id): Card(
            url=f"/lists/{one.kept.id}",
            meta=[one.kept.county, one.edition.label, _when(one)],
        )
        for one in load_current_of(session, list_ids=whole_numbers(keys))
    }


def _when(one: Current) -> str:
    day = day_text(one.edition.published_at)
    return f"已撤回，{day}" if is_withdrawal(one.edition) else f"{day}发布"


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return published lists whose titles hold the text, shortest titles first."""
    published = select(col(ListEdition.list_id))
    rows = session.execute(
        select(col(RecommendedList.id), col(RecommendedList.title))
        .where(col(RecommendedList.title).like(pattern(text), escape="/"), col(RecommendedList.id).in_(published))
        .order_by(func.length(col(RecommendedList.title)), col(RecommendedList.id))
        .limit(limit)
    )
    return [(str(key), title) for key, title in rows]


LISTS = DocumentSource(
    kind=KIND,
    label="推荐名单",
    unit="份",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"list": same_ids},
)
