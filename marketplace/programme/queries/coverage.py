"""N coverage and X use: how many of the county's firms in the industry name the scenarios that the county marked."""

from dataclasses import dataclass

from sqlmodel import Session

from marketplace.exchange.labels import NeedKind
from marketplace.programme.labels import EditionKind
from marketplace.programme.models import Pilot
from marketplace.programme.queries.applications import load_known_figures
from marketplace.programme.queries.editions import count_firms
from marketplace.taxonomy.queries import load_marks, scenario_names


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A marked scenario: ``firms`` of the industry's ``of`` firms have it on their scenario list."""

    code: str
    name: str
    kind: NeedKind
    firms: int
    of: int

    @property
    def share(self) -> float | None:
        return self.firms / self.of if self.of else None


def load_coverage(session: Session, *, pilot: Pilot) -> list[CoverageRow]:
    """Return the county's marked scenarios, N first, most frequent first; none outside the catalogue."""
    if pilot.catalog_no is None:
        return []
    marks = load_marks(session, county_code=pilot.county_code, catalog_no=pilot.catalog_no)
    counts = count_firms(session, pilot=pilot, kind=EditionKind.SCENARIOS)
    known = load_known_figures(session, county_code=pilot.county_code, catalog_no=pilot.catalog_no)
    names = scenario_names(session)
    rows = [
        CoverageRow(code=code, name=names[code], kind=kind, firms=counts.get(code, 0), of=known.in_industry)
        for code, kind in marks.items()
    ]
    return sorted(rows, key=lambda row: (row.kind is not NeedKind.COMMON, -row.firms, row.code))
