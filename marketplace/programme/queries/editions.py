"""Reads for editions: selected firms, what the industry's firms say, and what was published."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.enterprises.models import Enterprise, NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.exchange.labels import NeedKind
from marketplace.programme.labels import EditionKind
from marketplace.programme.models import Pilot, PilotEdition, PilotSelection
from marketplace.programme.queries.applications import industry_condition
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.labels import NEED_KIND_LABELS
from marketplace.taxonomy.queries import load_marks, load_scenarios
from matching.library import Voice

LEAST_FIRMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionLine:
    """A proposed or selected firm with its name."""

    selection: PilotSelection
    name: str
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row of an industry's list: a scenario, how many firms name it, and the county's words for it."""

    code: str
    name: str = ""
    firms: int = 0
    mark: str = ""
    text: str = ""


def load_selections(session: Session, *, pilot_id: int) -> list[SelectionLine]:
    """Return every proposed firm, undecided first: two statements."""
    rows = session.exec(
        select(PilotSelection, Organisation.name)
        .join(Organisation, col(Organisation.id) == PilotSelection.enterprise_id)
        .where(PilotSelection.pilot_id == pilot_id)
        .order_by(col(PilotSelection.decided_at).is_not(None), col(PilotSelection.id))
    ).all()
    wanted = [row.provider_id for row, _ in rows if row.provider_id is not None]
    names = dict(session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(wanted))).all())
    return [SelectionLine(selection=row, name=name, provider=names.get(row.provider_id, "")) for row, name in rows]


def load_selected(session: Session, *, pilot_id: int) -> list[SelectionLine]:
    """Return the selected pilot enterprises in the order of their selection."""
    return [row for row in load_selections(session, pilot_id=pilot_id) if row.selection.is_selected]


def load_choices(session: Session, *, pilot: Pilot) -> list[tuple[str, str]]:
    """Return the county's firms that may still be proposed, those of the industry first, as options."""
    taken = select(PilotSelection.enterprise_id).where(PilotSelection.pilot_id == pilot.id)
    statement = (
        select(Organisation.id, Organisation.name)
        .join(Enterprise, col(Enterprise.organisation_id) == Organisation.id)
        .where(Organisation.county_code == pilot.county_code, col(Organisation.merged_into_id).is_(None))
        .where(col(Organisation.id).not_in(taken))
        .order_by(col(Organisation.name), col(Organisation.id))
        .limit(2000)
    )
    if pilot.catalog_no is not None:
        statement = statement.where(industry_condition(session, catalog_no=pilot.catalog_no))
    return [(str(key), name) for key, name in session.exec(statement)]


def draft_rows(session: Session, *, pilot: Pilot, kind: EditionKind) -> list[ListRow]:
    """Return what the firms of the pilot's county and industry say, most frequent first, three firms and more.

    A scenario stands for the sentences that were linked to it: no firm's own words are published.
    """
    counts = count_firms(session, pilot=pilot, kind=kind)
    marks = load_marks(session, county_code=pilot.county_code, catalog_no=pilot.catalog_no) if pilot.catalog_no else {}
    said = _owner_sentences(session) if kind is EditionKind.PROBLEMS else {}
    rows = [
        ListRow(
            code=one.code,
            name=one.name,
            firms=counts[one.code],
            mark=_mark(marks.get(one.code)),
            text=said.get(one.code) or one.description,
        )
        for one in load_scenarios(session)
        if counts.get(one.code, 0) >= LEAST_FIRMS
    ]
    return sorted(rows, key=lambda row: (-row.firms, row.code))


def _mark(kind: NeedKind | None) -> str:
    return NEED_KIND_LABELS[kind] if kind is not None else "没有标"


def _owner_sentences(session: Session) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for phrase in KNOWLEDGE.library(session).phrases:
        if phrase.voice is Voice.OWNER and not phrase.held_out and len(phrase.scenarios) == 1:
            found.setdefault(phrase.scenarios[0], phrase.text)
    return found


def count_firms(session: Session, *, pilot: Pilot, kind: EditionKind) -> dict[str, int]:
    """Return how many firms of the pilot's county and industry name each scenario: one statement.

    Where somebody confirmed a row's links only those count.
    """
    if kind is EditionKind.PROBLEMS:
        confirmed = select(ProblemLink.problem_id).where(col(ProblemLink.confirmed)).distinct()
        statement = (
            select(ProblemLink.scenario_code, func.count(func.distinct(Problem.enterprise_id)))
            .join(Problem, col(Problem.id) == ProblemLink.problem_id)
            .join(Enterprise, col(Enterprise.organisation_id) == Problem.enterprise_id)
            .where(col(ProblemLink.confirmed) | col(ProblemLink.problem_id).not_in(confirmed))
            .group_by(col(ProblemLink.scenario_code))
        )
    else:
        confirmed = select(NeedLink.need_id).where(col(NeedLink.confirmed)).distinct()
        statement = (
            select(NeedLink.scenario_code, func.count(func.distinct(ScenarioNeed.enterprise_id)))
            .join(ScenarioNeed, col(ScenarioNeed.id) == NeedLink.need_id)
            .join(Enterprise, col(Enterprise.organisation_id) == ScenarioNeed.enterprise_id)
            .where(col(NeedLink.confirmed) | col(NeedLink.need_id).not_in(confirmed))
            .group_by(col(NeedLink.scenario_code))
        )
    statement = statement.join(Organisation, col(Organisation.id) == Enterprise.organisation_id).where(
        Organisation.county_code == pilot.county_code, col(Organisation.merged_into_id).is_(None)
    )
    if pilot.catalog_no is not None:
        statement = statement.where(industry_condition(session, catalog_no=pilot.catalog_no))
    return dict(session.exec(statement).all())


def load_newest(session: Session, *, pilot_id: int) -> dict[EditionKind, PilotEdition]:
    """Return the newest edition of each kind: one statement."""
    rows = session.exec(
        select(PilotEdition).where(PilotEdition.pilot_id == pilot_id).order_by(col(PilotEdition.number))
    )
    return {EditionKind(row.kind): row for row in rows}


def load_editions(session: Session, *, pilot_id: int) -> list[PilotEdition]:
    """Return every edition, newest first."""
    rows = session.exec(
        select(PilotEdition).where(PilotEdition.pilot_id == pilot_id).order_by(col(PilotEdition.id).desc())
    )
    return list(rows)
