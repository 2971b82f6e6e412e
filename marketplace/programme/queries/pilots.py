"""Reads of pilot counties: several at once in a fixed number of statements, and one with all of its facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, func, select

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find
from marketplace.programme import policies
from marketplace.programme.labels import PILOT_STATE_LABELS, EditionKind, PilotState
from marketplace.programme.models import (
    IndustryPlatform,
    Pilot,
    PilotAcceptance,
    PilotEdition,
    PilotReport,
    PilotSelection,
    PilotTask,
    Recognition,
)
from marketplace.programme.policies import PilotTimes
from marketplace.programme.rules import FEN_PER_YI
from marketplace.programme.tracking import GOOD_LEVEL, PilotFacts, TargetLine, Task, Watched, target_lines
from marketplace.taxonomy.models import County


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotLine:
    """A pilot county in a list, with its targets beside the facts of today."""

    pilot: Pilot
    county: str
    city: str
    state: PilotState
    facts: PilotFacts
    targets: tuple[TargetLine, ...]

    @property
    def state_label(self) -> str:
        return PILOT_STATE_LABELS[self.state]

    @property
    def name(self) -> str:
        return f"{self.city}{self.county}"

    @property
    def reached(self) -> int:
        """How many targets are reached."""
        return sum(line.is_reached for line in self.targets)


def find_pilot_firms(session: Session, county_code: str) -> frozenset[int]:
    """Return the ids of the enterprises that a county has selected as pilots: one statement."""
    rows = session.exec(
        select(PilotSelection.enterprise_id)
        .join(Pilot, col(Pilot.id) == PilotSelection.pilot_id)
        .where(Pilot.county_code == county_code, col(PilotSelection.is_selected).is_(True))
    )
    return frozenset(rows)


def list_pilots(
    session: Session, *, now: datetime, round_id: int | None = None, prefix: str = "", pilot_id: int | None = None
) -> list[PilotLine]:
    """Return pilot counties by county, seven statements whatever their number; ``prefix`` narrows to an area."""
    statement = (
        select(Pilot, County)
        .join(County, col(County.code) == Pilot.county_code)
        .where(col(Pilot.county_code).startswith(prefix, autoescape=True))
        .order_by(col(Pilot.county_code), col(Pilot.id))
    )
    if round_id is not None:
        statement = statement.where(Pilot.round_id == round_id)
    if pilot_id is not None:
        statement = statement.where(Pilot.id == pilot_id)
    rows = session.exec(statement).all()
    ids = [pilot.id or 0 for pilot, _ in rows]
    facts = load_facts(session, pilot_ids=ids)
    passed = _acceptances(session, pilot_ids=ids)
    today = shanghai_day(now)
    return [
        _line(pilot, county, facts=facts[pilot.id or 0], acceptance=passed.get(pilot.id or 0), today=today)
        for pilot, county in rows
    ]


def _line(
    pilot: Pilot, county: County, *, facts: PilotFacts, acceptance: PilotAcceptance | None, today: date
) -> PilotLine:
    return PilotLine(
        pilot=pilot,
        county=county.name,
        city=county.city,
        state=policies.pilot_state(
            PilotTimes(
                ends_on=pilot.ends_on,
                has_requested=acceptance is not None,
                is_passed=acceptance.is_passed if acceptance else None,
            ),
            today=today,
        ),
        facts=facts,
        targets=target_lines(pilot.targets, facts, starts_on=pilot.starts_on, ends_on=pilot.ends_on, today=today),
    )


def load_line(session: Session, *, pilot_id: int, now: datetime) -> PilotLine:
    """Return one pilot county."""
    found = list_pilots(session, now=now, pilot_id=pilot_id)
    if not found:
        raise NotFoundError
    return found[0]


def load_own_pilot(session: Session, *, actor: Actor, pilot_id: int, lock: bool = False) -> Pilot:
    """Return a pilot that the actor's county runs; to others it does not exist."""
    pilot = find(session, Pilot, pilot_id, lock=lock)
    if pilot is None or not policies.is_applicant(actor, county_code=pilot.county_code):
        raise NotFoundError
    return pilot


def load_watched_pilot(session: Session, *, actor: Actor, pilot_id: int) -> Pilot:
    """Return a pilot whose inner pages the actor may see: its county, the bureaus above, auditors, the operator."""
    pilot = session.get(Pilot, pilot_id)
    watches = actor.role in policies.SEES_ALL or (
        pilot is not None and actor.role in {Role.COUNTY, Role.CITY, Role.PROVINCE} and actor.governs(pilot.county_code)
    )
    if pilot is None or not watches:
        raise NotFoundError
    return pilot


