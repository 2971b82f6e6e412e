"""Support measures of pilot counties as documents: money, training, data security, innovation centres."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from marketplace.programme.labels import MEASURE_KIND_LABELS, RENOVATION_STAGE_LABELS, RenovationStage
from marketplace.programme.models import Pilot, SupportMeasure
from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids
from marketplace.search.sources.documents import make_document, whole_numbers
from marketplace.search.sources.places import place_of
from marketplace.search.sources.reading import ids_beyond, titled
from marketplace.taxonomy.models import County
from marketplace.taxonomy.queries import scenario_names
from search_index import Document

KIND = "measure"
_OFFERED = col(SupportMeasure.withdrawn_at).is_(None)


def _offered(*columns: Any) -> Select[Any]:
    """Select columns of measures that are offered with their pilots and counties."""
    joined = select(*columns).select_from(SupportMeasure)
    joined = joined.join(Pilot, col(Pilot.id) == col(SupportMeasure.pilot_id))
    return joined.join(County, col(County.code) == col(Pilot.county_code)).where(_OFFERED)


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the measures that are offered among these: two statements."""
    wanted = _offered(SupportMeasure, Pilot, County).where(col(SupportMeasure.id).in_(ids))
    names = scenario_names(session)
    rows = session.execute(wanted.order_by(col(SupportMeasure.id)))
    return [_document(row, pilot=pilot, county=county, names=names) for row, pilot, county in rows]


def _document(row: SupportMeasure, *, pilot: Pilot, county: County, names: dict[str, str]) -> Document:
    stages = "、".join(RENOVATION_STAGE_LABELS[RenovationStage(stage)] for stage in row.stages)
    place = place_of(city=county.city, county=county.name)
    return make_document(
        kind=KIND,
        key=str(row.id),
        title=row.name,
        parts=[
            row.summary,
            f"{MEASURE_KIND_LABELS[row.kind]}　{row.offered_by}　{place}",
            "、".join(names[code] for code in row.scenarios if code in names),
            stages,
        ],
        facets={
            Facet.COUNTY: [place],
            Facet.SCENARIO: row.scenarios,
            Facet.INDUSTRY: [str(pilot.catalog_no)] if pilot.catalog_no else [],
        },
    )


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of measures beyond an id."""
    return ids_beyond(session, col(SupportMeasure.id), after_id=after_id, limit=limit)


def of_pilots(session: Session, pilot_ids: Ids) -> list[int]:
    """Return the measures of pilots: the change log names the pilot when one of its records changes."""
    rows = session.execute(select(col(SupportMeasure.id)).where(col(SupportMeasure.pilot_id).in_(pilot_ids)))
    return [key or 0 for key in rows.scalars()]


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how measures are shown: one statement."""
    rows = session.execute(
        _offered(SupportMeasure, col(County.name)).where(col(SupportMeasure.id).in_(whole_numbers(keys)))
    )
    return {
        str(row.id): Card(
            url=f"/programme/pilots/{row.pilot_id}#measure-{row.id}",
            meta=[MEASURE_KIND_LABELS[row.kind], row.offered_by, county],
        )
        for row, county in rows
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return measures that are offered whose names hold the text."""
    wanted = _offered(col(SupportMeasure.id), col(SupportMeasure.name))
    return titled(session, wanted, title=col(SupportMeasure.name), text=text, limit=limit)


MEASURES = DocumentSource(
    kind=KIND,
    label="扶持措施",
    unit="项",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"pilot": of_pilots},
)
