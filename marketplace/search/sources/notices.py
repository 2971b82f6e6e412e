"""Public notices as documents: what is proposed, for which county, against which one may object."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlmodel import Session, col

from marketplace.core.wording import day_text
from marketplace.notices.models import PublicNotice
from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, whole_numbers
from marketplace.search.sources.places import places_by_code
from marketplace.search.sources.reading import ids_beyond, titled
from search_index import Document

KIND = "notice"
# One that was replaced by another leads to it from its page; only the newest is found.
_IN_FORCE = and_(col(PublicNotice.withdrawn_at).is_(None), col(PublicNotice.replaced_at).is_(None))


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the notices in force among these: two statements."""
    wanted = select(PublicNotice).where(_IN_FORCE, col(PublicNotice.id).in_(ids)).order_by(col(PublicNotice.id))
    places = places_by_code(session)
    return [_document(row, place=places.get(row.county_code, "")) for row in session.execute(wanted).scalars()]


def _document(row: PublicNotice, *, place: str) -> Document:
    items = [" ".join(part for part in (item["label"], item["note"]) if part) for item in row.items]
    return make_document(
        kind=KIND,
        key=str(row.id),
        title=row.title,
        parts=[f"{row.number}　{place}".strip("　"), row.lead, "、".join(items)],
        facets={Facet.COUNTY: [place]},
    )


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of notices beyond an id."""
    return ids_beyond(session, col(PublicNotice.id), after_id=after_id, limit=limit)


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how notices are shown: one statement."""
    rows = session.execute(select(PublicNotice).where(_IN_FORCE, col(PublicNotice.id).in_(whole_numbers(keys))))
    return {
        str(row.id): Card(
            url=f"/notices/{row.id}",
            meta=[row.number, f"{day_text(row.first_on)}至{day_text(row.last_on)}公示"],
        )
        for row in rows.scalars()
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return notices in force whose titles hold the text, shortest titles first."""
    return titled(
        session,
        select(col(PublicNotice.id), col(PublicNotice.title)).where(_IN_FORCE),
        title=col(PublicNotice.title),
        text=text,
        limit=limit,
    )


NOTICES = DocumentSource(
    kind=KIND,
    label="公示",
    unit="次",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"notice": same_ids},
)
