"""The nightly fit of the statistics, run by the worker."""

from datetime import timedelta

from sqlmodel import select

from marketplace.core.db import Database
from marketplace.core.nightly import NightPlanner
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import NIGHTLY, job_handlers
from marketplace.recommendations.jobs import REFIT_JOB
from marketplace.recommendations.models import StatisticsEdition
from marketplace.settings import Settings
from tests.fixtures.web import NOW
from tests.recommendations.market import Market


def fit_at_night(database: Database, settings: Settings, *, nights: int = 1) -> int:
    planner = NightPlanner({REFIT_JOB: NIGHTLY[REFIT_JOB]})
    done = 0
    for night in range(nights):
        evening = NOW + timedelta(days=night)
        planner.plan(database, now=evening)
        morning = evening + timedelta(days=1)
        done += run_due_jobs(database, job_handlers(settings), clock=lambda: morning)  # noqa: B023 - called at once
    return done


def editions(database: Database) -> list[int]:
    with database.session() as session:
        return list(session.exec(select(StatisticsEdition.documents)))


def test_night_stores_statistics_of_the_published_modules(
    database: Database, market: Market, settings: Settings
) -> None:
    done = fit_at_night(database, settings)

    assert done == 1
    assert len(editions(database)) == 1


def test_second_night_without_a_change_stores_nothing_new(
    database: Database, market: Market, settings: Settings
) -> None:
    done = fit_at_night(database, settings, nights=2)

    assert done == 2
    assert len(editions(database)) == 1


def test_night_before_the_first_library_is_no_fault(database: Database, settings: Settings) -> None:
    assert fit_at_night(database, settings) == 1
    assert editions(database) == []
