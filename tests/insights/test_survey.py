"""A survey counts what is there, whatever pieces it is done in, on both databases."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from sqlmodel import Session, select

from marketplace.core.db import Database
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers
from marketplace.insights.jobs import SURVEY_JOB, keep_piece, survey_piece
from marketplace.insights.labels import Scope
from marketplace.insights.models import Concentration, DemandCount, DemandRow, ExposureRow
from marketplace.insights.queries import find_survey
from marketplace.insights.regions import NOWHERE, PROVINCE
from marketplace.insights.services import carry_on
from marketplace.insights.suppression import EVERY_INDUSTRY
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.survey import Surveyed
from marketplace.settings import Settings
from tests.fixtures.web import NOW
from tests.insights.markets import EDITIONS, add_plants, keep_survey
from tests.recommendations.market import DYE_HOUSE, Market, add_enterprise, store_market

CITY = {"330603": "330600", "331081": "331000"}


def invented(database: Database) -> list[Surveyed]:
    """Return sixty surveyed plants of two counties (some of none), three industries and four scenarios."""
    market = store_market(database)
    random = Random(7)
    providers = (market.dyeing_software, market.energy_service, market.tool_software)
    found = []
    for number in range(60):
        row = replace(DYE_HOUSE, ref=f"X{number}", name=f"绍兴示例{number}印染有限公司")
        found.append(
            Surveyed(
                enterprise_id=add_enterprise(database, row, county_code="330603"),
                county_code=random.choice(("330603", "331081", "")),
                catalog_no=random.choice((0, 5, 24)),
                wants={code: random.random() < 0.5 for code in random.sample(("a", "b", "c", "d"), 2)},
                places=tuple(random.sample(providers, 3)),
            )
        )
    return found


def test_counts_are_those_of_a_plain_loop(any_database: Database) -> None:
    found = invented(any_database)
    firms: Counter[tuple[str, str, int]] = Counter()
    unsolved: Counter[tuple[str, str, int]] = Counter()
    for one in found:
        county = one.county_code or NOWHERE
        for region in {county, CITY.get(county, county), PROVINCE}:
            for industry in (one.catalog_no, EVERY_INDUSTRY):
                for code, solved in one.wants.items():
                    firms[code, region, industry] += 1
                    unsolved[code, region, industry] += not solved

    keep_survey(any_database, found)

    with any_database.session() as session:
        rows = session.exec(select(DemandCount)).all()
    assert {(row.scenario_code, row.region_code, row.catalog_no): row.firms for row in rows} == firms
    assert {key: count for key, count in unsolved.items() if count} == {
        (row.scenario_code, row.region_code, row.catalog_no): row.unsolved for row in rows if row.unsolved
    }


def test_concentration_is_that_of_a_plain_loop(any_database: Database) -> None:
    found = invented(any_database)

    keep_survey(any_database, found)

    with any_database.session() as session:
        row = session.get_one(Concentration, (1, Scope.INDUSTRY, "24"))
    plants = [one for one in found if one.catalog_no == 24]
    # Each plant has all three providers among its first five: all have the same.
    assert (row.enterprises, row.providers, row.appearances) == (len(plants), 3, 3 * len(plants))
    assert (row.first_three_ratio, row.gini) == (1.0, 0.0)


def test_survey_in_pieces_counts_what_one_piece_counts(any_database: Database) -> None:
    store_market(any_database)
    add_plants(any_database, count=4, text="排缸靠老师傅的脑子")
    ranker = Ranker()

    whole = _survey(any_database, ranker, size=100)
    pieces = _survey(any_database, ranker, size=1)

    assert whole == pieces
    assert ("vat-scheduling", "330603", 24, 5) in whole


def _survey(database: Database, ranker: Ranker, *, size: int) -> list[tuple[str, str, int, int]]:
    payload: Mapping[str, int] | None = {}
    while payload is not None:
        with database.session() as session:
            piece = survey_piece(session, ranker, payload=payload, size=size)
        with database.transaction() as session:
            payload = keep_piece(session, piece, NOW)
    with database.session() as session:
        return _counts(session)


def _counts(session: Session) -> list[tuple[str, str, int, int]]:
    return sorted(
        (row.scenario_code, row.region_code, row.catalog_no, row.firms) for row in session.exec(select(DemandCount))
    )


def test_worker_finishes_a_survey_and_drops_the_rows_of_the_one_before(
    database: Database, market: Market, settings: Settings
) -> None:
    from marketplace.core.jobs import enqueue

    for _ in range(2):
        with database.transaction() as session:
            enqueue(session, kind=SURVEY_JOB, payload={}, now=NOW)
        run_due_jobs(database, job_handlers(settings), clock=lambda: NOW)

    with database.session() as session:
        newest = find_survey(session)
        assert newest is not None
        assert newest.enterprises == 2
        assert newest.library_edition == "test-recommendations-1"
        for table in (DemandRow, ExposureRow, DemandCount, Concentration):
            assert set(session.exec(select(table.survey_id))) == {newest.id}


def test_survey_before_the_first_library_is_no_fault(database: Database, settings: Settings) -> None:
    from marketplace.core.jobs import enqueue

    with database.transaction() as session:
        enqueue(session, kind=SURVEY_JOB, payload={}, now=NOW)

    assert run_due_jobs(database, job_handlers(settings), clock=lambda: NOW) == 1
    with database.session() as session:
        assert find_survey(session) is None


def test_piece_that_is_done_twice_is_written_once(any_database: Database) -> None:
    found = invented(any_database)[:3]
    from marketplace.insights.services import begin_survey

    with any_database.transaction() as session:
        survey_id = begin_survey(session, editions=EDITIONS, now=NOW).id or 0
        first = carry_on(session, survey_id=survey_id, after_id=0, found=found)
        again = carry_on(session, survey_id=survey_id, after_id=0, found=found)

    assert (first, again) == (True, False)


def test_words_that_an_owner_wrote_are_linked_and_answered(database: Database, market: Market) -> None:
    with database.session() as session:
        piece = survey_piece(session, Ranker(), payload={})

    dye_house = next(one for one in piece.found if one.enterprise_id == market.dye_house)
    assert dye_house.wants["vat-scheduling"] is True
    assert dye_house.catalog_no == 24
    assert dye_house.places[0] == market.dyeing_software
