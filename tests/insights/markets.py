"""Surveyed enterprises as values, written without ranking, and a small market that is ranked."""

from collections.abc import Sequence

from marketplace.core.db import Database
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, ProblemRow
from marketplace.insights.services import Editions, begin_survey, carry_on, finish_survey
from marketplace.recommendations.survey import Surveyed
from tests.fixtures.web import NOW
from tests.recommendations.market import add_enterprise

EDITIONS = Editions(
    engine_version="matching-test",
    weights_edition="test-1",
    library_edition="test",
    statistics_edition="test",
    index_digest="d" * 64,
    providers=3,
)


def keep_survey(database: Database, found: Sequence[Surveyed]) -> int:
    """Write a finished survey."""
    with database.transaction() as session:
        survey_id = begin_survey(session, editions=EDITIONS, now=NOW).id or 0
        carry_on(session, survey_id=survey_id, after_id=0, found=found)
        finish_survey(session, survey_id=survey_id, now=NOW)
    return survey_id


def add_plants(
    database: Database, *, count: int, text: str, county: str = "330603", gbt_code: str = "C1713"
) -> list[int]:
    """Write plants of one county and industry with one trouble each."""
    made = []
    for number in range(count):
        row = EnterpriseRow(
            ref=f"{county}{gbt_code}{text[:4]}{number}",
            name=f"{county}示例{gbt_code}{text[:4]}{number}有限公司",
            industry=IndustryRef(gbt_code=gbt_code),
            problems=(ProblemRow(text=text, priority=1),),
        )
        made.append(add_enterprise(database, row, county_code=county))
    return made
