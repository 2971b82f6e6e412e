"""Public rows of the programme: rounds, pilot counties, and what these publish."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from marketplace.core.clock import shanghai_day
from marketplace.core.contacts import masked
from marketplace.exports.pieces import select_pieces
from marketplace.programme.labels import EDITION_KIND_LABELS, ROUND_STATE_LABELS
from marketplace.programme.models import Pilot, PilotEdition
from marketplace.programme.queries.pilots import list_pilots
from marketplace.programme.queries.rounds import list_rounds, rules_of_round
from marketplace.programme.rules import CriterionRule
from marketplace.reviews.criteria import TENTHS
from marketplace.taxonomy.models import County


def round_rows(session: Session, now: datetime) -> Iterator[Sequence[Any]]:
    """Give the published rounds with their sealed rules, oldest first; tilts in points."""
    for line in reversed(list_rounds(session, actor=None, now=now)):
        found, rules = line.round, rules_of_round(line.round)
        yield (
            *(found.id, found.title, ROUND_STATE_LABELS[line.state], found.opens_on, found.closes_on),
            *(rules.places, rules.output_year, rules.threshold_yi, rules.mountain_threshold_yi),
            *(rules.tilt_mountain / TENTHS, rules.tilt_island / TENTHS),
            [_criterion(one) for one in rules.criteria],
            *(rules.least_experts, rules.notice_days, _day(found.published_at), found.rules_digest),
            *(_day(found.listed_at), found.list_digest),
        )


def _criterion(one: CriterionRule) -> str:
    least = f"，最低 {one.minimum} 分" if one.minimum else ""
    return f"{one.label}（{one.points} 分{least}）"


def _day(moment: datetime | None) -> date | None:
    return shanghai_day(moment) if moment is not None else None


def pilot_rows(session: Session, now: datetime) -> Iterator[Sequence[Any]]:
    """Give the pilot counties by county, with the figures that their pages show today."""
    for line in list_pilots(session, now=now):
        pilot, facts = line.pilot, line.facts
        yield (
            *(pilot.id, pilot.round_id, pilot.county_code, line.name, pilot.industry_name, line.state_label),
            *(pilot.starts_on, pilot.ends_on),
            *(facts.selected, facts.enterprises, facts.platforms, facts.connected, facts.factories),
            *(line.reached, len(line.targets)),
        )


def pilot_edition_rows(session: Session, _now: datetime) -> Iterator[Sequence[Any]]:
    """Give the rows of every edition that a pilot county published: a firm, a problem or a scenario each."""
    wanted = (
        select(col(PilotEdition.id), PilotEdition, Pilot, County)
        .join(Pilot, col(Pilot.id) == col(PilotEdition.pilot_id))
        .join(County, col(County.code) == col(Pilot.county_code))
    )
    for key, edition, pilot, county in select_pieces(session, wanted, key=col(PilotEdition.id)):
        place = (pilot.id, f"{county.city}{county.name}", pilot.industry_name)
        which = (EDITION_KIND_LABELS[edition.kind], edition.number, shanghai_day(edition.published_at), edition.digest)
        for row in edition.rows:
            yield (key, *place, *which, *_published(row))


def _published(row: dict[str, Any]) -> Iterator[Any]:
    yield from (row["name"], row.get("code"), masked(row.get("text", "")), row.get("mark"), row.get("firms"))
    yield from (row.get("starts_on"), row.get("ends_on"), masked(row.get("reason", "")))
