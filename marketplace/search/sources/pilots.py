"""Pilot counties as documents: their platforms, recognised plants and experiences that others can copy."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from marketplace.core.wording import day_text
from marketplace.programme.labels import PLATFORM_KIND_LABELS, PRACTICE_KIND_LABELS, RECOGNITION_KIND_LABELS
from marketplace.programme.models import IndustryPlatform, Pilot, PilotPractice, Recognition
from marketplace.search.labels import Facet
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, whole_numbers
from marketplace.search.sources.places import place_of
from marketplace.search.sources.reading import ids_beyond, titled
from marketplace.taxonomy.models import County
from search_index import Document

KIND = "pilot"


def with_county(*columns: Any) -> Select[Any]:
    """Select columns of pilots with their counties."""
    return select(*columns).select_from(Pilot).join(County, col(County.code) == col(Pilot.county_code))


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of these pilots: four statements."""
    rows = session.execute(with_county(Pilot, County).where(col(Pilot.id).in_(ids)).order_by(col(Pilot.id))).all()
    parts = _parts(session, ids=ids)
    return [_document(pilot, county=county, parts=parts[pilot.id or 0]) for pilot, county in rows]


def _document(pilot: Pilot, *, county: County, parts: Iterable[str]) -> Document:
    place = place_of(city=county.city, county=county.name)
    return make_document(
        kind=KIND,
        key=str(pilot.id),
        title=f"{place}（{pilot.industry_name}）",
        parts=["中小企业数字化改造试点县", *parts],
        facets={Facet.COUNTY: [place], Facet.INDUSTRY: [str(pilot.catalog_no)] if pilot.catalog_no else []},
    )


def _parts(session: Session, *, ids: Ids) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for one in _records(session, PilotPractice, ids=ids):
        found[one.pilot_id].append(f"典型经验（{PRACTICE_KIND_LABELS[one.kind]}）{one.title}：{one.text}")
    for one in _records(session, IndustryPlatform, ids=ids):
        found[one.pilot_id].append(f"{PLATFORM_KIND_LABELS[one.kind]} {one.name} {one.operator}")
    for one in _records(session, Recognition, ids=ids):
        found[one.pilot_id].append(f"{RECOGNITION_KIND_LABELS[one.kind]} {one.enterprise}")
    return found


def _records(session: Session, model: Any, *, ids: Ids) -> Sequence[Any]:
    wanted = select(model).where(col(model.pilot_id).in_(ids), col(model.withdrawn_at).is_(None))
    return session.execute(wanted.order_by(col(model.id))).scalars().all()


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of pilots beyond an id."""
    return ids_beyond(session, col(Pilot.id), after_id=after_id, limit=limit)


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how pilots are shown: one statement."""
    rows = session.execute(select(Pilot).where(col(Pilot.id).in_(whole_numbers(keys)))).scalars()
    return {
        str(row.id): Card(
            url=f"/programme/pilots/{row.id}",
            meta=[row.industry_name, f"创建期 {day_text(row.starts_on)}至{day_text(row.ends_on)}"],
        )
        for row in rows
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return pilots whose county's name holds the text."""
    return titled(session, with_county(col(Pilot.id), col(County.name)), title=col(County.name), text=text, limit=limit)


PILOTS = DocumentSource(
    kind=KIND,
    label="试点县",
    unit="个",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"pilot": same_ids},
)
