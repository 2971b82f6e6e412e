"""What is remembered of figures: told again until an event touches it, never older than the database."""

import pytest
from sqlmodel import select

from marketplace.core.actor import System
from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.core.journal import record
from marketplace.enterprises.models import Enterprise
from marketplace.insights.labels import Measure
from marketplace.insights.progress.counting import count_cells, roll_up
from marketplace.insights.progress.remembering import ASSESSED, FIRMS, MODULES, PARTS, SAMPLES, WORKS, memory_of
from marketplace.insights.progress.sheets import live_sheet
from marketplace.insights.regions import PROVINCE, region_tree
from marketplace.projects.models import Project
from marketplace.taxonomy.queries import load_counties
from tests.fixtures.web import NOW
from tests.insights.province import Size, write_province


def happen(database: Database, *actions: str) -> None:
    with database.transaction() as session:
        for action in actions:
            record(session, actor=System(name="test"), action=action, subject="thing:1", now=NOW)


def forgotten(database: Database, *actions: str) -> set[str]:
    """Return the parts that are counted again after some events."""
    with database.session() as session:
        for part in PARTS:
            memory_of(session).tell(part, "key", lambda: "before")
    happen(database, *actions)
    with database.session() as session:
        memory = memory_of(session)
        return {part for part in PARTS if memory.tell(part, "key", lambda: "after") == "after"}


@pytest.mark.parametrize(
    ("actions", "parts"),
    [
        (["document.issued", "review.scored"], set()),
        (["assessment.concluded"], {ASSESSED}),
        (["contract.signed", "run.kept"], {WORKS}),
        (["sample.marked", "module.published"], {SAMPLES, MODULES}),
        (["enterprise.updated"], set(PARTS)),
        (["something.that_nobody_has_placed"], set(PARTS)),
        (["document.issued"] * 501, set(PARTS)),
    ],
)
def test_event_makes_memory_forget_what_it_can_have_touched(
    database: Database, actions: list[str], parts: set[str]
) -> None:
    happen(database, "user.created")

    assert forgotten(database, *actions) == parts


def test_other_journal_under_the_same_number_is_not_taken_for_the_known_one(database: Database) -> None:
    happen(database, "user.created")
    with database.session() as session:
        memory = memory_of(session)
        memory.tell(FIRMS, "key", lambda: "before")
        memory.head = type(memory.head)(seq=0, digest="f" * 64)

        assert memory_of(session).tell(FIRMS, "key", lambda: "after") == "before"  # From nothing: every event is read.
        memory.head = type(memory.head)(seq=1, digest="f" * 64)
    happen(database, "user.created")

    with database.session() as session:
        assert memory_of(session).tell(FIRMS, "key", lambda: "after") == "after"


def test_sheet_tells_what_was_signed_and_what_a_firm_states_since(any_database: Database) -> None:
    write_province(any_database, Size(firms=300, providers=60, modules=90))
    contracted = read(any_database)
    with any_database.transaction() as session:
        project = session.exec(select(Project).where(Project.signed_at == None)).first()  # noqa: E711 - a column
        assert project is not None
        project.signed_at, project.ended_at = NOW, None
        record(session, actor=System(name="test"), action="contract.signed", subject="project:1", now=NOW)
    signed = read(any_database)
    with any_database.transaction() as session:
        firm = session.get_one(Enterprise, 1)
        firm.catalog_no, firm.gbt_code, firm.industry_text = 39 if firm.catalog_no != 39 else 38, None, ""
        record(session, actor=System(name="test"), action="enterprise.updated", subject="enterprise:1", now=NOW)
    moved = read(any_database)

    assert contracted != signed != moved


def read(database: Database) -> dict[Measure, dict[tuple[str, int], int]]:
    """Return what the sheet tells, which is what a count tells."""
    with database.session() as session:
        regions = region_tree(load_counties(session))
        sheet = live_sheet(session, region=PROVINCE, regions=regions, today=shanghai_day(NOW))
        assert sheet.counts == roll_up(count_cells(session, regions=regions), regions=regions)
        return {measure: dict(counts) for measure, counts in sheet.counts.items()}
