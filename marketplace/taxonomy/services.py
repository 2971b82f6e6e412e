"""Writes of reference data: an edition of the library, counties, and a county's N/X marks."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, select

from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.core.errors import ForbiddenError, NotFoundError
from marketplace.core.journal import record
from marketplace.exchange.labels import NeedKind
from marketplace.taxonomy.library import knowledge_rows, scenario_fields
from marketplace.taxonomy.models import (
    County,
    CountyScenario,
    GbtCode,
    Industry,
    KnowledgeRow,
    LibraryEdition,
    Scenario,
)
from matching.library import Library


def store_library(session: Session, *, actor: Actor | System, library: Library, now: datetime) -> bool:
    """Make an edition of the library the current one; return False when it already is."""
    latest = session.exec(select(LibraryEdition).order_by(col(LibraryEdition.id).desc())).first()
    if latest is not None and latest.edition == library.edition:
        return False
    _store_industries(session, library=library)
    _store_scenarios(session, library=library, now=now)
    session.exec(delete(KnowledgeRow))
    session.add_all(knowledge_rows(library))
    session.add(LibraryEdition(edition=library.edition, loaded_at=now))
    subject = f"library:{library.edition}"
    record(session, actor=actor, action="library.stored", subject=subject, now=now)
    return True


def _store_industries(session: Session, *, library: Library) -> None:
    for entry in library.catalog:
        session.merge(
            Industry(
                catalog_no=entry.catalog_no,
                level1=entry.level1,
                level2=entry.level2,
                gbt_prefixes=list(entry.gbt_prefixes),
                words=list(entry.words),
            )
        )
    known = {row.code: row for row in session.exec(select(GbtCode))}
    for code, name in library.gbt_names:
        if code in known:
            known[code].name = name
        else:
            session.add(GbtCode(code=code, name=name))
    session.flush()  # Scenario marks and enterprises point to industries.


def _store_scenarios(session: Session, *, library: Library, now: datetime) -> None:
    known = {row.code: row for row in session.exec(select(Scenario))}
    for position, scenario in enumerate(library.scenarios):
        fields = {**scenario_fields(scenario), "position": position, "retired": False}
        row = known.pop(scenario.code, None) or Scenario.model_validate(fields)
        row.sqlmodel_update(fields)
        session.add(row)
    # A scenario that left the library stays: links of firms and modules point to it.
    for row in known.values():
        row.retired = True
    session.flush()  # The change log names rows by their ids.
    for scenario_id in session.exec(select(Scenario.id)):
        log_change(session, kind="scenario", object_id=scenario_id or 0, now=now)


def store_counties(session: Session, *, counties: Iterable[County]) -> int:
    """Add or correct divisions; return how many were given."""
    count = 0
    for county in counties:
        session.merge(county)
        count += 1
    return count


def mark_scenarios(
    session: Session,
    *,
    actor: Actor,
    county_code: str,
    catalog_no: int,
    marks: dict[str, NeedKind | None],
    now: datetime,
) -> int:
    """Set a county's own N/X marks for an industry; None takes a mark away. Return how many changed."""
    if not actor.governs(county_code):
        raise ForbiddenError
    if session.get(Industry, catalog_no) is None:
        raise NotFoundError
    known_codes = set(session.exec(select(Scenario.code).where(col(Scenario.code).in_(list(marks)))))
    present = {
        row.scenario_code: row
        for row in session.exec(
            select(CountyScenario).where(
                CountyScenario.county_code == county_code, CountyScenario.catalog_no == catalog_no
            )
        )
    }
    changed = [
        code
        for code, kind in sorted(marks.items())
        if code in known_codes and kind is not (present[code].kind if code in present else None)
    ]
    for code in changed:
        _set_mark(session, present.get(code), (county_code, catalog_no, code), kind=marks[code], now=now)
    if changed:
        subject = f"county:{county_code}"
        details = {"catalog_no": catalog_no, "scenarios": changed}
        record(session, actor=actor, action="scenarios.marked", subject=subject, now=now, details=details)
    return len(changed)


def _set_mark(
    session: Session, row: CountyScenario | None, key: tuple[str, int, str], *, kind: NeedKind | None, now: datetime
) -> None:
    if kind is None:
        if row is not None:
            session.delete(row)
        return
    county_code, catalog_no, code = key
    if row is None:
        row = CountyScenario(
            county_code=county_code, catalog_no=catalog_no, scenario_code=code, kind=kind, marked_at=now
        )
        session.add(row)
    row.kind, row.marked_at = kind, now
