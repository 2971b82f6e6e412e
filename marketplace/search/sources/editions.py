"""What pilot counties publish in editions as documents: pilot enterprises, an industry's problems and scenarios."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from marketplace.core.wording import day_text
from marketplace.programme.labels import EDITION_KIND_LABELS
from marketplace.programme.models import Pilot, PilotEdition
from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids
from marketplace.search.sources.documents import make_document, whole_numbers
from marketplace.search.sources.places import place_of
from marketplace.search.sources.reading import ids_beyond, titled
from marketplace.taxonomy.models import County
from search_index import Document

KIND = "edition"
_SHOWN = ("name", "text", "reason")


def _newest(*columns: Any) -> Select[Any]:
    """Select columns of the newest edition of each kind with its pilot and county."""
    other = aliased(PilotEdition)
    newest = select(func.max(col(other.number))).where(
        col(other.pilot_id) == col(PilotEdition.pilot_id), col(other.kind) == col(PilotEdition.kind)
    )
    joined = select(*columns).select_from(PilotEdition)
    joined = joined.join(Pilot, col(Pilot.id) == col(PilotEdition.pilot_id))
    joined = joined.join(County, col(County.code) == col(Pilot.county_code))
    return joined.where(col(PilotEdition.number) == newest.scalar_subquery())


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the newest editions among these: one statement."""
    wanted = _newest(PilotEdition, Pilot, County).where(col(PilotEdition.id).in_(ids)).order_by(col(PilotEdition.id))
    return [_document(row, pilot=pilot, county=county) for row, pilot, county in session.execute(wanted)]


def _document(row: PilotEdition, *, pilot: Pilot, county: County) -> Document:
    place = place_of(city=county.city, county=county.name)
    lines = ["　".join(str(line[name]) for name in _SHOWN if line.get(name)) for line in row.rows]
    return make_document(
        kind=KIND,
        key=str(row.id),
        title=f"{place}{pilot.industry_name}：{EDITION_KIND_LABELS[row.kind]}（第{row.number}版）",
        parts=["；".join(lines)],
        facets={Facet.COUNTY: [place], Facet.INDUSTRY: [str(pilot.catalog_no)] if pilot.catalog_no else []},
    )


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of editions beyond an id."""
    return ids_beyond(session, col(PilotEdition.id), after_id=after_id, limit=limit)


def of_pilots(session: Session, pilot_ids: Ids) -> list[int]:
    """Return the editions of pilots: a new one takes the place of the one before."""
    rows = session.execute(select(col(PilotEdition.id)).where(col(PilotEdition.pilot_id).in_(pilot_ids)))
    return [key or 0 for key in rows.scalars()]


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how editions are shown: one statement."""
    rows = session.execute(_newest(PilotEdition).where(col(PilotEdition.id).in_(whole_numbers(keys)))).scalars()
    return {
        str(row.id): Card(
            url=f"/programme/pilots/{row.pilot_id}/editions/{row.id}",
            meta=[f"{len(row.rows)} 条", f"{day_text(row.published_at)}公布"],
        )
        for row in rows
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return the newest editions of pilots whose industry's name holds the text."""
    wanted = _newest(col(PilotEdition.id), col(Pilot.industry_name))
    return titled(session, wanted, title=col(Pilot.industry_name), text=text, limit=limit)


EDITIONS = DocumentSource(
    kind=KIND,
    label="试点清单",
    unit="份",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"pilot": of_pilots},
)