def load_facts(session: Session, *, pilot_ids: Sequence[int]) -> dict[int, PilotFacts]:
    """Return today's figures of several pilots: five statements."""
    selections = _selections(session, pilot_ids=pilot_ids)
    outputs = _outputs(session, pilot_ids=pilot_ids)
    platforms = {
        pilot_id: (count, connected)
        for pilot_id, count, connected in session.exec(
            select(IndustryPlatform.pilot_id, func.count(), func.sum(IndustryPlatform.firms_connected))
            .where(col(IndustryPlatform.pilot_id).in_(pilot_ids), col(IndustryPlatform.withdrawn_at).is_(None))
            .group_by(col(IndustryPlatform.pilot_id))
        )
    }
    factories: dict[int, int] = dict(
        session.exec(
            select(Recognition.pilot_id, func.count())
            .where(col(Recognition.pilot_id).in_(pilot_ids), col(Recognition.withdrawn_at).is_(None))
            .group_by(col(Recognition.pilot_id))
        ).all()
    )
    providers = _providers(session, pilot_ids=pilot_ids)
    return {
        pilot_id: _facts(
            selections.get(pilot_id, (0, 0, 0)),
            output=outputs.get(pilot_id, 0),
            platforms=platforms.get(pilot_id, (0, 0)),
            factories=factories.get(pilot_id, 0),
            providers=providers.get(pilot_id, 0),
        )
        for pilot_id in pilot_ids
    }


def _selections(session: Session, *, pilot_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Return how many firms are selected, renovated, and renovated to a good level."""
    finished = col(PilotSelection.finished_on).is_not(None)
    rows = session.exec(
        select(
            PilotSelection.pilot_id,
            func.count(),
            func.count().filter(finished),
            func.count().filter(finished, col(PilotSelection.level_after) >= GOOD_LEVEL),
        )
        .where(col(PilotSelection.pilot_id).in_(pilot_ids), col(PilotSelection.is_selected).is_(True))
        .group_by(col(PilotSelection.pilot_id))
    )
    return {pilot_id: (selected, done, level) for pilot_id, selected, done, level in rows}


def _outputs(session: Session, *, pilot_ids: Sequence[int]) -> dict[int, int]:
    """Return the yearly output of renovated firms in fen."""
    rows = session.exec(
        select(PilotSelection.pilot_id, func.sum(PilotSelection.output_fen))
        .where(col(PilotSelection.pilot_id).in_(pilot_ids), col(PilotSelection.is_selected).is_(True))
        .where(col(PilotSelection.finished_on).is_not(None))
        .group_by(col(PilotSelection.pilot_id))
    )
    return {pilot_id: int(output or 0) for pilot_id, output in rows}


def _providers(session: Session, *, pilot_ids: Sequence[int]) -> dict[int, int]:
    """Return how many providers renovate pilot enterprises or run a platform, each once."""
    works = select(col(PilotSelection.pilot_id), col(PilotSelection.provider_id)).where(
        col(PilotSelection.pilot_id).in_(pilot_ids),
        col(PilotSelection.is_selected).is_(True),
        col(PilotSelection.provider_id).is_not(None),
    )
    runs = select(col(IndustryPlatform.pilot_id), col(IndustryPlatform.provider_id)).where(
        col(IndustryPlatform.pilot_id).in_(pilot_ids),
        col(IndustryPlatform.withdrawn_at).is_(None),
        col(IndustryPlatform.provider_id).is_not(None),
    )
    both = works.union(runs).subquery()
    counted = select(both.c.pilot_id, func.count()).group_by(both.c.pilot_id)
    return dict(session.exec(counted).all())


def _facts(
    selection: tuple[int, int, int], *, output: int, platforms: tuple[int, int], factories: int, providers: int
) -> PilotFacts:
    selected, done, level = selection
    return PilotFacts(
        selected=selected,
        enterprises=done,
        output=Decimal(output) / FEN_PER_YI,
        level=level,
        platforms=platforms[0],
        factories=factories,
        providers=providers,
        connected=int(platforms[1] or 0),
    )


def _acceptances(session: Session, *, pilot_ids: Sequence[int]) -> Mapping[int, PilotAcceptance]:
    rows = session.exec(select(PilotAcceptance).where(col(PilotAcceptance.pilot_id).in_(pilot_ids)))
    return {row.pilot_id: row for row in rows}


def load_tasks(session: Session, *, pilot_id: int) -> list[Task]:
    """Return the work chart in its order."""
    rows = session.exec(select(PilotTask).where(PilotTask.pilot_id == pilot_id).order_by(col(PilotTask.position)))
    return [
        Task(
            id=row.id or 0,
            task=row.task,
            owner=row.owner,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            done_on=row.done_on,
        )
        for row in rows
    ]


def load_watched(session: Session, *, line: PilotLine) -> Watched:
    """Return what the early warnings of a pilot are made from: three statements."""
    pilot_id = line.pilot.id or 0
    reports = session.exec(select(PilotReport.year, PilotReport.quarter).where(PilotReport.pilot_id == pilot_id)).all()
    kinds = session.exec(select(PilotEdition.kind).where(PilotEdition.pilot_id == pilot_id).distinct()).all()
    return Watched(
        starts_on=line.pilot.starts_on,
        ends_on=line.pilot.ends_on,
        lines=line.targets,
        tasks=load_tasks(session, pilot_id=pilot_id),
        reported=frozenset((year, quarter) for year, quarter in reports),
        published=frozenset(EditionKind(kind).value for kind in kinds),
    )
