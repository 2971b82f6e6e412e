"""Public rows of the scenario library, the catalogue of industries and the divisions."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from marketplace.exports.pieces import select_pieces
from marketplace.exports.public_table import Words
from marketplace.taxonomy.labels import STAGE_LABELS
from marketplace.taxonomy.models import Industry, Scenario
from marketplace.taxonomy.queries import load_counties, load_scenes


def scenario_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give the scenarios in use."""
    wanted = select(
        col(Scenario.id),
        col(Scenario.code),
        col(Scenario.name),
        col(Scenario.scene),
        col(Scenario.stage),
        col(Scenario.description),
        col(Scenario.aliases),
        col(Scenario.vendor_words),
    ).where(col(Scenario.retired).is_(False))
    for _, *row in select_pieces(session, wanted, key=col(Scenario.id)):
        yield row


def scenario_words(session: Session) -> Words:
    """Return what the codes of scenes and stages mean."""
    return {"scene": dict(load_scenes(session)), "stage": STAGE_LABELS}


def industry_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give the entries of the programme's catalogue."""
    wanted = select(col(Industry.catalog_no), col(Industry.level1), col(Industry.level2), col(Industry.gbt_prefixes))
    return select_pieces(session, wanted, key=col(Industry.catalog_no))


def county_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give the divisions of the province."""
    for row in load_counties(session):
        yield (row.code, row.name, row.kind, row.city_code, row.city)
