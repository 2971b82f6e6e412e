"""Figures of progress against plain SQL, row by row, on both databases; the kept day against the live one."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.insights.labels import Measure
from marketplace.insights.models import ProgressDay, ProgressShown
from marketplace.insights.progress.counting import Cells, count_cells, roll_up
from marketplace.insights.progress.goals import load_goals, load_module_counts
from marketplace.insights.progress.keeping import PROTECTED, column_of, count_day, keep, sift
from marketplace.insights.progress.schemas import ProgressQuery
from marketplace.insights.progress.sheets import public_sheet
from marketplace.insights.progress.trend import load_trend
from marketplace.insights.progress.works import load_contractors, load_effects
from marketplace.insights.regions import NOWHERE, PROVINCE, Regions, region_tree
from marketplace.insights.suppression import EVERY_INDUSTRY, LEAST, Key, around
from marketplace.taxonomy.queries import load_counties
from tests.fixtures.web import NOW
from tests.insights.province import Size, write_province

FIRMS = (
    "SELECT e.organisation_id AS id, o.county_code AS county, e.catalog_no AS stated, e.gbt_code AS code "
    "FROM enterprise e, organisation o WHERE o.id = e.organisation_id AND o.merged_into_id IS NULL"
)
PROJECTS = "SELECT enterprise_id, provider_id, signed_at, accepted_at, ended_at, price_fen FROM project"


def brute_force(session: Session, *, regions: Regions) -> dict[tuple[str, int, Measure], int]:
    """Count by going through plain rows, one firm after the other."""
    rows = session.connection().execute
    prefixes = [
        (row.gbt_prefixes, row.catalog_no) for row in rows(text("SELECT catalog_no, gbt_prefixes FROM industry"))
    ]
    firms = {row.id: (row.county, row.stated or narrowest(row.code, prefixes)) for row in rows(text(FIRMS))}
    newest = {
        row.enterprise_id: row.level for row in rows(text("SELECT enterprise_id, level FROM assessment ORDER BY id"))
    }
    projects = rows(text(PROJECTS)).all()
    picked = rows(text("SELECT enterprise_id, is_selected, finished_on FROM pilot_selection")).all()
    accepted = {row.enterprise_id for row in projects if row.accepted_at}
    finished = {row.enterprise_id for row in picked if row.is_selected and row.finished_on}
    sets: dict[Measure, set[int]] = {
        Measure.FIRMS: set(firms),
        Measure.ASSESSED: set(newest),
        Measure.GOOD_LEVEL: {firm for firm, level in newest.items() if level >= 2},
        Measure.CONTRACTED: {
            row.enterprise_id for row in projects if row.signed_at and (row.accepted_at or not row.ended_at)
        },
        Measure.RENOVATED: accepted | finished,
        Measure.SELECTED: {row.enterprise_id for row in picked if row.is_selected},
        Measure.SAMPLES: {
            row.enterprise_id for row in rows(text("SELECT enterprise_id FROM sample WHERE withdrawn_at IS NULL"))
        },
        Measure.COPIES: {row.enterprise_id for row in rows(text("SELECT enterprise_id FROM replication"))},
    }
    found: dict[tuple[str, int, Measure], int] = {}
    for measure, members in sets.items():
        for firm in members & set(firms):
            _add(found, firms[firm], measure, 1, regions=regions)
    for row in projects:
        if row.enterprise_id in firms and row.accepted_at and row.signed_at:
            _add(found, firms[row.enterprise_id], Measure.SPENT, row.price_fen, regions=regions)
    return found


def narrowest(code: str | None, prefixes: Any) -> int:
    held = [
        (len(prefix), -number)
        for found, number in prefixes
        for prefix in listed(found)
        if code and code[1:].startswith(prefix)
    ]
    return -max(held)[1] if held else 0


def listed(value: Any) -> list[str]:
    return json.loads(value) if isinstance(value, str) else list(value)


def _add(found: dict[Any, int], firm: tuple[str, int], measure: Measure, count: int, *, regions: Regions) -> None:
    county = firm[0] if firm[0] in regions.counties else NOWHERE
    for place in (county, *around(county, parents=regions.parents)):
        for entry in (firm[1], EVERY_INDUSTRY):
            found[place, entry, measure] = found.get((place, entry, measure), 0) + count


def flat(cells: Cells) -> dict[tuple[str, int, Measure], int]:
    return {(*key, measure): count for key, counts in cells.items() for measure, count in counts.items() if count}


def flat_sums(sums: Mapping[Measure, Mapping[Key, int]]) -> dict[tuple[str, int, Measure], int]:
    return {(*key, measure): count for measure, counts in sums.items() for key, count in counts.items() if count}


def check_figures(database: Database) -> None:
    with database.session() as session:
        regions = region_tree(load_counties(session))
        wanted = brute_force(session, regions=regions)
        whole = roll_up(count_cells(session, regions=regions), regions=regions)
        city = roll_up(count_cells(session, regions=regions, prefix="3306"), regions=regions)

        assert flat_sums(whole) == wanted
        inside = {"330600", *(code for code in regions.counties if code.startswith("3306"))}
        assert {key: count for key, count in flat_sums(city).items() if key[0] in inside} == {
            key: count for key, count in wanted.items() if key[0] in inside
        }


@pytest.fixture
def province(any_database: Database) -> Database:
    write_province(any_database, Size(firms=2000, providers=400, modules=1500))
    return any_database


def test_figures_equal_plain_sql_over_two_thousand_firms(province: Database) -> None:
    check_figures(province)
    check_programme(province)
    check_kept_day(province)


def check_programme(database: Database) -> None:
    """Compare goals, modules, contractors and effects with statements written out by hand."""
    with database.session() as session:
        run = session.connection().execute
        goals = load_goals(session, prefix="", industry=None, samples=7, is_province=True, today=shanghai_day(NOW))
        active = "FROM provider p JOIN organisation o ON o.id = p.organisation_id WHERE o.confirmed_at IS NOT NULL"
        counts = [
            run(text("SELECT count(*) FROM pilot_acceptance WHERE is_passed")).scalar_one(),
            7,
            run(text(f"SELECT count(*) {active}")).scalar_one(),
            run(text(f"SELECT count(*) {active} AND p.kind = '总承包商'")).scalar_one(),
            run(text("SELECT count(*) FROM pilot")).scalar_one(),
        ]
        assert [goal.value for goal in goals] == counts
        modules = (
            "SELECT f.value, count(*) FROM module_facet f JOIN module m ON m.id = f.module_id "
            "JOIN organisation o ON o.id = m.provider_id WHERE o.confirmed_at IS NOT NULL AND f.kind = 'industry' "
            "GROUP BY f.value"
        )
        assert load_module_counts(session) == {int(value): count for value, count in run(text(modules))}
        signed = [row for row in run(text(PROJECTS)) if row.signed_at and (row.accepted_at or not row.ended_at)]
        firms = {row.id for row in run(text(FIRMS))}
        held = [row.provider_id for row in signed if row.enterprise_id in firms]
        contractors = load_contractors(session, prefix="", industry=None)
        assert contractors.projects == len(held)
        assert contractors.lines[0].projects == max(held.count(provider) for provider in set(held))
        passed = [row.enterprise_id for row in run(text(PROJECTS)) if row.accepted_at]
        effects = load_effects(session, prefix="", industry=None)
        assert effects.works == len([firm for firm in passed if firm in firms])
        assert sum(after for _, after in effects.levels) == effects.works
        assert {line.name for line in effects.lines} == {"交货周期", "人均产值", "不良率"}


def check_kept_day(database: Database) -> None:
    """Keep a day twice; it holds what is live, and shows everybody nothing small."""
    with database.session() as session:
        counted = count_day(session, now=NOW)
    sifted = sift(counted)
    for _ in range(2):
        with database.transaction() as session:
            keep(session, sifted, now=NOW)
    with database.session() as session:
        regions = counted.regions
        rows = session.exec(select(ProgressDay)).all()
        kept = {
            (row.county_code, row.catalog_no, measure): getattr(row, column_of(measure))
            for row in rows
            for measure in Measure
        }
        assert {key: count for key, count in kept.items() if count} == flat(count_cells(session, regions=regions))
        live = roll_up(counted.cells, regions=regions)
        shown = session.exec(select(ProgressShown)).all()
        assert shown
        assert [row for row in shown if live[row.measure][row.region_code, row.catalog_no] != row.firms] == []
        assert [row for row in shown if row.measure in PROTECTED and row.firms < LEAST] == []
        sheet = public_sheet(session, region=PROVINCE, industry=None, regions=regions)
        assert sheet.value(PROVINCE, None, Measure.FIRMS) == live[Measure.FIRMS][PROVINCE, EVERY_INDUSTRY]
        assert sheet.value(PROVINCE, None, Measure.SPENT) is None
        later = shanghai_day(NOW) + timedelta(weeks=1)
        points = load_trend(session, prefix="", industry=None, measure=Measure.FIRMS, today=later, value=5)
        total = live[Measure.FIRMS][PROVINCE, EVERY_INDUSTRY]
        assert [(point.day, point.value) for point in points] == [(shanghai_day(NOW), total), (later, 5)]


@pytest.mark.soak
def test_figures_equal_plain_sql_over_sixty_thousand_firms(any_database: Database) -> None:
    write_province(any_database, Size(firms=60_000, providers=5_000, modules=50_000))

    check_figures(any_database)


def test_filters_of_the_address_are_read() -> None:
    wanted = ProgressQuery.model_validate({"region": "", "industry": "28", "measure": "firms"})

    assert wanted == ProgressQuery(region=PROVINCE, industry=28, measure=Measure.FIRMS)
